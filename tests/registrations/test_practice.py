"""A practice: everything works, nobody else sees it, and every letter goes to whoever made it."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup

from eventapp.database import db
from eventapp.door import actions as door
from eventapp.events import actions as events
from eventapp.events.models import Event
from eventapp.events.staff_rules import IsPractice, Section
from eventapp.formats import local
from eventapp.mail.models import Letter
from eventapp.mail.writing import subject_of
from eventapp.organisations.rules import Role
from eventapp.privacy.actions import erase_due
from eventapp.registrations import actions
from eventapp.registrations.models import Reach, Registration

from ..conftest import NOON
from ..make import make_account, make_event, make_organisation, make_registration, make_venue, sign_in

BASE = "/en/organiseren/activiteiten/oefening"


@pytest.fixture
def ours(app):
    return make_organisation()


@pytest.fixture
def noor(client, ours):
    account = make_account(ours, email="noor@voorbeeld.nl")
    sign_in(client, account)
    return account


@pytest.fixture
def practice(ours):
    return make_event(
        slug="oefening",
        title="Zomerfeest",
        organisations=[ours],
        capacity=2,
        unlisted=True,
        practice_to="noor@voorbeeld.nl",
    )


def addresses() -> set[str]:
    return set(db.session.scalars(db.select(Letter.to_address)))


def values(page: BeautifulSoup) -> dict[str, str]:
    return {field["name"]: field.get("value", "") for field in page.select("main form input[type=hidden]")}


def test_an_organiser_makes_a_practice_that_is_open_at_once_and_that_nobody_finds(client, app, noor, ours):
    new = {"kind": "festival", "title": "Zomerfeest", "day": "2027-06-25", "starts": "12.00", "ends": "17.00"}
    client.post("/en/organiseren/nieuw", data=new | {"capacity": "9", "organisation": str(ours.id), "practice": "y"})

    event = db.session.scalars(db.select(Event)).one()
    assert (event.status, event.practice_to, event.unlisted) == ("published", "noor@voorbeeld.nl", True)
    visitor = app.test_client()
    for path in ("", ".ics", "/aanmelden", "/plaatje.png"):
        assert visitor.get(f"/agenda/{event.slug}{path}").status_code == 404
    for path in ("/agenda", "/agenda?q=zomerfeest", f"/agenda?organisatie={ours.slug}", f"/organisaties/{ours.slug}"):
        assert f"/agenda/{event.slug}" not in visitor.get(path).text


def test_whoever_practises_signs_up_as_a_visitor_does(client, noor, practice):
    form = BeautifulSoup(client.get(f"{BASE}/oefenen").text, "html5lib")
    assert "This is a practice" in form.text

    given = {"name": "Proef", "reach": "email", "email": "iemand@voorbeeld.nl", "people": "1"}
    answer = client.post(f"{BASE}/oefenen", data=values(form) | given)

    assert answer.status_code == 303
    assert "This is a practice" in client.get(answer.headers["Location"]).text
    assert addresses() == {"noor@voorbeeld.nl"}


def test_every_letter_goes_to_who_made_it_and_says_what_it_is(app, noor, practice):
    first = make_registration(practice, email="een@voorbeeld.nl", people=2)
    second = make_registration(practice, email="twee@voorbeeld.nl")
    make_registration(practice, email="twee@voorbeeld.nl")
    actions.change(second.id, people=1, name="Anders", needs="", news=False, now=NOON)
    actions.change_event(practice.id, {"starts_at": practice.starts_at + timedelta(minutes=5)}, now=NOON)
    actions.cancel(first.id, now=NOON)
    actions.call_off(practice.id, reason="", now=NOON)

    letters = db.session.scalars(db.select(Letter)).all()
    assert {letter.kind for letter in letters} == {
        "place-confirmed", "on-waiting-list", "registration-changed", "event-changed", "registration-cancelled",
        "place-free", "event-cancelled",
    }  # fmt: skip
    assert addresses() == {"noor@voorbeeld.nl"}
    assert all(subject_of(letter).startswith("Oefening: ") for letter in letters)


def test_links_that_are_asked_for_by_mail_leave_practices_out(client, practice):
    make_registration(practice, email="een@voorbeeld.nl")

    actions.send_my_links("een@voorbeeld.nl", language="nl", press="A" * 26, now=NOON)

    assert addresses() == {"noor@voorbeeld.nl"}


def test_a_practice_becomes_real_only_as_a_copy(app, noor, practice):
    with pytest.raises(IsPractice):
        events.unpublish(practice.id, staff_id=noor.id, now=NOON)

    made = events.copy_event(practice.id, keep={"sign-up"}, starts_at=practice.starts_at, staff_id=noor.id, now=NOON)

    assert (made.practice_to, made.status, made.unlisted) == ("", "draft", False)


def test_no_change_brings_a_practice_into_the_agenda(client, noor, practice):
    client.post(f"{BASE}/bewerken/more", data={"seen": "0", "cost": "", "contact_name": "Noor"})

    db.session.expire_all()
    assert (practice.contact_name, practice.unlisted) == ("Noor", True)


def test_a_practice_is_removed_with_everything_in_it(client, noor, practice):
    registration = make_registration(practice, people=2)
    make_registration(practice, reach=Reach.PHONE, phone="+31612345678")
    door.make_pass(practice.id, now=NOON)
    reference = registration.ticket.reference
    door.check_in(practice.id, device="d", fact_id="f", reference=reference, people=1, seen=0, now=NOON)
    real = make_registration(make_event())

    assert client.post(f"{BASE}/oefening-weg").status_code == 303

    db.session.expire_all()
    assert db.session.scalars(db.select(Registration.id)).all() == [real.id]
    assert db.session.scalar(db.select(Event).filter_by(slug="oefening")) is None
    assert db.session.scalars(db.select(Letter.about)).all() == [f"registration/{real.id}"]


def test_a_practice_leaves_by_itself_thirty_days_after_its_end(app, practice):
    make_registration(practice)

    erase_due(now=practice.ends_at + timedelta(days=29))
    assert db.session.get(Event, practice.id) is not None
    erase_due(now=practice.ends_at + timedelta(days=30))

    db.session.expire_all()
    assert db.session.scalar(db.select(Event).filter_by(slug="oefening")) is None


def test_a_real_event_has_no_rehearsal_and_is_never_removed(client, noor, ours):
    make_event(slug="oefening", organisations=[ours])

    assert client.get(f"{BASE}/oefenen").status_code == 404
    assert client.post(f"{BASE}/oefening-weg").status_code == 404


def test_who_only_looks_practises_nothing(client, ours, practice):
    sign_in(client, make_account(ours, role=Role.VIEWER))

    assert client.get(f"{BASE}/oefenen").status_code == 403


@pytest.mark.parametrize("who", ["members_only", "invitation_only"])
def test_a_copy_of_a_practice_by_invitation_is_in_no_agenda(app, client, ours, who):
    known = {"organisations": [ours], "venue": make_venue(), "practice_to": "noor@voorbeeld.nl", "unlisted": True}
    practice = make_event(**known, **{who: True})

    copy = events.copy_event(
        practice.id, keep=list(Section), starts_at=local(NOON + timedelta(days=3)), staff_id=None, now=NOON
    )
    events.publish(copy.id, staff_id=None, now=NOON)

    assert copy.unlisted
    assert copy.slug not in client.get("/agenda").text
