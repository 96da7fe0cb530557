import pytest

from eventapp.events.syllables import count_syllables

WORDS = {
    1: (
        "dag boek huis tuin nieuw eeuw mooi haai koe leeuw zee wij één reis kou blauw deur plein quiz team "
        "coach thee zo'n fruit"
    ),
    2: (
        "samen café zoals auto's nieuwe mooie koeien haaien moeite bijeen vrije cadeau niveau bureau toilet "
        "yoga hobby systeem royaal reuma neutraal geacht kiosk chaos psychisch fysiek online website service "
        "Utrecht buurthuis rolstoel streamen trainen training detail workshop koffie dieet patat duo essay "
        "hockey uien draaien baby loyaal download dashboard parttime yoghurt sleutel"
    ),
    3: (
        "wandelen ideeën eieren theater museum milieu serieus geopend reünie sociaal ideaal radio bioscoop "
        "station actueel patiënt video sentiment gezondheid bijeenkomst Overvecht gemeente ontmoeten GGD GGZ "
        "ouderen douane interview stakeholders Europa meeëten Noord-Holland ruïne dyslexie bijzonder theorie "
        "stadium"
    ),
    4: (
        "interieur beantwoorden financiën officieel financieel sociale nationaal januari situatie aquarium "
        "variëren diabetes analyse intensiteit informatie activiteit samenwerking vrijwilliger "
        "Gezondheidspact vergadering"
    ),
    5: (
        "museumbezoek coördinatie coöperatie geïnteresseerd financiële organisatie activiteiten "
        "netwerkbijeenkomst Kanaleneiland faciliteren"
    ),
    6: "wijkcoöperatie",
    7: "burgerparticipatie",
}


@pytest.mark.parametrize(
    "word, syllables", [(word, number) for number, words in WORDS.items() for word in words.split()]
)
def test_the_syllables_of_a_word_are_counted_as_it_is_said(word, syllables):
    assert count_syllables(word) == syllables


def test_every_sign_is_at_least_one_syllable():
    assert [count_syllables(word) for word in ("", "19.00", "pst", "的")] == [1, 1, 1, 1]
