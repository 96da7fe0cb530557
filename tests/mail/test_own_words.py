"""An organiser's own words in a letter: what they say, and what stays whatever they say."""

from datetime import UTC, datetime

import pytest
from bs4 import BeautifulSoup
from flask import render_template_string
from hypothesis import given
from hypothesis import strategies as st

from eventapp.enclosures import enclosures_of
from eventapp.errors import Refusal
from eventapp.i18n import LANGUAGES, Said, in_language
from eventapp.mail.own_words import OwnWords, Passage, Piece, pieces_of
from eventapp.mail.samples.examples import sample
from eventapp.mail.writing import Words, standard_opening, write
from eventapp.registrations.own_words.staff_rules import ALL_KINDS, PLACEHOLDERS, check_placeholders, usable_in

OWN = {"subject": "Tot {datum}", "opening": "Dag {naam}.\n\nNeem een vriend mee.", "closing": "Groet, {organisatie}"}
TRICKS = ("{titel}", "<b>", "Sam\nBcc: x@voorbeeld.nl", "é" * 200, "ليلى", "{{naam}}", "%s", "{naam.__class__}", "\\1")
VALUES = {name: TRICKS[number % len(TRICKS)] for number, name in enumerate(PLACEHOLDERS)}
SHOW = '{% from "letters/parts.html" import own %}{{ own(passage, language) }}'
# with what letters of a kind lead to the manage page, or to another way on
WAYS_ON = {
    "offer-lapsed": "/mijn/a-key",
    "sign-up-declined": "/agenda",
    "registration-cancelled": "/agenda/samen-wandelen",
    "place-given-away": "/agenda/samen-wandelen",
    "event-cancelled": "/agenda",
    "thanks-for-coming": "/reeks/samen-wandelen",
    "thanks-for-walking-in": "/organisaties/dock",
    "thanks-for-signing-up": "/agenda",
    "we-missed-you": "/organisaties/dock",
}


def written(kind: str, *, language: str = "nl", own: dict | None = None, event: dict | None = None, **given) -> Words:
    letter = sample(kind, language=language)
    facts = letter.facts | given
    letter.facts = facts | {"own": OWN | {"hosts": ["DOCK"]} if own is None else own}
    letter.facts["event"] = facts["event"] | (event or {})
    return write(letter, enclosures_of(letter))


def body(words: Words) -> str:
    """The letter as a mail program shows it, on one line."""
    page = BeautifulSoup(words.html, "html5lib")
    page.find(class_="pre").decompose()
    return " ".join(page.body.get_text(" ").split()).replace(" .", ".").replace(" ,", ",")


def test_a_placeholder_is_replaced_by_its_value_and_a_value_is_never_looked_at_again():
    assert list(pieces_of("Dag {naam}{titel}!", {"naam": "{titel}", "titel": Said("Koken", "nl")})) == [
        Piece("Dag "),
        Piece("{titel}", "naam"),
        Piece("Koken", "titel", "nl"),
        Piece("!"),
    ]


def test_what_nobody_can_fill_in_any_more_stays_as_it_was_written():
    assert str(Passage("Dag {vroeger}", {"naam": "Sam"})) == "Dag {vroeger}"


def test_without_words_there_are_none():
    own = OwnWords({}, {})

    assert not (own.subject)
    assert not (own.opening)
    assert not (own.closing)
    assert own.opening.paragraphs == []


def by_hand(text: str) -> str | None:
    """The text filled in letter by letter; None where a brace belongs to no placeholder."""
    said, name = "", None
    for letter in text:
        if letter == "{":
            if name is not None:
                return None
            name = ""
        elif letter == "}":
            if name not in usable_in("reminder"):
                return None
            said, name = said + VALUES[name], None
        elif name is not None:
            name += letter
        else:
            said += letter
    return said if name is None else None


SCRAPS = st.one_of(
    st.sampled_from([f"{{{name}}}" for name in PLACEHOLDERS]),
    st.sampled_from(
        ["{", "}", "{{", "}}", "{naam", "naam}", "{ naam }", "{Naam}", "{naam.x}", "{0}", "{}", "\n", "%s"]
    ),
    st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=12),
)


@given(text=st.lists(SCRAPS, max_size=12).map("".join))
def test_any_text_is_refused_or_says_each_value_once(text):
    expected = by_hand(text)
    try:
        check_placeholders(text, kind="reminder", has_place=True)
    except Refusal:
        assert expected is None
    else:
        assert str(Passage(text, VALUES)) == expected


@given(lines=st.lists(st.lists(SCRAPS, max_size=6).map("".join), max_size=4))
def test_html_says_the_same_whatever_was_typed(app_without_rows, lines):
    text = "\n".join(lines).replace("\x00", "")
    values = {name: value.replace("\n", " ") for name, value in VALUES.items()}
    with app_without_rows.app_context():
        shown = render_template_string(SHOW, passage=Passage(text, values), language=LANGUAGES["ar"])

    page = BeautifulSoup(shown, "html.parser")
    assert {tag.name for tag in page.find_all()} <= {"p", "bdi"}
    filled = [str(Passage(line, values)) for line in text.splitlines() if line.strip()]
    assert [p.get_text() for p in page.find_all("p")] == filled


@pytest.mark.parametrize("kind", ALL_KINDS)
def test_own_words_replace_the_beginning_and_nothing_else(desk, kind):
    plain, own = written(kind, own={}), written(kind)

    standard = standard_opening(sample(kind, language="nl"))
    assert own.subject == "Tot zaterdag 5 juni"
    assert standard in plain.text
    assert standard.splitlines()[0] not in own.text
    assert "Dag Fatima.\n\nNeem een vriend mee.\n" in own.text
    assert "Groet, DOCK\n\nHebt u hulp nodig?" in own.text
    after = body(own).split("Neem een vriend mee. ")[1]
    assert after.endswith(body(plain)[-60:])
    assert "Groet, DOCK Hebt u hulp nodig?" in after
    assert ("K7M 4QX" in after) == ("K7M 4QX" in body(plain))
    assert ("zaterdag 5 juni 2027" in after) == (not kind.startswith(("thanks", "we-missed")))
    for each in BeautifulSoup(plain.html, "html5lib").find_all("a"):
        assert str(each["href"]) in own.html
    assert WAYS_ON.get(kind, "/mijn/a-key") in own.text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ALL_KINDS)
def test_text_and_html_say_the_same_in_every_language(desk, kind, language):
    all_of_them = "\n".join(f"{name}: {{{name}}}." for name in usable_in(kind))
    words = written(kind, language=language, own={"opening": all_of_them, "closing": "Dag!", "hosts": ["DOCK", "Wij"]})

    page = BeautifulSoup(words.html, "html5lib")
    said = [p.get_text() for p in page.find_all("p", class_=None, attrs={"lang": language, "dir": "auto"})]
    told = words.text[words.text.index("naam: ") :].splitlines()[: len(usable_in(kind))]
    assert said == [*told, "Dag!"]
    assert "{" not in words.text
    assert all(line.split(": ")[1] != "." for line in said[:-1])


@pytest.mark.parametrize(
    "language, line",
    [
        ("nl", "2 mensen, zaterdag 5 juni, 13.00 - 14.30 uur, A, B"),
        ("en", "2 people, Saturday 5 June, 13:00 - 14:30, A, B"),
        ("tr", "2 kişi, 5 Haziran Cumartesi, 13:00 - 14:30, A, B"),
        ("ar", "شخصان, السبت 5 يونيو, من 13:00 إلى 14:30, A، B"),
    ],
)
def test_values_are_in_the_language_of_the_reader(desk, language, line):
    own = {"opening": "{aantal}, {datum}, {tijd}, {organisatie}", "hosts": ["A", "B"]}

    assert line in written("place-confirmed", language=language, own=own, people=2).text


def test_a_name_with_a_placeholder_or_a_link_in_it_says_nothing(desk):
    for name, seen in (
        ("{titel}", "titel"),
        ("<b>Sam</b>", "b Sam b"),
        ("Sam\nBcc: x@voorbeeld.nl", "Sam Bcc x voorbeeld. nl"),
        ("ليلى", "ليلى"),
        ("é" * 200, "é" * 59 + "…"),
    ):
        words = written("reminder", own={"subject": "Dag {naam}", "opening": "Dag {naam}!"}, name=name)

        assert words.subject == f"Dag {seen}"
        assert f"\nDag {seen}!\n" in words.text
        assert BeautifulSoup(words.html, "html5lib").find("bdi").text == seen


def test_a_title_that_is_html_or_a_placeholder_stays_words(desk):
    own = {"subject": "{titel}", "opening": "Kom naar {titel}"}
    words = written("reminder", own=own, event={"title": "<b>{naam}</b> & co\n{plaats}"})

    assert words.subject == "<b>{naam}</b> & co {plaats}"
    assert "Kom naar <b>{naam}</b> & co {plaats}\n" in words.text
    assert "Kom naar <bdi>&lt;b&gt;{naam}&lt;/b&gt; &amp; co {plaats}</bdi></p>" in words.html


def test_what_the_own_words_leave_unsaid_stands_among_the_facts(desk):
    silent = written("place-confirmed", own={"opening": "Fijn dat u komt."}, people=3).text
    saying = written("place-confirmed", own={"opening": "Kom met {aantal} naar {titel}."}, people=3).text

    assert [" ".join(line.split()) for line in silent.splitlines() if "Samen wandelen" in line] == [
        "Wat Samen wandelen"
    ]
    assert "3 mensen" in silent
    assert saying.count("Samen wandelen") == saying.count("3 mensen") == 1
    assert "Samen wandelen" in written("thanks-for-coming", own={"opening": "Dank u wel."}).text


def test_a_changed_title_stands_there_once(desk):
    letter = sample("event-changed", language="nl")
    before = letter.facts["event"] | {"title": "Samen fietsen"}

    text = written("event-changed", own={"opening": "Let op."}, before=before).text

    assert text.count("Samen wandelen") == 1
    assert text.count("Samen fietsen") == 1


@pytest.mark.parametrize(
    "standing, sentence",
    [
        ("confirmed", "U houdt uw plek en uw kaartje blijft hetzelfde."),
        ("waiting", "U houdt uw plek op de wachtlijst."),
        ("offered", "Zeg voor vrijdag 4 juni, 18.00 uur of u komt."),
        ("asked", "De organisator kijkt naar alle aanmeldingen"),
    ],
)
def test_of_a_change_everybody_reads_how_they_stand(desk, standing, sentence):
    ticket = {} if standing == "confirmed" else {"ticket": None}
    until = datetime(2027, 6, 4, 16, tzinfo=UTC).isoformat()

    words = written("event-changed", own={"opening": "Let op."}, standing=standing, until=until, **ticket)

    assert sentence in words.text
    assert sentence in body(words)


def test_what_is_no_ticket_says_so_and_the_reason_of_a_cancellation_stays(desk):
    for kind in ("on-waiting-list", "place-offered", "sign-up-asked"):
        assert "Dit is nog geen kaartje." in written(kind).text
    assert "Er is water in de zaal." in written("event-cancelled").text
    assert "Deze keer zijn er alleen plekken voor ouders." in written("sign-up-declined").text


def test_of_a_private_event_only_a_subject_that_was_written_for_it_is_used(desk):
    own = {"subject": "Kom naar Samen wandelen", "opening": "Dag."}

    before = written("reminder", own=own, event={"private": True})
    since = written("reminder", own={"subject": "Tot {datum}", "neutral": True}, event={"private": True})

    assert before.subject == "Herinnering: uw afspraak op zaterdag 5 juni"
    assert "\nDag.\n" in before.text
    assert since.subject == "Tot zaterdag 5 juni"
    preview = BeautifulSoup(before.html, "html5lib").find(class_="pre").text
    assert "Dag" not in preview
    assert "wandelen" not in preview


def test_a_practice_says_that_it_is_one(desk):
    assert written("reminder", event={"practice": True}).subject.endswith(": Tot zaterdag 5 juni")


def test_a_letter_says_what_it_may_whoever_looks(desk):
    with in_language("ar"):
        assert written("reminder").subject == "Tot zaterdag 5 juni"
        assert standard_opening(sample("reminder", language="nl")).startswith("U komt op zaterdag 5 juni")
