"""A team writes the texts of its letters: what may stand in them, who may, and what people get."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import event as sqlalchemy_event

from eventapp.database import db
from eventapp.door.thanks.actions import thank_due
from eventapp.enclosures import enclosures_of
from eventapp.events.actions import copy_event
from eventapp.events.models import Event
from eventapp.events.series.actions import make_dates
from eventapp.events.staff_rules import Section
from eventapp.formats import local
from eventapp.mail.models import Letter
from eventapp.mail.own_words import PARTS
from eventapp.mail.samples.examples import KINDS as ALL_LETTERS
from eventapp.mail.writing import Words, subject_of, write
from eventapp.organisations.models import AuditNote
from eventapp.organisations.rules import Role
from eventapp.registrations import actions as registrations
from eventapp.registrations.own_words import actions
from eventapp.registrations.own_words import staff_rules as rules
from eventapp.registrations.reminders.actions import remind_due

from ..conftest import NOON
from ..make import (
    make_account,
    make_event,
    make_organisation,
    make_registration,
    make_series,
    make_venue,
    sign_in,
)

BASE = "/organiseren/activiteiten/wandelen/berichten/teksten"
WELCOME = "place-confirmed"
DUTCH = {"nl": {"opening": "Dag {naam}, fijn dat u komt."}}


@pytest.fixture
def event(app) -> Event:
    dock = make_organisation(name="DOCK")
    return make_event(slug="wandelen", capacity=9, organisations=[dock], venue=make_venue())


@pytest.fixture
def noor(client, event):
    return sign_in(client, make_account(*event.organisations, name="Noor"))


def say(event: Event, words: dict, *, kind: str = WELCOME, **more) -> None:
    db.session.rollback()
    seen = rules.mark_of(db.session.get_one(Event, event.id), kind)
    staff_id = make_account().id
    actions.write_words(event.id, kind, words, **{"seen": seen, "staff_id": staff_id, "now": NOON} | more)


def letters(kind: str = WELCOME) -> list[Letter]:
    db.session.rollback()
    return list(db.session.scalars(db.select(Letter).filter_by(kind=kind).order_by(Letter.id)))


def written(letter: Letter) -> Words:
    return write(letter, enclosures_of(letter))


def kept(event: Event) -> dict:
    db.session.rollback()
    return db.session.get_one(Event, event.id, populate_existing=True).letter_words


def notes() -> list[tuple[str, str, dict]]:
    rows = db.session.scalars(db.select(AuditNote).order_by(AuditNote.id))
    return [(note.what, note.about, note.after) for note in rows if note.what.startswith("letters.")]


def soup(answer) -> BeautifulSoup:
    return BeautifulSoup(answer.text, "html5lib")


def faults_shown(answer) -> list[str]:
    return [link.text for link in soup(answer).select("[role=alert] a")]


def typed(answer) -> dict[str, str]:
    """What stands in the form."""
    fields = soup(answer).select("form#words input[name], form#words textarea")
    shown = {each["name"]: each.get("value", each.text.removeprefix("\n")) for each in fields}
    return {name: text for name, text in shown.items() if text and name != "all_dates"}


def send(noor, words: dict[str, str], *, kind: str = WELCOME, path: str = "", **more):
    seen = typed(noor.get(f"{BASE}/{kind}"))["seen"]
    return noor.post(f"{BASE}/{kind}{path}", data={"seen": seen} | words | more)


# What may stand in a text


def refusal_of(text: str, *, kind: str = "reminder", has_place: bool = True) -> str:
    with pytest.raises(rules.Refusal) as refused:
        rules.check_placeholders(text, kind=kind, has_place=has_place)
    return str(refused.value)


def test_every_kind_is_a_letter_that_there_is():
    assert set(rules.ALL_KINDS) <= {*ALL_LETTERS["signing-up"], *ALL_LETTERS["event"]}
    assert len(rules.ALL_KINDS) == len(set(rules.ALL_KINDS)) == 17


@pytest.mark.parametrize("text", ["", "Dag", "{naam}", "{naam}{titel}\n{aantal} op {datum}, {tijd}", "100% ~ $naam"])
def test_known_placeholders_and_plain_words_are_fine(text):
    rules.check_placeholders(text, kind="reminder", has_place=True)


@pytest.mark.parametrize("kind", rules.ALL_KINDS)
def test_what_a_kind_can_use_it_can_use(kind):
    text = " ".join(f"{{{name}}}" for name in rules.usable_in(kind))

    rules.check_placeholders(text, kind=kind, has_place=True)


def test_an_unknown_placeholder_is_named_with_what_there_is(app):
    known = "{naam}, {titel}, {datum}, {tijd}, {plaats}, {aantal}, {organisatie}, {telefoon}"

    assert refusal_of("Dag {kosten}") == f"{{kosten}} kunnen wij niet invullen. U kunt gebruiken: {known}."
    for wrong, near in (("namm", "naam"), ("Naam", "naam"), (" titel ", "titel"), ("organisator", "organisatie")):
        assert f"{{{wrong}}} kunnen wij niet invullen. Bedoelt u {{{near}}}? U kunt" in refusal_of(f"{{{wrong}}}")


@pytest.mark.parametrize("text", ["{naam.__class__}", "{0}", "{}", "{naam!r}", "{naam:>9}", "{naam[0]}"])
def test_nothing_of_a_programming_language_is_a_placeholder(text):
    with pytest.raises(rules.UnknownPlaceholder):
        rules.check_placeholders(text, kind="reminder", has_place=True)


@pytest.mark.parametrize(
    "text, number", [("{naam", 1), ("Dag\n\nnaam}", 3), ("{{naam}}", 1), ("a\n:-}", 2), ("{na\nam}", 1)]
)
def test_a_brace_without_its_other_half_is_refused_with_its_line(text, number):
    with pytest.raises(rules.StrayBrace) as refused:
        rules.check_placeholders(text, kind="reminder", has_place=True)

    assert str(refused.value).startswith(f"In regel {number} hoort een accolade nergens bij: ")


def test_a_placeholder_without_a_value_in_this_letter_is_refused(app):
    rules.check_placeholders("{tot}", kind="place-offered", has_place=True)

    assert refusal_of("{tot}").startswith("{tot} heeft in dit bericht geen waarde. U kunt gebruiken: {naam}, ")
    assert refusal_of("{plaats}", has_place=False).startswith("Deze activiteit heeft nog geen plek")


def test_a_percent_sign_in_what_was_typed_breaks_no_message(app):
    assert "{%(name)s}" in refusal_of("{%(name)s}")
    assert refusal_of("100% {").startswith("In regel 1 hoort een accolade nergens bij: 100% {.")


@pytest.mark.parametrize("subject", ["{titel}", "Tot bij {plaats}", "{organisatie}", "Kom SAMEN wandelen!", "Yürüyüş"])
def test_the_subject_of_a_private_event_cannot_tell_what_it_is(subject):
    event = Event(title="Samen wandelen", texts={"tr": {"title": "Yürüyüş"}, "ar": {}}, private=True)

    with pytest.raises(rules.TellsWhatItIs):
        rules.check_subject(subject, event)
    rules.check_subject("Tot {datum}, {naam}", event)
    event.private = False
    rules.check_subject(subject, event)


def test_dutch_comes_first():
    event = Event(title="Wandelen", texts={}, private=False, venue_id=1)

    rules.check_words({}, kind=WELCOME, event=event)
    rules.check_words({"nl": {"subject": "Dag"}, "tr": {"opening": "Merhaba"}}, kind=WELCOME, event=event)
    with pytest.raises(rules.DutchFirst):
        rules.check_words({"tr": {"opening": "Merhaba"}}, kind=WELCOME, event=event)


# What people get


def test_who_signs_up_reads_the_own_words_and_still_has_a_ticket(event):
    say(event, {"nl": {"subject": "Tot {datum}", "opening": "Dag {naam}!", "closing": "Groet, {organisatie}"}})

    registration = make_registration(event, name="Ana")

    words = written(letters()[0])
    assert words.subject == "Tot woensdag 23 juni"
    assert "\nDag Ana!\n" in words.text
    assert "\nGroet, DOCK\n" in words.text
    assert f"/mijn/{registration.key}" in words.text
    assert registration.ticket.code[:3] in words.text


def test_another_language_gets_its_own_words_or_the_standard_text(event):
    say(event, DUTCH | {"tr": {"opening": "Merhaba {naam}."}})

    for language in ("nl", "tr", "ar"):
        make_registration(event, name="Ana", language=language)

    dutch, turkish, arabic = (written(letter).text for letter in letters())
    assert "Dag Ana, fijn dat u komt." in dutch
    assert "Merhaba Ana." in turkish
    assert "Dag" not in arabic
    assert "{" not in arabic
    assert [letter.facts.get("own") for letter in letters()][2] is None


def test_a_letter_keeps_the_words_it_was_written_with(event):
    say(event, DUTCH)
    make_registration(event, name="Ana")
    say(event, {"nl": {"opening": "Welkom {naam}."}})
    make_registration(event, name="Ben")
    say(event, {})
    make_registration(event, name="Cas")

    openings = [letter.facts.get("own") for letter in letters()]
    assert openings == [{"opening": "Dag {naam}, fijn dat u komt."}, {"opening": "Welkom {naam}."}, None]


def test_who_gets_a_place_or_signs_off_reads_own_words_too(event):
    event.capacity = event.ceiling = 1
    db.session.commit()
    for kind in ("on-waiting-list", "place-free", "registration-cancelled", "event-cancelled"):
        say(event, {"nl": {"opening": f"Eigen woorden: {kind}."}}, kind=kind)
    first, _second = make_registration(event), make_registration(event)

    registrations.cancel(first.id, now=NOON)
    registrations.call_off(event.id, reason="Storm", now=NOON)

    for kind in ("on-waiting-list", "place-free", "registration-cancelled", "event-cancelled"):
        assert f"Eigen woorden: {kind}." in written(letters(kind)[0]).text
    assert "Storm" in written(letters("event-cancelled")[0]).text


def test_one_letter_about_two_changes_has_the_latest_words_and_the_first_facts(event):
    make_registration(event)
    starts_at, ends_at = event.starts_at, event.ends_at
    for hours, opening in ((1, "Eerst {tijd}."), (2, "Nu {tijd}.")):
        say(event, {"nl": {"opening": opening}}, kind="event-changed")
        by = timedelta(hours=hours)
        registrations.change_event(event.id, {"starts_at": starts_at + by, "ends_at": ends_at + by}, now=NOON)

    [letter] = letters("event-changed")
    assert "\nNu 14.00 - 15.30 uur.\n" in written(letter).text
    assert letter.facts["before"]["starts_at"] == starts_at.isoformat()


def queries_during(action) -> int:
    asked = []

    def note(_connection, _cursor, statement, *_more):
        asked.append(statement)

    sqlalchemy_event.listen(db.engine, "before_cursor_execute", note)
    try:
        action()
    finally:
        sqlalchemy_event.remove(db.engine, "before_cursor_execute", note)
    return len(asked)


def test_letters_to_many_ask_no_more_than_letters_to_few(event):
    def reminded(slug: str, people: int) -> int:
        other = make_event(
            slug=slug, starts_at=NOON + timedelta(hours=23), organisations=event.organisations, venue=event.venue
        )
        say(other, {"nl": {"opening": "Tot bij {organisatie}, {naam}."}}, kind="reminder")
        for _one in range(people):
            make_registration(other, now=NOON - timedelta(days=3))
        db.session.remove()
        return queries_during(lambda: remind_due(now=NOON))

    few, many = reminded("een", 1), reminded("veel", 6)

    assert many == few
    assert {subject_of(letter) for letter in letters("reminder")} == {"Herinnering: Samen wandelen op donderdag 3 juni"}
    assert "Tot bij DOCK, Fatima" in written(letters("reminder")[6]).text


def test_a_sign_up_asks_no_more_for_own_words(event):
    def signed_up() -> int:
        db.session.remove()
        return queries_during(lambda: make_registration(event))

    make_registration(event)
    standard = signed_up()
    say(event, DUTCH)

    assert signed_up() == standard


def test_thanks_are_in_own_words(event):
    event.starts_at, event.ends_at = NOON - timedelta(days=1, hours=2), NOON - timedelta(days=1)
    db.session.commit()
    make_registration(event, name="Ana", now=NOON - timedelta(days=9))
    say(event, {"nl": {"subject": "Dank, {naam}", "opening": "Wat was het gezellig."}}, kind="thanks-for-signing-up")

    assert thank_due(now=NOON) == 1

    words = written(letters("thanks-for-signing-up")[0])
    assert words.subject == "Dank, Ana"
    assert "Wat was het gezellig." in words.text


def test_a_subject_of_before_the_event_was_private_is_not_used_until_it_is_saved_again(event):
    say(event, {"nl": {"subject": "Tot {datum}, wandelaar"}})
    registrations.change_event(event.id, {"private": True}, now=NOON)
    make_registration(event)
    say(event, {"nl": {"subject": "Tot {datum}, wandelaar"}})
    make_registration(event)

    assert [subject_of(letter) for letter in letters()] == [
        "Uw aanmelding voor woensdag 23 juni",
        "Tot woensdag 23 juni, wandelaar",
    ]


# Saving


def test_words_are_kept_and_noted_and_without_words_the_standard_text_is_back(event):
    say(event, DUTCH)
    say(event, {"nl": {"subject": "Denk eraan"}}, kind="reminder")
    say(event, {})

    assert kept(event) == {"reminder": {"nl": {"subject": "Denk eraan"}}}
    about = f"event/{event.id}"
    assert notes() == [
        ("letters.worded", about, {"kind": WELCOME, "languages": ["nl"]}),
        ("letters.worded", about, {"kind": "reminder", "languages": ["nl"]}),
        ("letters.standard", about, {"kind": WELCOME, "languages": []}),
    ]


def test_the_same_words_twice_are_noted_once(event):
    say(event, DUTCH)
    say(event, DUTCH)

    assert len(notes()) == 1


def test_words_change_nothing_in_calendars(event):
    before = (event.sequence, event.changed_at)
    say(event, DUTCH)

    db.session.refresh(event)
    assert (event.sequence, event.changed_at) == before


def test_who_saves_second_is_told_and_what_the_first_saved_stays(event):
    seen = rules.mark_of(event, WELCOME)
    say(event, DUTCH)

    with pytest.raises(rules.WrittenMeanwhile):
        say(event, {"nl": {"opening": "Iets anders."}}, seen=seen)
    say(event, {"nl": {"subject": "Denk eraan"}}, kind="reminder", seen=seen)

    assert kept(event)[WELCOME] == DUTCH


def test_nothing_that_is_refused_is_saved_even_without_the_form(event):
    for words in ({"nl": {"opening": "{nam}"}}, {"tr": {"opening": "Merhaba"}}, {"nl": {"closing": "}"}}):
        with pytest.raises(rules.Refusal):
            say(event, words)

    assert (kept(event), notes()) == ({}, [])


def test_other_dates_of_a_series_get_the_same_words_all_or_none(event):
    series = make_series()
    other = make_event(series=series, venue=event.venue)
    third = make_event(series=series)
    say(event, DUTCH, also=[other.id])

    with pytest.raises(rules.NoPlaceYet):
        say(event, {"nl": {"opening": "Bij {plaats}"}}, also=[other.id, third.id])

    assert [kept(each) for each in (event, other, third)] == [{WELCOME: DUTCH}, {WELCOME: DUTCH}, {}]


def test_a_copy_and_the_dates_of_a_series_take_the_words_along(event):
    say(event, DUTCH)
    start = local(NOON + timedelta(days=40))
    account = make_account()

    whole = copy_event(event.id, keep=set(Section), starts_at=start, staff_id=account.id, now=NOON)
    bare = copy_event(event.id, keep={Section.PLACE}, starts_at=start, staff_id=account.id, now=NOON)
    [date] = make_dates(event.id, title="Wandelen", days=[start.date()], staff_id=account.id, now=NOON)
    say(event, {"nl": {"opening": "Alleen hier."}})

    assert [kept(each) for each in (whole, bare, date)] == [{WELCOME: DUTCH}, {}, {WELCOME: DUTCH}]


# The pages


def test_the_list_tells_which_letters_are_own_and_who_wrote_them(noor):
    assert "Standaardtekst" in noor.get(BASE).text
    assert "Eigen tekst" not in noor.get(BASE).text

    assert send(noor, {"opening_nl": "Dag {naam}", "subject_tr": "Merhaba"}).status_code == 303

    first, second, *rest = [
        " ".join(line.get_text(" ").split()) for line in soup(noor.get(BASE)).select("ul.list > li")
    ]
    assert (
        first
        == "Bevestiging Meteen na het aanmelden, met het kaartje. Noor, woensdag 2 juni Eigen tekst Nederlands Türkçe"
    )
    assert second.endswith("Standaardtekst")
    assert len(rest) == 15


def test_the_words_come_back_into_the_form(noor, event):
    send(noor, {"subject_nl": " Tot {datum} ", "opening_nl": "Dag {naam}\r\n\r\nTot dan", "closing_ar": "شكرًا {naam}"})

    assert kept(event) == {
        WELCOME: {
            "nl": {"subject": "Tot {datum}", "opening": "Dag {naam}\n\nTot dan"},
            "ar": {"closing": "شكرًا {naam}"},
        }
    }
    shown = typed(noor.get(f"{BASE}/{WELCOME}"))
    assert shown.pop("seen")
    assert shown == {"subject_nl": "Tot {datum}", "opening_nl": "Dag {naam}\n\nTot dan", "closing_ar": "شكرًا {naam}"}


def test_what_cannot_be_stays_in_the_form_with_what_is_wrong(noor, event):
    wrong = {
        "subject_nl": "Tot {datm}",
        "opening_nl": "Dag\n{naam",
        "closing_en": "{tot}",
        "opening_tr": "a" * 2001,
        "subject_ar": "b" * 151,
    }

    answer = send(noor, wrong)

    assert answer.status_code == 422
    assert [each[:30] for each in faults_shown(answer)] == [
        "{datm} kunnen wij niet invulle",
        "In regel 2 hoort een accolade ",
        "{tot} heeft in dit bericht gee",
        "Dit is te lang. Gebruik hoogst",
        "Dit is te lang. Gebruik hoogst",
    ]
    shown = typed(answer)
    assert shown.pop("seen")
    assert shown == wrong
    assert kept(event) == {}


@pytest.mark.parametrize(
    "wrong",
    [{"subject_nl": "een\ntwee"}, {"opening_nl": "a\x07b"}, {"opening_tr": "Merhaba"}, {"closing_nl": "{{naam}}"}],
)
def test_odd_words_are_refused(noor, event, wrong):
    assert send(noor, wrong).status_code == 422
    assert kept(event) == {}


def test_signs_that_nobody_sees_are_no_words(noor, event):
    send(noor, {"opening_nl": "Dag"})

    assert send(noor, {"opening_nl": " \u200b\u202e\r\n", "subject_nl": "\u00a0"}).status_code == 303
    assert kept(event) == {}


def test_a_title_or_tag_in_the_words_is_only_words(noor):
    answer = send(noor, {"opening_nl": "<script>alert(1)</script> {naam} & co"}, look="nl")

    frame = BeautifulSoup(soup(answer).iframe["srcdoc"], "html5lib")
    assert frame.script is None
    assert "<script>alert(1)</script> Fatima & co" in frame.get_text()
    assert "<script>alert" not in answer.text


def test_the_letter_is_shown_before_it_is_saved_in_every_language(noor, event):
    words = {"subject_nl": "Tot {datum}", "opening_nl": "Dag {naam}", "opening_ar": "مرحبًا {naam}"}
    shown = {}
    for code in ("nl", "en", "tr", "ar"):
        answer = send(noor, words, look=code)
        frame = BeautifulSoup(soup(answer).iframe["srcdoc"], "html5lib")
        shown[code] = (answer.status_code, frame.html["lang"], frame.title.text)
        assert frame.find("img")["src"].startswith("data:image/png;base64,")
        assert ("Dag Fatima" in frame.text, "مرحبًا Fatima" in frame.text) == (code == "nl", code == "ar")
        assert frame.title.text in soup(answer).select_one(".words__side").text
        assert typed(answer)["opening_nl"] == "Dag {naam}"
        assert [frame.name for frame in soup(answer).select("[autofocus]")] == ["h3"]

    assert shown == {
        "nl": (200, "nl", "Tot woensdag 23 juni"),
        "en": (200, "en", "You are coming to Samen wandelen on Wednesday 23 June"),
        "tr": (200, "tr", "Geliyorsunuz: Samen wandelen, 23 Haziran Çarşamba"),
        "ar": (200, "ar", "ستحضرون Samen wandelen يوم الأربعاء 23 يونيو"),
    }
    assert (kept(event), letters(), notes()) == ({}, [], [])


def test_what_is_wrong_is_told_when_looking_too(noor):
    answer = send(noor, {"opening_nl": "Dag {nam}"}, look="nl")

    assert answer.status_code == 422
    assert "Bedoelt u {naam}?" in faults_shown(answer)[0]


@pytest.mark.parametrize("kind", rules.ALL_KINDS)
def test_every_letter_has_its_page_with_the_facts_of_this_event(noor, kind):
    answer = noor.get(f"{BASE}/{kind}")

    frame = BeautifulSoup(soup(answer).iframe["srcdoc"], "html5lib")
    assert answer.status_code == 200
    assert "Samen wandelen" in frame.text
    assert "De Dreef" not in frame.text
    assert "2027-06-05" not in answer.text
    assert "5 juni" not in frame.text
    assert soup(answer).select_one(".standing").text.strip() != "Standaard:"
    placeholders = [each.text for each in soup(answer).select(".fills code")]
    assert placeholders == [f"{{{name}}}" for name in rules.usable_in(kind)]


def test_only_the_style_of_the_letter_is_allowed_and_no_script(noor):
    policy = noor.get(f"{BASE}/{WELCOME}").headers["Content-Security-Policy"]

    assert policy.startswith("default-src 'none'; style-src 'self' 'sha256-")
    assert "script-src" not in policy
    assert "unsafe" not in policy


def test_back_to_the_standard_text(noor, event):
    send(noor, {"opening_nl": "Dag"})

    answer = send(noor, {}, path="/standaard")

    assert answer.status_code == 303
    assert kept(event) == {}


def test_who_saves_second_is_told_on_the_page_and_can_then_press_again(noor, event):
    old = typed(noor.get(f"{BASE}/{WELCOME}"))["seen"]
    say(event, DUTCH)

    answer = noor.post(f"{BASE}/{WELCOME}", data={"seen": old, "opening_nl": "Welkom"})
    back = noor.post(f"{BASE}/{WELCOME}/standaard", data={"seen": old})

    assert answer.status_code == 422
    assert "Iemand anders veranderde dit bericht terwijl u typte." in answer.text
    assert typed(answer)["opening_nl"] == "Welkom"
    assert back.status_code == 303
    assert kept(event) == {WELCOME: DUTCH}

    again = noor.post(f"{BASE}/{WELCOME}", data=typed(answer))

    assert again.status_code == 303
    assert kept(event)[WELCOME]["nl"] == {"opening": "Welkom"}


def test_a_subject_that_tells_too_much_is_refused_with_the_reason(noor, event):
    event.private = True
    db.session.commit()

    answer = send(noor, {"subject_nl": "Kom naar {titel}"})

    assert faults_shown(answer)[0].startswith("Deze activiteit is privé")
    assert send(noor, {"subject_nl": "Tot {datum}", "opening_nl": "Kom naar {titel}"}).status_code == 303
    assert kept(event)[WELCOME]["nl"] == {"subject": "Tot {datum}", "opening": "Kom naar {titel}", "neutral": True}


def test_the_page_tells_of_a_subject_that_is_not_used(noor, event):
    send(noor, {"subject_nl": "Tot {datum}"})
    event.private = True
    db.session.commit()

    assert "Uw onderwerp wordt nu niet gebruikt" in noor.get(f"{BASE}/{WELCOME}").text
    send(noor, {"subject_nl": "Tot {datum}"})
    assert "Uw onderwerp wordt nu niet gebruikt" not in noor.get(f"{BASE}/{WELCOME}").text


def test_all_dates_of_a_series_at_once_but_only_those_of_the_own_team(noor, event):
    series = make_series()
    event.series = series
    db.session.commit()
    ours = make_event(series=series, organisations=event.organisations)
    past = make_event(series=series, organisations=event.organisations, starts_at=NOON - timedelta(days=3))
    theirs = make_event(series=series, organisations=[make_organisation()])

    assert "andere datums van deze reeks" in noor.get(f"{BASE}/{WELCOME}").text
    send(noor, {"opening_nl": "Dag"}, all_dates="y")

    assert [bool(kept(each)) for each in (event, ours, past, theirs)] == [True, True, False, False]


def test_a_viewer_reads_and_writes_nothing(client, event):
    say(event, DUTCH)
    viewer = sign_in(client, make_account(*event.organisations, role=Role.VIEWER))

    page = viewer.get(f"{BASE}/{WELCOME}?taal=nl")

    assert viewer.get(BASE).status_code == 200
    assert "Dag Fatima, fijn dat u komt." in BeautifulSoup(soup(page).iframe["srcdoc"], "html5lib").text
    assert soup(page).select("main form, main button") == []
    assert viewer.post(f"{BASE}/{WELCOME}", data={}).status_code == 403
    assert viewer.post(f"{BASE}/{WELCOME}/standaard").status_code == 403
    assert "/berichten/teksten" in viewer.get("/organiseren/activiteiten/wandelen").text


def test_letters_without_own_words_have_no_page(noor):
    for kind in ("message", "staff-reset", "digest", "dates-confirmed", "niets"):
        assert noor.get(f"{BASE}/{kind}").status_code == 404
        assert noor.post(f"{BASE}/{kind}").status_code == 404
        assert noor.post(f"{BASE}/{kind}/standaard").status_code == 404


def test_a_language_that_is_not_there_is_shown_in_dutch(noor):
    assert soup(noor.get(f"{BASE}/{WELCOME}?taal=xx")).iframe is not None
    assert send(noor, {"opening_nl": "Dag"}, look="xx").status_code == 200


def test_the_overview_says_it_in_words(noor):
    send(noor, {"opening_nl": "Dag"})

    assert "Schreef een eigen tekst voor een bericht" in noor.get("/organiseren/activiteiten/wandelen").text


def test_parts_of_letters_have_a_longest(app):
    assert set(rules.LONGEST) == set(PARTS)
