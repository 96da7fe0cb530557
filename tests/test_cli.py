"""The commands of the machine room: they do what they say, or say in one sentence why not."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from eventapp.database import db
from eventapp.door.models import DoorPass
from eventapp.events.models import Event, Series, Venue
from eventapp.mail.models import Letter
from eventapp.organisations.models import Organisation
from eventapp.registrations.models import Call, Reach, Registration

from .conftest import NOON
from .make import letters_to, make_event, make_member, make_network, make_registration

EVENT = {
    "title": "Samen wandelen",
    "kind": "wandeling",
    "summary": "We wandelen 1 uur.",
    "startsAt": "2027-06-26T13:00:00+02:00",
    "endsAt": "2027-06-26T14:30:00+02:00",
    "status": "published",
    "organisations": ["Geluks BV", "Kampong"],
    "neighbourhood": "overvecht",
    "venue": {"name": "De Dreef", "address": "Voorbeeldlaan 1", "postcode": "3561 AB"},
    "series": "Zomerwandelingen",
    "themes": ["bewegen"],
    "capacity": 2,
}
SLUG = "samen-wandelen-2027-06-26"
CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//x//y//NL
BEGIN:VEVENT
UID:wandelen@example.org
SUMMARY:Samen wandelen
DTSTART;TZID=Europe/Amsterdam:20270626T130000
DTEND;TZID=Europe/Amsterdam:20270626T143000
LOCATION:De Dreef
END:VEVENT
END:VCALENDAR
"""


@pytest.fixture
def run(app: Flask):
    """Runs a command as in a terminal."""

    def run_command(*words: object) -> Result:
        db.session.rollback()
        result = app.test_cli_runner().invoke(args=[str(word) for word in words])
        db.session.rollback()
        db.session.expire_all()
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result

    return run_command


@pytest.fixture
def bring_in(run, tmp_path: Path):
    """Imports events, or a file as it is."""

    def run_import(*events: dict, content: bytes | str | None = None, options: tuple[str, ...] = ()) -> Result:
        file = tmp_path / "events"
        content = json.dumps(events) if content is None else content
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        return run("events", "import", file, *options)

    return run_import


def event(slug: str = SLUG) -> Event:
    return db.session.scalars(db.select(Event).filter_by(slug=slug)).one()


def everything() -> dict[str, list]:
    """All rows of all tables."""
    db.session.rollback()
    return {table.name: db.session.execute(db.select(table)).all() for table in db.metadata.sorted_tables}


def refused(result: Result, *sentences: str) -> bool:
    """Whether this was said on stderr, and nothing else happened."""
    assert result.stdout == ""
    assert result.stderr.splitlines() == [f"Error: {sentences[0]}", *sentences[1:]]
    return result.exit_code == 1


def test_import_makes_events_and_prints_a_slug_a_line(bring_in):
    result = bring_in(EVENT, EVENT | {"slug": "tweede", "status": "draft"})

    assert (result.exit_code, result.stdout) == (0, f"{SLUG}\ntweede\n")
    made = event()
    assert (made.title, made.status, made.capacity, made.ceiling, made.sequence) == (
        "Samen wandelen",
        "published",
        2,
        2,
        0,
    )
    assert [host.slug for host in made.organisations] == ["geluks-bv", "kampong"]
    assert [theme.slug for theme in made.themes] == ["bewegen"]
    assert made.venue.lines == ["De Dreef", "Voorbeeldlaan 1", "3561 AB Utrecht"]
    assert (made.neighbourhood.slug, made.series.title) == ("overvecht", "Zomerwandelingen")
    assert made.uid == f"{SLUG}@localhost"
    assert event("tweede").venue is made.venue
    assert event("tweede").series is made.series


def test_import_knows_the_network_in_an_empty_house(bring_in):
    bring_in(content="[]")

    assert db.session.scalar(db.select(db.func.count()).select_from(Organisation)) == 54


def test_the_same_file_twice_changes_nothing(bring_in):
    bring_in(EVENT, EVENT)
    before = everything()

    result = bring_in(EVENT, EVENT)

    assert result.stdout == f"{SLUG}\n{SLUG}-2\n"
    assert everything() == before


def test_what_the_file_does_not_mention_stays_as_it_is(bring_in, run):
    plain = {name: value for name, value in EVENT.items() if name not in ("capacity", "venue", "themes")}
    bring_in(EVENT)
    before = everything()

    bring_in(plain)

    assert everything() == before


def test_another_place_is_told_to_who_comes(bring_in):
    bring_in(EVENT)
    make_registration(event(), email="ana@voorbeeld.nl")

    result = bring_in(EVENT | {"venue": {"name": "Het Plein"}})

    assert (result.exit_code, result.stdout) == (0, f"{SLUG}\n")
    assert event().venue.lines == ["Het Plein", "Utrecht"]
    assert event().sequence == 1
    assert letters_to("ana@voorbeeld.nl") == ["place-confirmed", "event-changed"]


def test_another_text_is_told_to_nobody(bring_in):
    bring_in(EVENT)
    make_registration(event(), email="ana@voorbeeld.nl")

    bring_in(EVENT | {"summary": "We wandelen 2 uur."})

    assert event().summary == "We wandelen 2 uur."
    assert letters_to("ana@voorbeeld.nl") == ["place-confirmed"]


def test_a_larger_room_in_the_file_lets_who_waits_move_up(bring_in):
    bring_in(EVENT)
    make_registration(event(), people=2)
    make_registration(event(), email="ana@voorbeeld.nl", people=2)
    make_registration(event(), email="bo@voorbeeld.nl", people=2)

    bring_in(EVENT | {"capacity": 4})

    assert (event().taken, event().ceiling) == (4, 4)
    assert letters_to("ana@voorbeeld.nl") == ["on-waiting-list", "place-free"]
    assert letters_to("bo@voorbeeld.nl") == ["on-waiting-list"]


@pytest.mark.parametrize("capacity, ceiling", [(0, 2), (1, 2), (None, None), (100_000, 100_000)])
def test_every_capacity_keeps_who_has_a_place(bring_in, capacity, ceiling):
    bring_in(EVENT)
    make_registration(event(), people=2)

    assert bring_in(EVENT | {"capacity": capacity}).exit_code == 0

    assert (event().capacity, event().ceiling, event().taken) == (capacity, ceiling, 2)


def test_cancelled_in_the_file_is_called_off_and_told_once(bring_in):
    bring_in(EVENT)
    make_registration(event(), email="ana@voorbeeld.nl")

    bring_in(EVENT | {"status": "cancelled"})
    bring_in(EVENT | {"status": "cancelled"})

    assert event().status == "cancelled"
    assert letters_to("ana@voorbeeld.nl") == ["place-confirmed", "event-cancelled"]


def test_what_was_called_off_is_not_taken_up_again_in_silence(bring_in):
    bring_in(EVENT | {"status": "cancelled"})
    before = everything()

    result = bring_in(EVENT | {"slug": "nieuw"}, EVENT)

    assert refused(
        result,
        "Nothing was imported.",
        f"event 2: status: {SLUG} was called off. Give what comes instead another slug.",
    )
    assert everything() == before


def test_an_event_with_sign_ups_is_a_draft_no_more(bring_in):
    bring_in(EVENT)
    make_registration(event())

    result = bring_in(EVENT | {"status": "draft"})

    assert result.exit_code == 1
    assert event().status == "published"


def test_an_event_of_the_same_name_of_somebody_else_is_another_event(bring_in):
    bring_in(EVENT)

    result = bring_in(EVENT | {"organisations": ["DOCK"]})

    assert result.stdout == f"{SLUG}-2\n"
    assert bring_in(EVENT | {"organisations": ["DOCK"]}).stdout == f"{SLUG}-2\n"
    assert [host.slug for host in event().organisations] == ["geluks-bv", "kampong"]


def test_two_series_without_latin_letters_stay_two(bring_in):
    bring_in(EVENT | {"slug": "een", "series": "مشي"}, EVENT | {"slug": "twee", "series": "طبخ"})

    assert sorted(db.session.scalars(db.select(Series.slug))) == ["activiteit", "activiteit-2"]


def test_all_or_nothing(bring_in):
    before = everything()

    result = bring_in(EVENT, EVENT | {"capacity": -1, "kind": "feest"})

    assert result.exit_code == 1
    assert [line.split(": ")[:2] for line in result.stderr.splitlines()[1:]] == [
        ["event 2", "kind"],
        ["event 2", "capacity"],
    ]
    assert everything() == before


@pytest.mark.parametrize(
    "content",
    [
        b"", b"geen json", b'[{"title": ', b"[[]]", b'{"a": 1}', b"\xff\xfe", b"[" * 9_999, b"BEGIN:VCALENDAR",
        b"[" + b" " * 10_000_000 + b"]", b"\x00\x00", b"[null]", b'[{"title": "\\ud800"}]',
    ],
)  # fmt: skip
def test_a_file_that_is_none_changes_nothing(bring_in, content):
    before = everything()

    result = bring_in(content=content)

    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("Error: Nothing was imported.\n")
    assert everything() == before


def test_a_file_that_is_not_there_or_a_folder(run, tmp_path):
    nowhere = tmp_path / "x"

    assert refused(run("events", "import", nowhere), f"The file {nowhere} cannot be read: No such file or directory.")
    assert refused(run("events", "import", tmp_path), f"The file {tmp_path} cannot be read: Is a directory.")


def test_a_thousand_faults_are_told_a_hundred_at_a_time(bring_in):
    result = bring_in(*[EVENT | {"capacity": -1}] * 300)

    assert len(result.stderr.splitlines()) == 102
    assert result.stderr.endswith("And 200 more.\n")


def test_a_calendar_is_known_again_by_its_uid(bring_in):
    options = ("--kind", "wandeling", "--organisation", "DOCK", "--neighbourhood", "overvecht")
    assert bring_in(content=CALENDAR, options=options).stdout == f"{SLUG}\n"
    make_registration(event(), email="ana@voorbeeld.nl")
    before = everything()

    assert bring_in(content=CALENDAR, options=options).stdout == f"{SLUG}\n"
    assert everything() == before

    moved = CALENDAR.replace("20270626", "20270703").replace("SUMMARY:Samen", "SUMMARY:Rustig")
    assert bring_in(content=moved, options=options).stdout == f"{SLUG}\n"
    assert (event().title, event().uid) == ("Rustig wandelen", "wandelen@example.org")
    assert letters_to("ana@voorbeeld.nl") == ["place-confirmed", "event-changed"]


def test_what_a_calendar_cannot_say_stays_when_it_comes_again(bring_in, run):
    options = ("--kind", "wandeling", "--organisation", "DOCK")
    bring_in(content=CALENDAR, options=options)
    run("events", "capacity", SLUG, 12)
    before = everything()

    bring_in(content=CALENDAR, options=options)

    assert everything() == before


def test_what_json_says_itself_is_not_said_beside_it(bring_in):
    result = bring_in(EVENT, options=("--neighbourhood", "west"))

    assert refused(result, "Only for iCalendar are --kind, --organisation and --neighbourhood: JSON says these itself.")


def test_another_calendar_with_the_same_title_and_day_gets_its_own_address(bring_in):
    options = ("--kind", "wandeling", "--organisation", "DOCK")
    bring_in(content=CALENDAR, options=options)

    result = bring_in(content=CALENDAR.replace("UID:wandelen", "UID:anders"), options=options)

    assert result.stdout == f"{SLUG}-2\n"


def test_a_kind_that_nobody_knows_is_refused(bring_in):
    result = bring_in(content=CALENDAR, options=("--kind", "feest", "--organisation", "Niemand"))

    assert result.exit_code == 1
    assert "event 1: kind: 'feest' is not a kind that we know. Choose from netwerkbijeenkomst," in result.stderr
    assert (
        "event 1: organisations: 'Niemand' is not an organisation that we know. Choose from Geluks BV," in result.stderr
    )


def test_cancel_writes_to_everybody_and_fills_the_call_list(run):
    slug = make_event(slug="wandelen").slug
    make_registration(event(slug), email="ana@voorbeeld.nl")
    make_registration(event(slug), reach=Reach.PHONE, phone="+31600000001", name="Truus")

    result = run("events", "cancel", slug, "--reason", "De zaal is dicht.")

    assert result.stdout == "wandelen is called off. 2 sign-ups are told; 1 to be called (flask events calls).\n"
    assert event(slug).cancel_reason == "De zaal is dicht."
    assert letters_to("ana@voorbeeld.nl") == ["place-confirmed", "event-cancelled"]
    assert run("events", "calls", slug).stdout == "1\tTruus\t+31600000001\t1\tevent-cancelled\n"


def test_cancelling_twice_is_once(run):
    slug = make_event(slug="wandelen").slug
    make_registration(event(slug), email="ana@voorbeeld.nl")

    run("events", "cancel", slug, "--reason", "De zaal is dicht.")
    result = run("events", "cancel", slug, "--reason", "Het regent.")

    assert result.stdout == "wandelen was called off before. Nobody is written to again.\n"
    assert event(slug).cancel_reason == "De zaal is dicht."
    assert letters_to("ana@voorbeeld.nl") == ["place-confirmed", "event-cancelled"]


def test_cancel_wants_a_reason(run):
    slug = make_event().slug

    assert refused(
        run("events", "cancel", slug, "--reason", "  "), "Say why, in words that people can read: --reason TEXT."
    )
    assert event(slug).status == "published"


def test_capacity_lets_who_waits_move_up(run):
    slug = make_event(slug="wandelen", capacity=1).slug
    make_registration(event(slug))
    make_registration(event(slug), email="ana@voorbeeld.nl")

    result = run("events", "capacity", slug, 2)

    assert result.stdout == "wandelen: 2 places, 2 taken; 0 to be called (flask events calls).\n"
    assert letters_to("ana@voorbeeld.nl") == ["on-waiting-list", "place-free"]
    assert (
        run("events", "capacity", slug, "none").stdout
        == "wandelen: no limit, 2 taken; 0 to be called (flask events calls).\n"
    )
    assert (event(slug).capacity, event(slug).ceiling) == (None, None)


def test_capacity_below_what_is_taken_drops_nobody(run):
    slug = make_event(slug="wandelen", capacity=3).slug
    make_registration(event(slug), people=3)

    result = run("events", "capacity", slug, 0)

    assert result.stdout == "wandelen: 0 places, 3 taken; 0 to be called (flask events calls).\n"
    assert (event(slug).capacity, event(slug).ceiling, event(slug).taken) == (0, 3, 3)


@pytest.mark.parametrize("places", ["100001", "", "1.5", "veel", "٣", "9" * 5_000])
def test_a_capacity_must_be_a_number_that_can_be(run, places):
    slug = make_event(capacity=3).slug

    result = run("events", "capacity", slug, places)

    assert refused(
        result,
        f"The capacity must be a whole number from 0 to 100000, or none for no limit, not {places[:40]!r}.",
    )
    assert event(slug).capacity == 3


def test_who_was_called_leaves_the_call_list(run):
    slug = make_event().slug
    make_registration(event(slug), reach=Reach.NONE, name="Truus")
    run("events", "cancel", slug, "--reason", "De zaal is dicht.")
    call_id = db.session.scalar(db.select(Call.id))

    assert run("events", "called", call_id, "--by", "Henk").stdout == f"Call {call_id} is ticked off.\n"
    assert run("events", "called", call_id, "--by", "Bo").stdout == f"Call {call_id} was ticked off before, by Henk.\n"
    assert run("events", "calls", slug).stdout == ""


def test_a_door_pass_is_told_with_its_pin_and_can_be_revoked(run):
    slug = make_event(starts_at=NOON + timedelta(hours=2)).slug

    lines = run("door", "pass", slug).stdout.splitlines()

    door_pass = db.session.scalars(db.select(DoorPass)).one()
    assert lines[0] == f"link   http://localhost/deur/{door_pass.key}"
    assert lines[1].removeprefix("PIN    ").isdigit()
    assert run("door", "revoke", door_pass.id).stdout == f"Door pass {door_pass.id} has ended.\n"
    assert db.session.scalars(db.select(DoorPass.revoked_at)).one() == NOON


def test_no_door_pass_for_a_day_that_is_over(run):
    slug = make_event(starts_at=NOON - timedelta(days=9)).slug

    assert refused(run("door", "pass", slug), "This event is over.")


@pytest.mark.parametrize(
    "words",
    [
        ("events", "cancel", "{}", "--reason", "x"),
        ("events", "capacity", "{}", "3"),
        ("events", "calls", "{}"),
        ("door", "pass", "{}"),
    ],
)
def test_an_unknown_slug_is_told(run, words):
    result = run(*[word.format("bestaat-niet") for word in words])

    assert refused(result, "There is no event 'bestaat-niet'.")


def test_an_unknown_number_is_told(run):
    assert refused(run("events", "called", 99, "--by", "Henk"), "There is no call 99.")
    assert refused(run("door", "revoke", 99), "There is no door pass 99.")


@pytest.mark.parametrize(
    "words", [("events", "called", "x", "--by", "Henk"), ("door", "revoke", "9" * 30), ("events", "cancel", "x")]
)
def test_what_is_no_number_is_a_matter_of_usage(run, words):
    result = run(*words)

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("Usage: ")


def test_check_data_says_nothing_where_all_is_well(run):
    make_registration(make_event(capacity=1))

    result = run("check", "data")

    assert (result.exit_code, result.stdout) == (0, "")


def test_check_data_tells_what_differs_and_ends_with_one(run):
    made = make_event(slug="wandelen")
    db.session.execute(db.update(Event).where(Event.id == made.id).values(taken=1))
    db.session.commit()

    result = run("check", "data")

    assert result.exit_code == 1
    assert result.stdout == "wandelen: 1 places are counted as taken, the registrations take 0.\n"


def test_retention_tells_first_and_then_erases(run):
    past = make_event(starts_at=NOON - timedelta(days=1))
    make_registration(past, now=NOON - timedelta(days=2))
    db.session.execute(db.update(Event).values(starts_at=NOON - timedelta(days=40), ends_at=NOON - timedelta(days=39)))
    db.session.commit()

    assert run("retention", "--dry-run").stdout == "1 registrations are due.\n"
    assert db.session.scalars(db.select(Registration.name)).one() != ""
    assert run("retention").stdout == "1 registrations erased.\n"
    assert db.session.scalars(db.select(Registration.name)).one() == ""
    assert run("retention", "--dry-run").stdout == "0 registrations are due.\n"


def test_the_worker_does_what_is_due_once(run):
    make_registration(make_event())

    assert run("worker", "--once").exit_code == 0

    assert db.session.scalars(db.select(Letter.state)).all() == ["sent"]


def test_a_database_without_its_schema_is_told_in_a_sentence(run):
    with db.engine.begin() as connection:
        connection.execute(db.text("ALTER TABLE calls RENAME TO elsewhere"))
    try:
        result = run("events", "calls", make_event().slug)
    finally:
        with db.engine.begin() as connection:
            connection.execute(db.text("ALTER TABLE elsewhere RENAME TO calls"))

    assert result.exit_code == 1
    assert result.stderr.startswith("Error: The database says: ")
    assert result.stderr.endswith("Is its schema up to date? (flask db upgrade)\n")
    assert len(result.stderr.splitlines()) == 1


def test_venues_are_not_made_twice(bring_in):
    bring_in(EVENT)
    bring_in(EVENT | {"slug": "nog-een"})

    assert db.session.scalar(db.select(db.func.count()).select_from(Venue)) == 1


def test_the_demo_tells_where_to_look(run):
    result = run("demo", "--events", 3, "--people", 4)

    assert result.exit_code == 0
    assert result.stdout.startswith("Agenda    http://localhost/agenda\n")
    assert db.session.scalar(db.select(db.func.count()).select_from(Event)) == 3
    assert db.session.scalar(db.select(db.func.count()).select_from(Registration)) == 4


def test_the_demo_leaves_real_events_alone(run):
    make_event()

    assert refused(run("demo"), "There is 1 real event in this database. The demo leaves it alone.")


def test_every_command_explains_itself(app):
    for words in ((), ("events",), ("door",), ("check",), ("demo",), ("worker",), ("retention",)):
        assert app.test_cli_runner().invoke(args=[*words, "--help"]).exit_code == 0


def test_what_the_lists_of_members_know_is_told_and_taken_away(run):
    make_member(make_network(name="Pact"), name="Emine Öztürk", email="emine@voorbeeld.nl")

    known = json.loads(run("members", "show", "Emine@voorbeeld.nl").stdout)
    answers = [run("members", "erase", "emine@voorbeeld.nl").stdout for _press in range(2)]

    assert [(each["network"], each["name"]) for each in known] == [("Pact", "Emine Öztürk")]
    assert answers == ["Lists that it was taken off: 1\n", "Lists that it was taken off: 0\n"]
