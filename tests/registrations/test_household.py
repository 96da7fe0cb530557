"""Several people of one sign-up: their names, a ticket for all or for each, and one of them who stays at home."""

from csv import DictReader
from io import StringIO

import pytest
from sqlalchemy import null, select

from eventapp.checks import faults
from eventapp.database import db
from eventapp.door.actions import check_in
from eventapp.door.queries import guests_by_name, ticket_by_token
from eventapp.enclosures import enclosures_of
from eventapp.mail.models import Letter
from eventapp.mail.writing import write
from eventapp.organisations.models import Organisation
from eventapp.privacy.actions import erase_due
from eventapp.registrations import actions, rules
from eventapp.registrations.finding import Search, lines
from eventapp.registrations.models import Registration, Ticket
from eventapp.registrations.staff_views import badge_names
from eventapp.tickets.codes import spell_code
from eventapp.tokens import new_id

from ..conftest import NOON
from ..make import letters_to, make_account, make_event, make_organisation, make_registration, sign_in
from .test_views import errors, filled_in, only, page, sign_up

FAMILY = {"name": "Fatima", "email": "fatima@voorbeeld.nl", "people": 3, "companions": "Ali\nNoor", "separate": True}


@pytest.fixture
def event(app):
    return make_event(capacity=6)


@pytest.fixture
def family(event) -> Registration:
    return make_registration(event, **FAMILY)


def tickets(registration: Registration, *, standing: bool = True) -> list[tuple[int, str]]:
    db.session.expire_all()
    rows = select(Ticket).where(Ticket.registration_id == registration.id).order_by(Ticket.position)
    return [(each.position, each.name) for each in db.session.scalars(rows) if not standing or each.left_at is None]


def test_each_of_a_family_has_an_own_ticket(family, event):
    assert tickets(family) == [(0, ""), (1, "Ali"), (2, "Noor")]
    codes = db.session.scalars(select(Ticket.code)).all()
    assert len(set(codes)) == len(set(db.session.scalars(select(Ticket.token)).all())) == 3
    db.session.refresh(event)
    assert event.taken == 3
    assert faults() == []


def test_names_are_optional(event):
    registration = make_registration(event, people=2, separate=True)

    assert tickets(registration) == [(0, ""), (1, "")]


def test_at_the_door_each_ticket_is_of_one_person(family, event):
    found = [ticket_by_token(each.token, event_id=event.id).ticket for each in family.tickets]

    assert [(ticket.name, ticket.people, ticket.status) for ticket in found] == [
        ("Fatima", 1, "confirmed"), ("Ali", 1, "confirmed"), ("Noor", 1, "confirmed"),
    ]  # fmt: skip
    assert [guest.name for guest in guests_by_name("noor", event_id=event.id, most=5)] == ["Noor"]


def test_who_comes_along_on_one_ticket_is_found_by_name_too(event):
    make_registration(event, **FAMILY | {"separate": False})

    assert [(guest.name, guest.people) for guest in guests_by_name("ali", event_id=event.id, most=5)] == [("Fatima", 3)]


def test_one_stays_at_home_and_the_place_goes_to_who_waits(family, event):
    make_registration(event, people=3)
    next_one = make_registration(event, people=1, email="wacht@voorbeeld.nl")

    actions.drop_one(family.id, 1, now=NOON)

    db.session.expire_all()
    assert (family.people, next_one.status, event.taken) == (2, "confirmed", 6)
    assert tickets(family) == [(0, ""), (2, "Noor")]
    assert letters_to("fatima@voorbeeld.nl") == ["place-confirmed", "registration-changed"]
    ali = db.session.scalars(select(Ticket).where(Ticket.position == 1)).one()
    assert ticket_by_token(ali.token, event_id=event.id).ticket.status == "cancelled"
    assert faults() == []


def test_the_same_one_stays_at_home_only_once(family):
    for _press in range(2):
        actions.drop_one(family.id, 1, now=NOON)

    assert family.people == 2
    assert letters_to("fatima@voorbeeld.nl") == ["place-confirmed", "registration-changed"]


def test_when_the_last_one_stays_at_home_all_are_signed_off(family, event):
    for position in (0, 2, 1):
        actions.drop_one(family.id, position, now=NOON)

    db.session.expire_all()
    assert (family.status, event.taken) == ("cancelled", 0)
    assert letters_to("fatima@voorbeeld.nl")[-1] == "registration-cancelled"
    assert faults() == []


def test_nobody_stays_at_home_on_one_ticket_for_all(event):
    registration = make_registration(event, people=3)

    actions.drop_one(registration.id, 0, now=NOON)

    assert (registration.status, registration.people) == ("confirmed", 3)


def test_a_larger_or_smaller_family_has_as_many_tickets_and_the_old_codes_stay(family):
    before = [each.code for each in family.tickets]

    actions.change(family.id, people=5, name="Fatima", needs="", news=False, now=NOON)
    larger = tickets(family)
    actions.change(family.id, people=2, name="Fatima", needs="", news=False, now=NOON)

    assert larger == [(0, ""), (1, "Ali"), (2, "Noor"), (3, ""), (4, "")]
    assert tickets(family) == [(0, ""), (1, "Ali")]
    assert [each.code for each in family.tickets][:3] == before
    assert faults() == []


def test_after_the_event_nobody_stays_at_home(family, event):
    with pytest.raises(rules.SignUpClosed):
        actions.drop_one(family.id, 1, now=event.ends_at)


def test_the_letter_holds_the_code_of_each(family):
    letter = db.session.scalars(select(Letter)).one()

    enclosures = enclosures_of(letter)
    words = write(letter, enclosures)

    assert [each.name for each in enclosures.tickets] == ["Fatima", "Ali", "Noor"]
    assert enclosures.picture is None
    assert all(each.code in words.text and each.code in words.html for each in enclosures.tickets)
    assert len({each.picture.png for each in enclosures.tickets}) == 3


def test_what_is_known_of_who_comes_along_is_erased_too(family, event):
    erase_due(now=event.ends_at + rules.RETENTION)

    db.session.expire_all()
    assert (family.companions, family.tickets) == ("", [])


# As a browser does it


def test_a_family_signs_up_and_one_of_them_is_taken_off(client):
    event = make_event(capacity=5)

    sign_up(client, event, people="3", companions="Ali\n\n  Noor ", separate="y")
    shown = client.get(f"/en/mijn/{only().key}")
    client.post(f"/mijn/{only().key}/kaartje/1/afmelden")
    after = client.get(f"/en/mijn/{only().key}")

    assert [tag.text for tag in page(shown).select(".tickets h3")] == ["Fatima", "Ali", "Noor"]
    assert len(page(shown).select(".tickets .qr")) == 3
    assert [tag.text for tag in page(after).select(".tickets .badge")] == ["Does not come"]
    assert only().people == 2


def test_one_ticket_for_all_shows_who_comes_along(client):
    sign_up(client, make_event(), people="3", companions="Ali")

    shown = client.get(f"/en/mijn/{only().key}")

    assert page(shown).select(".tickets") == []
    assert "Ali" in page(shown).select_one(".rows").text


@pytest.mark.parametrize(
    "given, told",
    [
        ({"companions": "Ali\nNoor"}, "Dit zijn meer namen dan mensen. Tel uzelf mee."),
        ({"companions": "x" * 201, "people": "3"}, "Een naam heeft hoogstens 200 letters."),
    ],
)
def test_names_that_cannot_be_are_told_and_kept(client, given, told):
    answer = sign_up(client, make_event(), **given)

    assert (answer.status_code, errors(answer)) == (422, [told])
    assert page(answer).find("textarea", {"name": "companions"}).text.strip() == given["companions"]


def test_on_paper_each_has_a_ticket(client, family):
    actions.drop_one(family.id, 2, now=NOON)

    paper = client.get(f"/en/mijn/{family.key}/kaartje")

    assert [tag.text for tag in page(paper).select(".ticket__kind")] == ["Fatima", "Ali"]


def test_the_team_sees_who_comes_along(client, event, family):
    ours = make_organisation(slug="pact")
    event.organisations.append(db.session.get_one(Organisation, ours.id))
    db.session.commit()
    sign_in(client, make_account(ours, tf_primary_method="authenticator"))
    base = f"/en/organiseren/activiteiten/{event.slug}/aanmeldingen"

    shown = client.get(f"{base}/{family.id}")
    listed = client.get(f"{base}?q=noor")
    exported = client.post(f"{base}/export", data={"as": "csv"})

    assert shown.text.count("Comes with") == 2
    assert "Fatima" in page(listed).select_one("table").text
    assert "Fatima, Ali, Noor" in exported.text


@pytest.fixture
def noor(client, event):
    event.organisations = [house := make_organisation()]
    db.session.commit()
    return sign_in(client, make_account(house, tf_primary_method="authenticator"))


def address(event, what: str) -> str:
    return f"/en/organiseren/activiteiten/{event.slug}/aanmeldingen{what}"


def test_an_organiser_finds_prints_and_takes_along_the_tickets_of_who_comes(family, event, noor):
    first, ali, daughter = family.tickets
    actions.drop_one(family.id, 0, now=NOON)
    both = f"{spell_code(ali.code)}, {spell_code(daughter.code)}"

    found = page(noor.get(address(event, f"?q={daughter.code}")))
    assert found.select_one("tbody").text.count("Fatima") >= 1
    assert both in found.select_one("tbody").text
    card = page(noor.get(address(event, f"/{family.id}/kaart")))
    assert [tag.text for tag in card.select(".paper__stub .code strong")] == both.split(", ")
    assert [tag.text for tag in card.select(".paper .ticket__kind")] == ["Ali", "Noor"]
    shown = page(noor.get(address(event, f"/{family.id}")))
    assert [tag.text for tag in shown.select("dt") if "ome" in tag.text] == [
        "Does not come",
        "Comes with",
        "Comes with",
    ]
    [row] = list(DictReader(StringIO(noor.post(address(event, "/export")).text.lstrip("\ufeff")), delimiter=";"))
    assert (row["Name"], row["People"]) == ("Fatima, Ali, Noor", "2")
    assert row["Code"] == f"{ali.code}, {daughter.code}"
    assert first.code not in row["Code"]


def test_who_stays_at_home_gets_no_badge(family, event):
    actions.drop_one(family.id, 0, now=NOON)
    actions.drop_one(family.id, 2, now=NOON)
    make_registration(event, name="Joke", people=3, companions="Piet")

    chunks = lines(event.id, Search(order="oldest"), present=select(null()))

    assert [name for chunk in chunks for name in badge_names(chunk)] == ["Ali", "Joke", "Piet", "Met Joke"]


def test_in_the_list_a_family_is_present_when_one_of_them_is(family, event, noor):
    reference = family.tickets[2].reference
    check_in(
        event.id, device="phone", fact_id=new_id(), reference=reference, people=1, seen=0, now=event.starts_at
    )  # fmt: skip

    shown = page(noor.get(address(event, "")))

    assert "Present" in shown.select_one("tbody").text


def test_names_of_a_party_on_one_ticket_change_with_the_party(client, event):
    registration = make_registration(event, **FAMILY | {"separate": False})
    form = f"/en/mijn/{registration.key}/veranderen"
    smaller = filled_in(client.get(form)) | {"people": "2"}

    refused = client.post(form, data=smaller)
    changed = client.post(form, data=smaller | {"companions": "Noor"})

    assert errors(refused) == ["These are more names than people. Count yourself too."]
    assert changed.status_code == 303
    db.session.expire_all()
    assert (registration.people, registration.companions) == (2, "Noor")


def test_where_each_has_a_ticket_the_form_asks_no_names_and_keeps_them(client, family):
    form = f"/en/mijn/{family.key}/veranderen"
    shown = client.get(form)

    client.post(form, data=filled_in(shown) | {"needs": "Rolstoel"})

    assert page(shown).select("[name=companions]") == []
    db.session.expire_all()
    assert (family.companions, family.needs) == ("Ali\nNoor", "Rolstoel")


def test_an_organiser_corrects_the_names_too(event, noor):
    registration = make_registration(event, **FAMILY | {"separate": False})
    form = address(event, f"/{registration.id}")

    noor.post(form, data=filled_in(noor.get(form)) | {"companions": "Alí"})

    db.session.expire_all()
    assert registration.companions == "Alí"
