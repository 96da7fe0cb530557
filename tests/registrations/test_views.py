"""Signing up, changing and leaving, as a browser does it."""

import re

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import func, select

from eventapp import create_app, tokens
from eventapp.database import db
from eventapp.registrations import actions
from eventapp.registrations.models import Registration, Ticket

from ..conftest import NOON, settings_for
from ..make import letters_to, make_event, make_registration

FATIMA = {"name": "Fatima", "reach": "email", "email": "fatima@voorbeeld.nl", "people": "2"}


def count() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count(Registration.id))) or 0


def only() -> Registration:
    db.session.expire_all()
    return db.session.scalars(select(Registration)).one()


def page(answer) -> BeautifulSoup:
    return BeautifulSoup(answer.text, "html5lib")


def filled_in(answer) -> dict[str, str]:
    """What the form holds now, as a browser would send it."""
    form = page(answer).find("form", method="post")
    fields = {
        tag["name"]: tag.get("value", "")
        for tag in form.find_all("input")
        if tag["type"] in ("hidden", "text", "email", "tel")
    }
    fields |= {tag["name"]: tag.get("value", "y") for tag in form.find_all("input", checked=True)}
    fields |= {tag["name"]: tag.text.strip("\n") for tag in form.find_all("textarea")}
    for select_tag in form.find_all("select"):
        chosen = select_tag.find("option", selected=True) or select_tag.find("option")
        fields[select_tag["name"]] = chosen["value"]
    return fields


def sign_up(client, event, **answers):
    address = f"/agenda/{event.slug}/aanmelden"
    return client.post(address, data=filled_in(client.get(address)) | FATIMA | answers)


def errors(answer) -> list[str]:
    return [link.text for link in page(answer).select("[role=alert] a")]


def test_a_sign_up_goes_on_to_the_ticket(client):
    event = make_event(capacity=5)

    answer = sign_up(client, event, needs="een plek voor een rolstoel", news="y")

    registration = only()
    assert (answer.status_code, answer.location) == (303, f"/mijn/{registration.key}")
    assert (registration.name, registration.people, registration.status) == ("Fatima", 2, "confirmed")
    assert (registration.needs, registration.language) == ("een plek voor een rolstoel", "nl")
    ticket = client.get(answer.location)
    code = registration.ticket.code
    assert f"{code[:3]}-{code[3:]}" in ticket.text
    assert letters_to("fatima@voorbeeld.nl") == ["place-confirmed"]


def test_a_sign_up_with_only_the_fields_of_the_contract_is_enough(client):
    event = make_event()

    answer = client.post(f"/agenda/{event.slug}/aanmelden", data=FATIMA)

    assert answer.status_code == 303


def test_news_is_off_unless_asked_for(client):
    sign_up(client, make_event())

    assert only().consents == []


def test_the_language_of_the_page_is_the_language_of_the_letter(client):
    event = make_event()

    answer = client.post(f"/ar/agenda/{event.slug}/aanmelden", data=FATIMA)

    assert only().language == "ar"
    assert answer.location == f"/ar/mijn/{only().key}"


def test_a_double_tap_is_one_registration(client):
    event = make_event()
    answers = filled_in(client.get(f"/agenda/{event.slug}/aanmelden")) | FATIMA

    first = client.post(f"/agenda/{event.slug}/aanmelden", data=answers)
    second = client.post(f"/agenda/{event.slug}/aanmelden", data=answers)

    assert first.location == second.location
    assert count() == 1


@pytest.mark.parametrize("meanwhile", ["full", "closed", "cancelled"])
def test_a_second_tap_gets_its_ticket_also_where_nobody_can_sign_up_any_more(client, meanwhile):
    event = make_event(capacity=1, waiting_list=False)
    answers = filled_in(client.get(f"/agenda/{event.slug}/aanmelden")) | FATIMA | {"people": "1"}
    first = client.post(f"/agenda/{event.slug}/aanmelden", data=answers)
    if meanwhile == "closed":
        actions.change_event(event.id, {"registration_closes_at": NOON}, now=NOON)
    if meanwhile == "cancelled":
        actions.call_off(event.id, reason="regen", now=NOON)

    second = client.post(f"/agenda/{event.slug}/aanmelden", data=answers)
    another = client.post(f"/agenda/{event.slug}/aanmelden", data=answers | {"press": tokens.new_press()})

    assert (second.status_code, second.location) == (303, first.location)
    assert another.status_code == 422
    assert page(another).find("form", method="post") is None
    assert count() == 1


def test_a_phone_number_is_kept_in_one_form(client):
    sign_up(client, make_event(), reach="phone", phone="06 - 12 34 56 78", email="")

    assert (only().phone, only().email) == ("+31612345678", "")


def test_no_address_at_all_is_fine(client):
    answer = sign_up(client, make_event(), reach="none", email="")

    assert client.get(f"/en{answer.location}").text.count("say your name at the door") == 1


def test_an_address_that_was_typed_for_another_answer_is_not_kept(client):
    sign_up(client, make_event(), reach="none", email="fatima@voorbeeld.nl", phone="0612345678")

    assert (only().email, only().phone) == ("", "")


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"name": "   "},
        {"name": "x" * 10_000},
        {"name": "Fatima\nBcc: evil@voorbeeld.nl"},
        {"name": "Fatima\x00"},
        {"name": "Fatima\u2028Bcc"},
        {"name": "\u200b\u200e"},
        {"email": ""},
        {"email": "fatima"},
        {"email": "fatima@voorbeeld"},
        {"email": "fatima@voorbeeld.nl\nBcc: evil@voorbeeld.nl"},
        {"email": "x" * 10_000 + "@voorbeeld.nl"},
        {"reach": "phone", "phone": "12"},
        {"reach": "phone", "phone": "bel mij"},
        {"reach": "duif"},
        {"people": ""},
        {"people": "0"},
        {"people": "-1"},
        {"people": "1000"},
        {"people": "twee"},
        {"people": "٣"},
        {"people": "9" * 5000},
        {"needs": "x" * 10_000},
        {"needs": "\x07"},
        {"press": "forged"},
        {"press": "x" * 10_000},
        {"website": "https://spam.example"},
    ],
    ids=lambda wrong: "-".join(f"{name}={value[:12]!a}" for name, value in wrong.items()),
)
def test_a_wrong_answer_is_explained_and_changes_nothing(client, wrong):
    event = make_event()

    answer = sign_up(client, event, **wrong)

    assert answer.status_code == 422
    assert len(page(answer).select("[role=alert]")) == 1
    assert (count(), db.session.get(type(event), event.id).taken) == (0, 0)


@pytest.mark.parametrize(
    "name", ["'t Hooft", "Öztürk", "=1+1", "فاطمة", "Fatima 😀", "<script>alert(1)</script>", "x" * 200]
)
def test_a_name_is_a_name_and_comes_back_as_it_was(client, name):
    answer = sign_up(client, make_event(), name=name)

    ticket = page(client.get(answer.location))
    assert only().name == name
    assert name in ticket.text
    assert ticket.find("script", type=None) is None


def test_what_was_typed_survives_an_error(client):
    event = make_event()

    answer = sign_up(client, event, email="fatima.voorbeeld.nl", needs="een tolk", news="y", people="3")

    kept = filled_in(answer)
    assert {name: kept[name] for name in ("name", "reach", "email", "people", "needs", "news")} == {
        "name": "Fatima",
        "reach": "email",
        "email": "fatima.voorbeeld.nl",
        "people": "3",
        "needs": "een tolk",
        "news": "y",
    }
    assert answer.text.count("autofocus") == 1
    links = [link["href"][1:] for link in page(answer).select("[role=alert] a")]
    assert links == ["email"]
    assert page(answer).find(id="email")["aria-invalid"] == "true"


def test_the_errors_stand_in_the_order_of_the_page(client):
    answer = sign_up(client, make_event(), name="", email="", people="")

    assert [link["href"] for link in page(answer).select("[role=alert] a")] == ["#name", "#email", "#people"]


def test_full_while_typing_offers_the_waiting_list_with_everything_kept(client):
    event = make_event(capacity=2)
    opened = filled_in(client.get(f"/agenda/{event.slug}/aanmelden"))
    make_registration(event, people=2)

    refused = client.post(f"/agenda/{event.slug}/aanmelden", data=opened | FATIMA | {"needs": "een tolk"})
    accepted = client.post(f"/agenda/{event.slug}/aanmelden", data=filled_in(refused))

    assert refused.status_code == 422
    assert accepted.status_code == 303
    waiting = db.session.scalars(select(Registration).filter_by(status="waiting")).one()
    assert (waiting.name, waiting.needs, waiting.people) == ("Fatima", "een tolk", 2)


def test_who_opens_the_form_of_a_full_event_waits_knowingly(client):
    event = make_event(capacity=1)
    make_registration(event)

    answer = sign_up(client, event, people="1")

    assert answer.status_code == 303
    assert re.search(r"<b>1</b>", client.get(answer.location).text)


@pytest.mark.parametrize("status, code", [("draft", 404), ("cancelled", 200)])
def test_there_is_no_form_where_there_is_nothing_to_sign_up_for(client, status, code):
    event = make_event(status=status)

    answer = client.get(f"/agenda/{event.slug}/aanmelden")

    assert answer.status_code == code
    assert page(answer).find("form", method="post") is None


def test_the_form_tells_nobody_who_is_registered(client):
    event = make_event()
    known = sign_up(client, event)
    unknown = sign_up(client, event, email="ahmed@voorbeeld.nl")

    def told(answer):
        return re.sub(
            r"[\w.-]+@voorbeeld.nl|mijn(?:/|%2F)[\w.-]+|[A-Z0-9]{3}-[A-Z0-9]{3}|<div class=\"qr\">.*?</div>",
            "",
            answer.text,
        )

    assert told(client.get(known.location)) == told(client.get(unknown.location))


def test_my_tickets_says_the_same_whether_there_are_any_or_not(client):
    make_registration(make_event(), email="fatima@voorbeeld.nl")

    answers = [client.post("/mijn", data={"email": email}) for email in ("fatima@voorbeeld.nl", "niemand@voorbeeld.nl")]

    assert [(answer.status_code, answer.location) for answer in answers] == [(303, "/mijn/gestuurd")] * 2
    assert letters_to("fatima@voorbeeld.nl") == ["place-confirmed", "my-links"]


def test_opening_the_manage_page_changes_nothing_and_pressing_the_button_does(client):
    registration = make_registration(make_event())

    client.get(f"/mijn/{registration.key}")
    assert only().status == "confirmed"
    assert client.get(f"/mijn/{registration.key}/afmelden").status_code == 405
    client.post(f"/mijn/{registration.key}/afmelden")

    assert only().status == "cancelled"


def test_the_number_of_people_can_be_changed(client):
    registration = make_registration(make_event(capacity=4), people=2)
    address = f"/mijn/{registration.key}/veranderen"

    answer = client.post(address, data=filled_in(client.get(address)) | {"people": "4"})

    assert answer.status_code == 303
    assert (only().people, only().event.taken) == (4, 4)


def test_a_change_that_cannot_be_is_explained_and_keeps_what_was_typed(client):
    event = make_event(capacity=3)
    registration = make_registration(event, people=2)
    make_registration(event)
    address = f"/mijn/{registration.key}/veranderen"

    answer = client.post(address, data=filled_in(client.get(address)) | {"people": "3", "name": "Fatima en Ahmed"})

    assert answer.status_code == 422
    assert filled_in(answer)["name"] == "Fatima en Ahmed"
    db.session.refresh(registration)
    assert (registration.people, registration.name) == (2, registration.name)


def test_nothing_changes_any_more_after_the_event(client):
    event = make_event(starts_at=NOON.replace(day=1))
    with_ticket = Registration(
        event_id=event.id, press=tokens.new_press(), key="k", status="confirmed", name="Fatima", reach="none",
        people=1, language="nl", signed_up_at=NOON,
    )  # fmt: skip
    with_ticket.ticket = Ticket(event_id=event.id, token="A" * 26, reference="a" * 16, code="ABCDEF")
    db.session.add(with_ticket)
    db.session.commit()

    assert client.post("/mijn/k/afmelden").status_code == 422
    assert only().status == "confirmed"


@pytest.mark.parametrize("key", ["onbekend", "x" * 4000, "<script>", "%00", "%FF%FE"])
def test_an_unknown_key_is_not_found(client, key):
    assert client.get(f"/mijn/{key}").status_code == 404


def test_a_ticket_code_opens_no_manage_page(client):
    registration = make_registration(make_event())

    assert client.get(f"/mijn/{registration.ticket.token}").status_code == 404
    assert registration.key not in client.get(f"/T/{registration.ticket.token}").text


def test_a_page_behind_a_secret_address_is_kept_by_nobody(client):
    answer = client.get(f"/mijn/{make_registration(make_event()).key}")

    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert answer.headers["Referrer-Policy"] == "same-origin"


def test_the_calendar_entry_leads_back_to_the_ticket_and_says_when_it_is_called_off(client):
    event = make_event()
    registration = make_registration(event)

    before = client.get(f"/mijn/{registration.key}/agenda.ics")
    actions.call_off(event.id, reason="", now=NOON)
    after = client.get(f"/mijn/{registration.key}/agenda.ics")

    assert before.mimetype == "text/calendar"
    assert b"STATUS:CONFIRMED" in before.data
    assert b"STATUS:CANCELLED" in after.data


def test_one_address_and_one_line_have_their_limits(new_database):
    client = create_app(settings_for(new_database("sqlite"), RATE_LIMITS="on")).test_client()

    one_address = [client.post("/mijn", data={"email": "niet goed"}).status_code for _n in range(6)]
    one_line = [client.post("/mijn", data={"email": f"niet goed {n}"}).status_code for n in range(26)]

    assert one_address == [422] * 5 + [429]
    assert one_line == [422] * 24 + [429] * 2
