from time import perf_counter

import pytest

from eventapp.events.plain_words import PLAINER, hard_words
from eventapp.events.readability import LEVEL_NAMES, Hint, Level, hints, level, score
from eventapp.events.sentences import sentences, words
from eventapp.i18n import in_language

OFFICIAL = (
    "Tijdens deze bijeenkomst faciliteren wij de verbinding tussen diverse stakeholders met betrekking tot een groene "
    "leefomgeving. Er is koffie en thee."
)


@pytest.mark.parametrize(
    "text, expected",
    [
        ("Kom ook. Er is soep!", ["Kom ook.", "Er is soep!"]),
        ("kom ook. er is soep", ["kom ook.", "er is soep"]),
        ("Begint om 19.00 uur. Einde 21.30.", ["Begint om 19.00 uur.", "Einde 21.30."]),
        ("Wij beginnen om 19.00. Kom op tijd.", ["Wij beginnen om 19.00.", "Kom op tijd."]),
        ("Met dr. Jansen en mevr. P. de Vries.", ["Met dr. Jansen en mevr. P. de Vries."]),
        ("Neem iets mee, bijv. Turks brood. Lekker!", ["Neem iets mee, bijv. Turks brood.", "Lekker!"]),
        ("Met brood, soep enz. en thee.", ["Met brood, soep enz. en thee."]),
        ("Met brood, soep enz. Kom ook.", ["Met brood, soep enz.", "Kom ook."]),
        ("Op 3. juni is het feest.", ["Op 3. juni is het feest."]),
        ("Tja... dat kan. Nee?! Jawel.", ["Tja... dat kan.", "Nee?!", "Jawel."]),
        ("Zij zei: “Kom ook.” Dat deed hij.", ["Zij zei: “Kom ook.”", "Dat deed hij."]),
        ("# Eten\n\n- **Soep** vooraf\n- [Thee](https://voorbeeld.nl) na", ["Eten", "Soep vooraf", "Thee na"]),
        ("Wij lopen\nsamen.", ["Wij lopen samen."]),
        ("Wij lopen  \nWij praten", ["Wij lopen", "Wij praten"]),
        ("", []),
        ("***\n\n![](x.png) ...", []),
    ],
)  # fmt: skip
def test_a_text_falls_apart_in_the_sentences_that_people_read(text, expected):
    assert sentences(text) == expected


def test_numbers_are_words_and_addresses_are_not():
    assert words("Om 19.00 uur bij zo'n auto-show: mail ana@voorbeeld.nl of zie https://voorbeeld.nl/a?b=c") == [
        "Om", "19.00", "uur", "bij", "zo'n", "auto-show", "mail", "of", "zie",
    ]  # fmt: skip


def test_the_score_is_that_of_flesch_and_douma():
    assert score("De kat zit op de mat.") == pytest.approx(206.835 - 0.93 * 6 - 77 * 6 / 6)
    assert score("Wij wandelen. Kom ook.") == pytest.approx(206.835 - 0.93 * 4 / 2 - 77 * 6 / 4)
    assert score("  \n") is None


@pytest.mark.parametrize(
    "text, expected",
    [
        ("Wilt u meer groen in uw wijk? Kom praten met mensen die dat ook willen.", Level.EASY),
        ("Participatie stimuleert integrale gezondheidsbevordering.", Level.HARD),
        ("", None),
    ],
)
def test_the_level_of_a_text(text, expected):
    assert level(text) == expected


def test_every_level_has_a_sentence():
    with in_language("en"):
        assert [str(LEVEL_NAMES[each]) for each in (Level.EASY, Level.HARD)] == [
            "This text is easy to read.",
            "This text is difficult to read.",
        ]
    assert set(LEVEL_NAMES) == set(Level)


def test_a_sentence_with_official_words_gets_a_hint_with_plainer_ones():
    assert hints(OFFICIAL) == [
        Hint(
            sentence=OFFICIAL.split(" Er is")[0],
            words=16,
            hard_words={
                "faciliteren": "helpen",
                "stakeholders": "mensen en organisaties",
                "met betrekking tot": "over",
            },
        )
    ]


def test_a_hint_says_what_makes_the_sentence_hard():
    with in_language("en"):
        assert hints(OFFICIAL)[0].why == ["The sentence has 3 difficult words."]
        assert hints(" ".join(["ja"] * 21))[0].why == [
            "The sentence has 21 words. Make it two sentences, or use at most 20 words."
        ]
        assert hints("Kom indien u wilt.")[0].why == ["The sentence has one difficult word."]
        assert hints("Ambulante begeleiders organiseren gevarieerde activiteiten voor alle bewoners samen.")[0].why == [
            "Many words in this sentence are long. Can you say it with shorter words?"
        ]


def test_twenty_words_are_not_too_many():
    assert hints(" ".join(["ja"] * 20)) == []


def test_one_long_word_is_no_reason_and_two_are():
    assert hints("Kom naar de netwerkbijeenkomst.") == []
    assert [hint.hard_words for hint in hints("Een netwerkbijeenkomst over arbeidsomstandigheden.")] == [
        {"netwerkbijeenkomst": "", "arbeidsomstandigheden": ""}
    ]


def test_names_and_words_with_a_hyphen_are_not_long_words():
    assert hints("Wij zijn het Gezondheidspact en eten samen een broodje op de sport-en-beweegmiddag.") == []


def test_hard_words_are_found_whole_and_in_any_letters():
    assert hard_words("Indien u reeds komt; bereeds en ad-hoc niet.") == {"indien": "als", "reeds": "al"}


def test_the_longest_hard_word_counts():
    assert hard_words("Dit is in samenwerking met de wijk, en zorg dragen voor de ander.") == {
        "in samenwerking met": "samen met",
        "zorg dragen voor": "zorgen voor",
    }


def test_no_plainer_word_is_itself_hard():
    assert {plain: hard_words(plain) for plain in PLAINER.values() if hard_words(plain)} == {}


@pytest.mark.parametrize("piece", ["a", ".", "a-", "a,1", "x@", "www.", "a.b.", "ië", "met betrekking "])
def test_a_text_without_end_is_read_in_no_time(piece):
    began = perf_counter()

    hints(piece * (20_000 // len(piece)))

    assert perf_counter() - began < 2
