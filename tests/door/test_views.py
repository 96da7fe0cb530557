"""The door in the browser of a volunteer: what it says, and what it refuses."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from eventapp import clock, create_app, tokens
from eventapp.database import db
from eventapp.door import actions
from eventapp.door.models import DoorPass
from eventapp.registrations import actions as registrations
from eventapp.registrations.models import Reach

from ..conftest import settings_for
from ..make import make_event, make_registration
from .doors import press, stored_facts, today


def words(page) -> str:
    """What the page says, without its markup."""
    main = page.text[page.text.index("<main") : page.text.index("</main>")]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def heading(page) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", re.search(r"<h1.*?</h1>", page.text, re.DOTALL)[0]).split())


def title(page) -> str:
    return re.search(r"<title>(.*?)</title>", page.text, re.DOTALL)[1].strip()


def scan(phone, registration):
    return phone.get(f"/en/T/{registration.ticket.token}")


@pytest.fixture
def door_pass(event, now):
    return actions.make_pass(event.id, now=now)


# The code of a ticket, in anybody's browser


def test_the_code_says_nothing_about_anybody(client, event):
    registration = make_registration(event, name="Fatima Öztürk", needs="rolstoelplek")

    known = client.get(f"/T/{registration.ticket.token}")
    unknown = client.get(f"/T/{tokens.new_token()}")
    nonsense = client.get(f"/T/{'x' * 4000}")

    assert (known.status_code, unknown.status_code, nonsense.status_code) == (200, 200, 200)
    assert known.headers["Cache-Control"] == "no-store"
    assert known.headers["X-Robots-Tag"] == "noindex"
    assert "Set-Cookie" not in known.headers
    for secret in ("Fatima", "rolstoelplek", event.title, registration.key, registration.ticket.code):
        assert secret not in known.text


def test_known_and_unknown_codes_open_the_very_same_page(client, event):
    tickets = [make_registration(event).ticket.token, tokens.new_token()]

    pages = [client.get(f"/T/{token}") for token in tickets]

    drawn = [re.findall(r"<svg role=.*?</svg>", page.text) for page in pages]
    texts = {
        page.text.replace(token, "").replace(code, "")
        for page, token, [code] in zip(pages, tickets, drawn, strict=True)
    }
    headers = {
        tuple((name, value) for name, value in page.headers.items() if name != "Content-Length") for page in pages
    }
    assert (len(texts), len(headers)) == (1, 1)


# The way in


def test_link_and_pin_open_the_door(client, event, door_pass):
    entry, pin = door_pass

    asked = client.get(f"/en/deur/{entry.key}")
    opened = client.post(f"/en/deur/{entry.key}", data={"pin": f" {pin[:3]} {pin[3:]} "})
    home = client.get("/en/deur")

    assert asked.status_code == 200
    assert (opened.status_code, opened.location) == (303, "/en/deur")
    cookie = opened.headers["Set-Cookie"]
    assert cookie.startswith("door=")
    assert {part.strip() for part in cookie.split(";")[1:]} == {
        "Expires=Wed, 02 Jun 2027 23:00:00 GMT",
        "HttpOnly",
        "Path=/",
        "SameSite=Lax",
    }
    assert home.status_code == 200
    assert event.title in home.text
    assert home.headers["Cache-Control"] == "no-store"


def test_digits_of_another_script_are_digits(client, door_pass):
    entry, pin = door_pass

    arabic = pin.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))

    assert client.post(f"/deur/{entry.key}", data={"pin": arabic}).status_code == 303


@pytest.mark.parametrize("pin", ["", "12345", "1234567", "abcdef", "0" * 4000, "\x00" * 6, "<script>", "²²²²²²"])
def test_a_wrong_pin_opens_nothing_and_says_what_to_do(client, door_pass, pin):
    entry, _right = door_pass

    page = client.post(f"/en/deur/{entry.key}", data={"pin": pin})

    assert page.status_code == 422
    assert "This PIN is not right. Look at it once more." in words(page)
    assert "Set-Cookie" not in page.headers


@pytest.mark.parametrize("key", ["onbekend", "x" * 27, "'; --", "x" * 4000])
def test_a_link_that_does_not_exist_looks_like_any_other(client, door_pass, key):
    entry, _pin = door_pass
    known, unknown = client.get(f"/deur/{entry.key}"), client.get(f"/deur/{key}")
    wrong = client.post(f"/deur/{key}", data={"pin": "123456"})

    assert unknown.status_code == 200
    assert words(unknown) == words(known)
    assert wrong.status_code == 422


def test_without_the_link_the_door_stays_closed(client, event):
    registration = make_registration(event)

    closed = [
        client.get("/en/deur"),
        client.get(f"/en/deur/kaartje/{registration.ticket.reference}"),
        client.get(f"/en/deur/binnen/{tokens.new_id()}"),
        client.post("/en/deur/zoeken", data={"q": registration.name}),
        client.post("/en/deur/binnen", data=press(registration)),
        client.post("/en/deur/ongedaan", data={"fact": tokens.new_id()}),
        client.post("/en/deur/stop"),
    ]

    assert [page.status_code for page in closed] == [403] * 7
    assert "Open the door link that you got from the organiser. Then type the PIN." in words(closed[0])
    assert not any(registration.name in page.text for page in closed)
    assert stored_facts() == []


def test_a_made_up_cookie_is_no_pass(client, event):
    for value in ("x", "x" * 4000, "\u00e9"):
        client.set_cookie("door", value)
        assert client.get("/deur").status_code == 403


def test_a_pass_that_ended_says_so_only_to_who_has_the_pin(client, door_pass, now, monkeypatch):
    entry, pin = door_pass
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(days=2))

    asked = client.get(f"/en/deur/{entry.key}")
    wrong = client.post(f"/en/deur/{entry.key}", data={"pin": f"{(int(pin) + 1) % 1_000_000:06}"})
    right = client.post(f"/en/deur/{entry.key}", data={"pin": pin})

    assert (asked.status_code, wrong.status_code, right.status_code) == (200, 422, 403)
    assert "ended" not in words(asked) + words(wrong)
    assert "This door pass has ended." in words(right)


def test_a_door_that_is_open_closes_when_its_pass_is_revoked(phone, event, now):
    registration = make_registration(event)
    assert heading(scan(phone, registration)) == "Welcome!"

    actions.revoke_pass(db.session.scalar(select(DoorPass.id)), now=now)
    page = phone.post("/en/deur/binnen", data=press(registration))

    assert page.status_code == 403
    assert "This door pass was stopped." in words(page)
    assert stored_facts() == []
    scanned = scan(phone, registration)
    assert scanned.status_code == 200
    assert registration.name not in scanned.text
    assert "This door pass was stopped." in words(scanned)


def test_a_door_that_is_open_closes_after_the_day(phone, now, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(hours=13))

    page = phone.get("/en/deur")

    assert page.status_code == 403
    assert "This door pass has ended." in words(page)


def test_stop_ends_scanning_in_this_browser_only(phone, event, open_phone):
    other = open_phone(event)

    stopped = phone.post("/en/deur/stop")

    assert (stopped.status_code, stopped.location) == (303, "/en/deur/gestopt")
    assert "Max-Age=0" in stopped.headers["Set-Cookie"]
    assert phone.get(stopped.location).status_code == 200
    assert phone.get("/en/deur").status_code == 403
    assert other.get("/en/deur").status_code == 200


def test_on_https_the_cookie_is_tied_to_the_host(new_database, now):
    app = create_app(settings_for(new_database("sqlite", "secure"), BASE_URL="https://agenda.example.org"))
    with app.app_context():
        db.create_all()
        entry, pin = actions.make_pass(make_event(starts_at=today(14)).id, now=now)
        opened = app.test_client().post(f"/deur/{entry.key}", data={"pin": pin})
        db.session.remove()

    assert opened.headers["Set-Cookie"].startswith("__Host-door=")
    assert "; Secure;" in opened.headers["Set-Cookie"]
    assert "Domain" not in opened.headers["Set-Cookie"]


def test_wrong_pins_are_limited_and_right_ones_are_not(new_database, now):
    app = create_app(settings_for(new_database("sqlite", "limits"), RATE_LIMITS="on"))
    with app.app_context():
        db.create_all()
        entry, pin = actions.make_pass(make_event(starts_at=today(14)).id, now=now)
        wrong = f"{(int(pin) + 1) % 1_000_000:06}"
        client = app.test_client()

        team = [client.post(f"/deur/{entry.key}", data={"pin": pin}).status_code for _volunteer in range(12)]
        tries = [client.post(f"/deur/{entry.key}", data={"pin": wrong}).status_code for _try in range(11)]
        too_late = client.post(f"/deur/{entry.key}", data={"pin": pin})
        links = [client.post(f"/deur/link-{n}", data={"pin": wrong}).status_code for n in range(21)]
        db.session.remove()

    assert team == [303] * 12
    assert tries == [422] * 10 + [429]
    assert (too_late.status_code, too_late.headers["Retry-After"]) == (429, "600")
    assert "Wacht 10 minuten en probeer het opnieuw." in too_late.text
    assert links == [422] * 20 + [429]


# What the door says


def test_welcome(phone, event):
    registration = make_registration(event, name="Fatima Öztürk", people=3, needs="Een rolstoelplek")

    page = scan(phone, registration)

    assert page.status_code == 200
    assert heading(page) == "Welcome!"
    assert title(page).startswith("Welcome!")
    for said in ("Fatima Öztürk", "3 people signed up", "Een rolstoelplek", "Let 3 people in"):
        assert said in words(page)


def test_the_code_is_read_in_any_case(phone, event):
    token = make_registration(event).ticket.token

    assert [heading(phone.get(path)) for path in (f"/en/T/{token.lower()}", f"/en/t/{token}")] == ["Welcome!"] * 2


def test_the_door_sees_no_address(phone, event):
    mailed = make_registration(event, email="geheim@voorbeeld.nl")
    called = make_registration(event, reach=Reach.PHONE, phone="+31612345678")

    pages = scan(phone, mailed).text + scan(phone, called).text + phone.get("/deur").text
    found = phone.post("/deur/zoeken", data={"q": "fatima"}).text

    for secret in ("geheim", "612345678", mailed.key, called.key):
        assert secret not in pages + found


def test_letting_in_and_taking_it_back(phone, event):
    registration = make_registration(event, name="Fatima", people=3)

    pressed = phone.post("/en/deur/binnen", data=press(registration))
    done = phone.get(pressed.location)
    again = scan(phone, registration)
    fact_id = pressed.location.rpartition("/")[2]
    undone = phone.post("/en/deur/ongedaan", data={"fact": fact_id})

    assert pressed.status_code == 303
    assert heading(done) == "Let in: 3 people"
    assert "Fatima" in words(done)
    assert f'value="{fact_id}"' in done.text
    assert heading(again) == "Already in"
    assert "3 people, in since 12:00" in words(again)
    assert (undone.status_code, undone.location) == (303, f"/en/deur/kaartje/{registration.ticket.reference}")
    assert heading(phone.get(undone.location)) == "Welcome!"
    assert "Taken back" in words(phone.get(pressed.location))
    assert [kind for kind, _reference, _people in stored_facts()] == ["in", "undo"]


def test_looking_lets_nobody_in(phone, event):
    registration = make_registration(event)

    for path in (f"/T/{registration.ticket.token}", f"/deur/kaartje/{registration.ticket.reference}"):
        phone.get(path)
        phone.head(path)

    assert stored_facts() == []


def test_part_of_the_party(phone, event):
    registration = make_registration(event, people=3)
    phone.post("/deur/binnen", data=press(registration, people=1))

    page = scan(phone, registration)
    phone.post("/deur/binnen", data=press(registration, people=2, seen=1))

    assert heading(page) == "Part of the party is in"
    assert "1 of 3 people is in, since 12:00" in words(page)
    assert "Let 2 people in" in words(page)
    assert stored_facts() == [("in", registration.ticket.reference, 1), ("more", registration.ticket.reference, 2)]
    assert heading(scan(phone, registration)) == "Already in"


def test_already_in_warns_before_it_lets_more_in(phone, event):
    registration = make_registration(event, people=1)
    phone.post("/deur/binnen", data=press(registration))

    page = scan(phone, registration)
    pressed = phone.post("/en/deur/binnen", data=press(registration, seen=1))

    assert "Let in anyway" in words(page)
    assert heading(phone.get(pressed.location)) == "Let in: 1 person"
    assert "1 more than signed up" in words(scan(phone, registration))


def test_a_ticket_of_another_day(phone):
    other = make_registration(make_event(starts_at=today(14) + timedelta(days=3), title="Geheim"), name="Ahmed")

    page = scan(phone, other)

    assert heading(page) == "This ticket is for another day"
    assert "Saturday 5 June 2027, 14:00" in words(page)
    assert "Ahmed" not in page.text
    assert "Geheim" not in page.text
    assert "Let in" not in words(page)


def test_a_ticket_of_another_event_today(phone):
    other = make_registration(make_event(starts_at=today(16)), name="Ahmed")

    page = scan(phone, other)

    assert heading(page) == "This ticket is for another event"
    assert "16:00" in words(page)
    assert "Ahmed" not in page.text


def test_cancelled(phone, event, now):
    registration = make_registration(event)
    registrations.cancel(registration.id, now=now)

    page = scan(phone, registration)

    assert heading(page) == "Sign-up cancelled"
    assert "<button" not in page.text[page.text.index("<main") : page.text.index("</main>")]


def test_waiting(phone, open_phone):
    event = make_event(starts_at=today(14), capacity=1)
    make_registration(event)
    waiting = make_registration(event)

    page = scan(open_phone(event), waiting)

    assert heading(page) == "On the waiting list"
    assert "<button" not in page.text[page.text.index("<main") : page.text.index("</main>")]


def test_an_event_that_was_called_off(phone, event, now):
    registration = make_registration(event)
    registrations.call_off(event.id, reason="Storm", now=now)

    page = scan(phone, registration)

    assert heading(page) == "This event is cancelled"


@pytest.mark.parametrize(
    "code", ["AAAABBBBCCCCDDDDEEEEFFFF22", "x", "x" * 4000, "a%0Ab", "%F0%9F%98%80", "<script>", "%FF"]
)
def test_a_code_that_is_not_ours(phone, code):
    page = phone.get(f"/en/T/{code}")

    assert page.status_code == 200
    assert heading(page) == "We do not know this code"
    assert "<script" not in page.text


@pytest.mark.parametrize("path", ["/T/%00", "/T/", "/deur/%00", "/deur/kaartje/%00", "/deur/binnen/%00"])
def test_a_control_character_in_an_address_is_no_address(phone, path):
    assert phone.get(path).status_code == 404


def test_a_name_with_script_in_it_is_only_a_name(phone, event):
    registration = make_registration(event, name="<script>alert(1)</script>", needs="<img src=x onerror=alert(1)>")
    phone.post("/deur/binnen", data=press(registration))

    pages = scan(phone, registration).text + phone.get("/deur").text
    found = phone.post("/deur/zoeken", data={"q": "script"}).text

    assert "<script" not in pages + found
    assert "<img" not in pages + found
    assert "&lt;script&gt;" in found


# Presses that no page of ours sends


@pytest.mark.parametrize("people", ["0", "-1", "1000", "4", "", "drie", "1.5", "9" * 4000, "\x00", "١", "1e3"])
def test_an_impossible_number_of_people_is_refused(phone, event, people):
    page = phone.post("/en/deur/binnen", data=press(make_registration(event, people=3), people=people))

    assert page.status_code == 422
    assert "Choose how many people are here. Nobody was let in now." in words(page)
    assert stored_facts() == []


@pytest.mark.parametrize(
    "forged",
    [
        {"fact": ""},
        {"fact": "1"},
        {"fact": "x" * 4000},
        {"fact": "\x00" * 36},
        {"ticket": ""},
        {"ticket": "' OR 1=1 --"},
        {"ticket": "x" * 4000},
        {"seen": ""},
        {"seen": "-1"},
        {"seen": "veel"},
    ],
)
def test_a_forged_press_is_refused(phone, event, forged):
    page = phone.post("/deur/binnen", data=press(make_registration(event), **forged))

    assert page.status_code == 422
    assert stored_facts() == []


def test_a_press_for_an_unknown_ticket_shows_that_it_is_unknown(phone, event):
    pressed = phone.post("/en/deur/binnen", data=press(make_registration(event), ticket="0" * 16))

    assert heading(phone.get(pressed.location)) == "We do not know this code"
    assert stored_facts() == []


def test_the_pass_of_another_event_does_nothing_here(phone, event, open_phone):
    registration = make_registration(event, name="Fatima")
    fact_id = phone.post("/deur/binnen", data=press(registration)).location.rpartition("/")[2]
    other = open_phone(make_event(starts_at=today(15)))

    seen = other.get(f"/en/deur/kaartje/{registration.ticket.reference}")
    pressed = other.post("/deur/binnen", data=press(registration, seen=1))
    undone = other.post("/deur/ongedaan", data={"fact": fact_id})

    assert heading(seen) == "We do not know this code"
    assert heading(other.get(f"/en{pressed.location}")) == "We do not know this code"
    assert undone.status_code == 422
    assert other.get(f"/deur/binnen/{fact_id}").status_code == 404
    assert "Fatima" not in other.post("/deur/zoeken", data={"q": "Fatima"}).text.replace('value="Fatima"', "")
    assert stored_facts() == [("in", registration.ticket.reference, 1)]


def test_a_button_on_another_site_presses_nothing(phone, event):
    page = phone.post("/deur/binnen", data=press(make_registration(event)), headers={"Origin": "https://evil.example"})

    assert page.status_code == 403
    assert stored_facts() == []


@pytest.mark.parametrize("path", ["/deur/zoeken", "/deur/binnen", "/deur/ongedaan", "/deur/stop"])
def test_the_address_of_a_button_leads_back_to_the_door(phone, path):
    assert phone.get(path).location == "/deur"


# The page of the door itself


def test_the_door_tells_how_it_goes(phone, event):
    party = make_registration(event, name="Fatima", people=3)
    undone = make_registration(event, name="Ahmed")
    phone.post("/deur/binnen", data=press(party, people=2))
    fact_id = phone.post("/deur/binnen", data=press(undone)).location.rpartition("/")[2]
    phone.post("/deur/ongedaan", data={"fact": fact_id})

    page = phone.get("/en/deur")

    assert "2 inside 4 signed up 36 places left" in words(page)
    assert "Fatima" in words(page)
    assert "Ahmed" not in words(page)


def test_somebody_is_found_by_a_part_of_the_name(phone, event):
    for name in ("Fatima Öztürk", "Ahmed", "Fatih Özturkoglu"):
        make_registration(event, name=name)
    make_registration(make_event(), name="Ozturk van een ander")

    page = phone.post("/en/deur/zoeken", data={"q": "ozturk"})

    assert page.status_code == 200
    assert "Fatima Öztürk" in words(page)
    assert "Fatih Özturkoglu" in words(page)
    assert "Ahmed" not in words(page)
    assert "van een ander" not in words(page)


def test_no_name_is_in_an_address(phone, event):
    make_registration(event, name="Fatima")

    page = phone.post("/deur/zoeken", data={"q": "fatima"})

    assert "fatima" not in " ".join(re.findall(r'href="([^"]*)"', page.text)).lower()
    assert 'method="post"' in page.text


def test_a_typed_short_code_opens_its_ticket(phone, event):
    registration = make_registration(event)
    code = registration.ticket.code

    for typed in (code, code.lower(), f"{code[:3]}-{code[3:]}", f" {code[:3]} {code[3:]} "):
        assert phone.post("/deur/zoeken", data={"q": typed}).location == (
            f"/deur/kaartje/{registration.ticket.reference}"
        )


def test_a_short_code_is_good_only_with_its_event(phone, event):
    elsewhere = make_registration(make_event(starts_at=today(15)), name="Ahmed")

    page = phone.post("/en/deur/zoeken", data={"q": elsewhere.ticket.code})

    assert page.status_code == 200
    assert "Ahmed" not in page.text
    assert "Nobody found" in words(page)


def test_a_hand_scanner_types_the_whole_address(phone, event):
    token = make_registration(event).ticket.token

    page = phone.post("/deur/zoeken", data={"q": f"HTTP://LOCALHOST/T/{token}"})

    assert page.location == f"/T/{token}"


@pytest.mark.parametrize("typed", ["", " ", "a", "%%", "__", "\x00", "😀", "x" * 4000, "\n\n"])
def test_a_search_that_cannot_find_says_what_to_do(phone, event, typed):
    make_registration(event)

    page = phone.post("/en/deur/zoeken", data={"q": typed})

    assert page.status_code == 422
    assert "Type at least 2 letters of the name" in words(page) or "Type at most 100 letters" in words(page)


@pytest.mark.parametrize("typed", ["' OR 1=1 --", "<script>", "=1+1", "أحمد", "O'Brien %"])
def test_a_search_for_something_odd_finds_nobody(phone, event, typed):
    make_registration(event, name="Fatima")

    page = phone.post("/en/deur/zoeken", data={"q": typed})

    assert page.status_code == 200
    assert "Nobody found" in words(page)
    assert "<script" not in page.text


def test_a_long_list_is_cut_and_says_so(phone, event):
    for n in range(22):
        make_registration(event, name=f"Fatima {n:02}")

    page = phone.post("/en/deur/zoeken", data={"q": "fatima"})

    assert page.text.count('href="/en/deur/kaartje/') == 20
    assert "There are more. Type more letters of the name." in words(page)
