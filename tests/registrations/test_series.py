"""Several dates of a series: signing up for them at once, dropping one, and what becomes another at all of them."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from eventapp import formats
from eventapp.checks import faults
from eventapp.database import db
from eventapp.door.queries import ticket_by_token
from eventapp.enclosures import enclosures_of
from eventapp.events.models import Event
from eventapp.events.questions.models import Kind
from eventapp.i18n import in_language
from eventapp.mail.models import Letter
from eventapp.mail.writing import write
from eventapp.privacy.actions import erase_due
from eventapp.registrations import actions as places
from eventapp.registrations.models import Call, Reach, Registration
from eventapp.registrations.parties import Party
from eventapp.registrations.rules import PressUsed
from eventapp.registrations.series import actions
from eventapp.registrations.series.rules import DatesGone, DatesJustTaken
from eventapp.registrations.series.staff_rules import NotTheseDates

from ..conftest import NOON
from ..make import (
    letters_to,
    make_account,
    make_event,
    make_organisation,
    make_question,
    make_registration,
    make_series,
)
from .test_views import FATIMA, errors, filled_in, page

FATIMA_COMES = Party("Fatima", Reach.EMAIL, email="fatima@voorbeeld.nl", people=2)
WEEK = timedelta(weeks=1)


@pytest.fixture
def evenings(app) -> list[Event]:
    """Three evenings of one series; the second one is full."""
    series = make_series(slug="dialogen", title="Dialogen Levenseinde", summary="Praat mee.")
    made = [
        make_event(slug=f"avond-{n}", title=f"Avond {n}", series=series, capacity=4, starts_at=NOON + n * WEEK)
        for n in (1, 2, 3)
    ]
    make_registration(made[1], people=4)
    return made


def sign_up(events: list[Event], party: Party = FATIMA_COMES, *, press: str = "A" * 26, full: list[Event] = []):  # noqa: B006
    return actions.sign_up(
        [event.id for event in events], party, press=press, known_full=[event.id for event in full], now=NOON
    )


def all_registrations() -> list[Registration]:
    db.session.expire_all()
    return list(db.session.scalars(select(Registration).order_by(Registration.id)))


def test_one_press_gives_a_place_or_a_turn_at_every_date(evenings):
    made = sign_up(evenings, full=[evenings[1]])

    assert [each.status for each in made] == ["confirmed", "waiting", "confirmed"]
    db.session.expire_all()
    assert [(event.taken, event.waiting) for event in evenings] == [(2, 0), (4, 1), (2, 0)]
    assert len({each.ticket.token for each in made}) == len({each.ticket.code for each in made}) == 1
    assert faults() == []


def test_one_letter_tells_of_all_dates(evenings):
    sign_up(evenings, full=[evenings[1]])

    assert letters_to("fatima@voorbeeld.nl") == ["dates-confirmed"]
    letter = db.session.scalars(select(Letter).where(Letter.kind == "dates-confirmed")).one()
    assert [(date["event"]["title"], date["waiting"]) for date in letter.facts["dates"]] == [
        ("Avond 1", False), ("Avond 2", True), ("Avond 3", False),
    ]  # fmt: skip


def test_the_same_press_is_the_same_sign_up_and_with_other_dates_it_is_refused(evenings):
    made = sign_up(evenings, full=[evenings[1]])

    again = sign_up(evenings, full=[evenings[1]])

    assert [each.id for each in again] == [each.id for each in made]
    with pytest.raises(PressUsed):
        sign_up(evenings[:1])
    assert len(all_registrations()) == 4
    assert letters_to("fatima@voorbeeld.nl") == ["dates-confirmed"]


def test_nobody_is_put_on_a_list_unasked_and_then_nothing_is_taken(evenings):
    with pytest.raises(DatesJustTaken) as refusal:
        sign_up(evenings)

    assert refusal.value.event_ids == [evenings[1].id]
    assert [registration.event_id for registration in all_registrations()] == [evenings[1].id]


def test_a_date_that_closed_meanwhile_is_refused_with_all_others(evenings):
    places.call_off(evenings[2].id, reason="", now=NOON)

    with pytest.raises(DatesGone):
        sign_up([evenings[0], evenings[2]])

    assert len(all_registrations()) == 1


def test_dates_of_two_series_are_no_sign_up(evenings):
    with pytest.raises(DatesGone):
        sign_up([evenings[0], make_event(series=make_series())])


def test_one_date_is_dropped_and_the_others_stay(evenings):
    first, second, third = sign_up(evenings, full=[evenings[1]])

    places.cancel(first.id, now=NOON)

    assert [each.status for each in (first, second, third)] == ["cancelled", "waiting", "confirmed"]
    assert letters_to("fatima@voorbeeld.nl") == ["dates-confirmed", "registration-cancelled"]
    assert faults() == []


def test_who_drops_a_date_reads_that_the_others_stay_and_after_the_last_one_nothing_of_it(evenings):
    made = sign_up([evenings[0], evenings[2]])
    for each in made:
        places.cancel(each.id, now=NOON)

    cancelled = db.session.scalars(select(Letter).filter_by(kind="registration-cancelled").order_by(Letter.id)).all()
    texts = [write(letter, enclosures_of(letter)).text for letter in cancelled]
    assert ["Uw andere datums blijven" in text for text in texts] == [True, False]


def test_at_every_door_the_ticket_is_the_one_of_that_date(evenings):
    made = sign_up([evenings[0], evenings[2]])

    found = [ticket_by_token(made[0].ticket.token, event_id=event.id).ticket for event in evenings]

    assert [ticket and ticket.event_id for ticket in found] == [evenings[0].id, evenings[0].id, evenings[2].id]


def test_what_tells_of_all_dates_stays_until_the_last_one_is_erased(evenings):
    sign_up([evenings[0], evenings[2]])

    erase_due(now=evenings[0].ends_at + timedelta(days=30))
    after_the_first = db.session.scalars(select(Letter.kind).where(Letter.about.startswith("together/"))).all()
    erase_due(now=evenings[2].ends_at + timedelta(days=30))

    assert after_the_first == ["dates-confirmed"]
    assert db.session.scalars(select(Letter)).all() == []
    assert {each.name for each in all_registrations()} == {""}


@pytest.fixture
def noor(app):
    return make_account(make_organisation(slug="pact"))


def edit(evenings: list[Event], changes, *, this: int = 0, others: tuple[int, ...] = (1, 2), by) -> list[Event]:
    db.session.expire_all()
    dates = [evenings[each].id for each in others]
    seen = evenings[this].sequence
    return actions.edit(evenings[this].id, changes, dates=dates, seen=seen, by=by.id, now=NOON)


def half_an_hour_later(event: Event) -> dict[str, object]:
    half_an_hour = timedelta(minutes=30)
    return {"starts_at": event.starts_at + half_an_hour, "ends_at": event.ends_at + half_an_hour}


def test_a_change_of_the_hour_goes_to_all_dates_and_everybody_hears_of_it_once(evenings, noor):
    sign_up(evenings, full=[evenings[1]])
    make_registration(evenings[2], email="ali@voorbeeld.nl")
    make_registration(evenings[2], reach=Reach.PHONE, phone="+31612345678")
    before = [event.starts_at for event in evenings]

    edit(evenings, half_an_hour_later(evenings[0]), by=noor)

    assert [event.starts_at - earlier for event, earlier in zip(evenings, before, strict=True)] == [
        timedelta(minutes=30)
    ] * 3
    assert letters_to("fatima@voorbeeld.nl") == ["dates-confirmed", "dates-changed"]
    assert letters_to("ali@voorbeeld.nl") == ["place-confirmed", "event-changed"]
    assert db.session.scalars(select(Call.reason)).all() == ["event-changed"]
    assert faults() == []


def test_every_address_hears_of_its_own_dates_and_every_call_list_has_its_line(evenings, noor):
    ana, _ben, _cem = sign_up(evenings, full=[evenings[1]])
    by_phone = Party("Ali", Reach.PHONE, phone="+31612345678")
    sign_up([evenings[0], evenings[2]], by_phone, press="B" * 26)
    db.session.execute(db.update(Registration).filter_by(id=ana.id).values(email="fatima@elders.voorbeeld.nl"))
    db.session.commit()

    edit(evenings, half_an_hour_later(evenings[0]), by=noor)

    assert letters_to("fatima@elders.voorbeeld.nl")[-1] == "event-changed"
    assert letters_to("fatima@voorbeeld.nl")[-1] == "dates-changed"
    called = db.session.scalars(select(Call.event_id).where(Call.reason == "event-changed").order_by(Call.event_id))
    assert called.all() == [evenings[0].id, evenings[2].id]


def test_who_was_declined_or_let_an_offer_lapse_hears_nothing_of_a_change(evenings, noor):
    for event, status in zip(evenings, ("lapsed", "declined", "cancelled"), strict=True):
        gone = make_registration(event, email=f"{status}@voorbeeld.nl")
        places.cancel(gone.id, now=NOON)
        db.session.execute(db.update(Registration).filter_by(id=gone.id).values(status=status))
        db.session.commit()

    edit(evenings, half_an_hour_later(evenings[0]), by=noor)

    told = db.session.scalars(select(Letter.to_address).where(Letter.kind.in_(("event-changed", "dates-changed"))))
    assert not {"lapsed@voorbeeld.nl", "declined@voorbeeld.nl", "cancelled@voorbeeld.nl"} & set(told)


def test_an_hour_stays_the_hour_over_the_change_of_the_clock(app, noor):
    series = make_series()
    starts = [datetime(2027, 10, 29, 17, tzinfo=UTC), datetime(2027, 11, 5, 18, tzinfo=UTC)]  # 19.00 on the wall
    evenings = [make_event(series=series, starts_at=starts_at) for starts_at in starts]

    edit(evenings, half_an_hour_later(evenings[0]), others=(1,), by=noor)

    db.session.expire_all()
    assert [f"{event.starts_at:%d %H:%M}" for event in evenings] == ["29 17:30", "05 18:30"]


def test_a_look_tells_who_hears_and_leaves_nothing_behind(evenings, noor):
    sign_up(evenings, full=[evenings[1]])
    before = (evenings[0].starts_at, evenings[0].sequence)

    looked = actions.look_at_edit(
        evenings[0].id,
        half_an_hour_later(evenings[0]),
        dates=[evenings[1].id],
        seen=evenings[0].sequence,
        by=noor.id,
        now=NOON,
    )

    db.session.expire_all()
    assert sorted(looked.written) == ["Fatima", looked.written[1]]
    assert [starts_at - NOON for _title, starts_at, _ends_at in looked.dates] == [
        WEEK + timedelta(minutes=30), 2 * WEEK + timedelta(minutes=30),
    ]  # fmt: skip
    assert (evenings[0].starts_at, evenings[0].sequence) == before
    assert letters_to("fatima@voorbeeld.nl") == ["dates-confirmed"]


def test_more_places_go_to_who_waits_at_every_date(evenings, noor):
    sign_up(evenings, full=[evenings[1]])

    edit(evenings, {"capacity": 6}, by=noor)

    assert [(event.capacity, event.taken, event.waiting) for event in evenings] == [(6, 2, 0), (6, 6, 0), (6, 2, 0)]
    assert letters_to("fatima@voorbeeld.nl") == ["dates-confirmed", "place-free"]


def test_a_date_that_was_called_off_meanwhile_is_not_changed_with_the_others(evenings, noor):
    places.call_off(evenings[2].id, reason="", now=NOON)

    with pytest.raises(NotTheseDates):
        edit(evenings, {"capacity": 6}, by=noor)

    assert [event.capacity for event in evenings] == [4, 4, 4]


def test_a_date_that_needs_a_yes_first_promises_no_place(app):
    series = make_series()
    events = [make_event(series=series, starts_at=NOON + n * WEEK, approval=n == 1) for n in (1, 2)]

    made = sign_up(events)

    assert [each.status for each in made] == ["asked", "confirmed"]
    letter = db.session.scalars(select(Letter)).one()
    words = write(letter, enclosures_of(letter))
    assert words.text.count("De organisator heeft nog geen ja of nee gezegd.") == 1
    assert enclosures_of(letter).invitation.ics.count(b"BEGIN:VEVENT") == 1
    assert faults() == []


# As a browser does it


def test_a_series_shows_its_dates_and_signs_up_for_all(client, evenings):
    shown = client.get("/en/reeks/dialogen")
    said = client.post("/en/reeks/dialogen", data=filled_in(shown) | FATIMA)

    assert shown.status_code == 200
    assert [tag.text for tag in page(shown).select(".when label")] == ["Avond 1", "Avond 2", "Avond 3"]
    assert said.status_code == 303
    manage = client.get(said.headers["Location"])
    assert [tag.text for tag in page(manage).select(".datelist .badge")] == [
        "You have a place", "You see this date now", "On the waiting list", "You have a place",
    ]  # fmt: skip


def test_some_dates_are_chosen_one_by_one(client, evenings):
    shown = filled_in(client.get("/reeks/dialogen"))

    client.post("/reeks/dialogen", data=shown | FATIMA | {"which": "some", "dates": [str(evenings[2].id), "999999"]})

    assert [each.event_id for each in all_registrations()] == [evenings[1].id, evenings[2].id]


def test_no_date_is_told_and_what_was_typed_stays(client, evenings):
    shown = filled_in(client.get("/en/reeks/dialogen"))

    said = client.post("/en/reeks/dialogen", data=shown | FATIMA | {"which": "some"})

    assert (said.status_code, errors(said)) == (422, ["Choose at least one date"])
    assert page(said).find("input", {"name": "name"})["value"] == "Fatima"


def test_a_date_that_fills_up_while_one_types_is_told_and_its_list_offered(client, evenings):
    shown = filled_in(client.get("/en/reeks/dialogen"))
    make_registration(evenings[0], people=4)

    refused = client.post("/en/reeks/dialogen", data=shown | FATIMA)
    accepted = client.post("/en/reeks/dialogen", data=filled_in(refused) | FATIMA)

    assert refused.status_code == 422
    assert "Some dates do not have enough places left." in refused.text
    assert accepted.status_code == 303
    assert [each.status for each in all_registrations()][-3:] == ["waiting", "waiting", "confirmed"]


def test_the_calendar_of_a_series_holds_its_dates(client, evenings):
    feed = client.get("/reeks/dialogen.ics")

    assert feed.mimetype == "text/calendar"
    assert feed.text.count("BEGIN:VEVENT") == 3


def test_a_series_without_a_date_for_everybody_is_not_there(client):
    make_event(series=make_series(slug="leeg"), status="draft")

    assert client.get("/reeks/leeg").status_code == 404


def test_a_series_that_is_over_shows_what_was(client):
    series = make_series(slug="voorbij", title="Voorbij")
    make_event(title="Vorige avond", series=series, starts_at=NOON - timedelta(days=1), known_attendance=12)

    shown = page(client.get("/en/reeks/voorbij"))

    assert [tag.text for tag in shown.select("article h3")] == ["Vorige avond"]
    assert shown.find("form", class_="series") is None


def test_a_question_of_all_dates_is_asked_once_and_kept_with_each(client, evenings):
    for event in (evenings[0], evenings[2]):
        make_question(event, label="Wat eet u?", required=True)
    address = "/en/reeks/dialogen"

    shown = client.get(address)
    fields = [tag["name"] for tag in page(shown).select("form.series input[name^=q]")]
    refused = client.post(address, data=filled_in(shown) | FATIMA)
    client.post(address, data=filled_in(refused) | FATIMA | {fields[0]: "Soep"})

    assert len(fields) == 1
    assert refused.status_code == 422
    made = [each for each in all_registrations() if each.name == "Fatima"]
    assert [[answer.value for answer in each.answers] for each in made] == [["Soep"], [], ["Soep"]]


def test_a_question_after_an_answer_is_asked_where_a_later_date_asks_it(client, evenings):
    for event in evenings[:2]:
        make_question(event, label="Eet u mee?", kind=Kind.YES_NO)
    lunch = make_question(evenings[2], label="Eet u mee?", kind=Kind.YES_NO, required=True)
    make_question(evenings[2], label="Wat eet u niet?", depends_on_id=lunch.id, depends_answer="yes")
    address = "/en/reeks/dialogen"

    shown = client.get(address)
    eats, what = dict.fromkeys(tag["name"] for tag in page(shown).select("form.series [name^=q]"))
    refused = client.post(address, data=filled_in(shown) | FATIMA)
    client.post(address, data=filled_in(refused) | FATIMA | {eats: "yes", what: "Vis"})

    assert errors(refused) == ["Answer this question: Eet u mee?"]
    made = [each for each in all_registrations() if each.name == "Fatima"]
    assert [[answer.value for answer in each.answers] for each in made] == [["yes"], ["yes"], ["yes", "Vis"]]


def test_the_same_words_twice_are_two_questions(client, evenings):
    for event in evenings:
        make_question(event, label="Naam van een kind")
        make_question(event, label="Naam van een kind")

    shown = client.get("/reeks/dialogen")
    one, two = (tag["name"] for tag in page(shown).select("form.series input[name^=q]"))
    client.post("/reeks/dialogen", data=filled_in(shown) | FATIMA | {one: "Ana", two: "Ben"})

    made = [each for each in all_registrations() if each.name == "Fatima"]
    assert [[answer.value for answer in each.answers] for each in made] == [["Ana", "Ben"]] * 3


def notes(client) -> list[str]:
    return [tag.text for tag in page(client.get("/en/reeks/dialogen")).select("form.series .note")]


def test_what_is_full_and_what_waits_for_a_yes_is_told_before_signing_up(client, evenings):
    with in_language("en"):
        second, last = (formats.format_day_without_year(event.starts_at) for event in evenings[1:])
    right_away = notes(client)
    evenings[2].approval = True
    db.session.commit()
    one_asks = notes(client)
    for event in evenings:
        event.approval = True
    db.session.commit()

    looks = "he organiser looks at all sign-ups first. Then you hear if you can come."
    list_at = f"Full: {second}. There we put you on the waiting list."
    assert right_away == [f"{list_at} On the other dates you have a place right away."]
    assert one_asks == [list_at, f"{last}: t{looks}"]
    assert notes(client) == [f"T{looks}"]


def test_the_page_of_a_date_tells_how_the_others_stand(client, app):
    series = make_series()
    events = [make_event(series=series, starts_at=NOON + n * WEEK, approval=n == 1) for n in (1, 2)]
    made = sign_up(events)

    shown = client.get(f"/en/mijn/{made[1].key}")

    assert [tag.text for tag in page(shown).select(".datelist .badge")] == [
        "You hear from us", "You have a place", "You see this date now",
    ]  # fmt: skip


def test_a_date_by_invitation_is_none_of_a_series_for_everybody(app):
    event = make_event(series=make_series(), invitation_only=True)

    with pytest.raises(DatesGone):
        sign_up([event])
