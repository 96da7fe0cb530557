"""A letter as mail: what leaves is whole, well-formed, and says what the row says."""

import email
import email.policy
from email.message import EmailMessage
from io import BytesIO

import pytest
import zxingcpp
from icalendar import Calendar
from PIL import Image

from eventapp import create_app
from eventapp.enclosures import enclosures_of
from eventapp.i18n import LANGUAGES
from eventapp.mail.composing import compose
from eventapp.mail.models import Letter

from ..conftest import settings_for
from .test_writing import KINDS, NAMES, a_letter

TICKETS = ["place-confirmed", "place-free", "registration-changed", "event-changed"]


def raw(letter: Letter) -> bytes:
    return compose(letter, enclosures_of(letter)).as_bytes()


def parsed(letter: Letter) -> EmailMessage:
    return email.message_from_bytes(raw(letter), policy=email.policy.strict)


def outline(part: EmailMessage) -> object:
    kind = part.get_content_type()
    return (kind, [outline(inner) for inner in part.iter_parts()]) if part.is_multipart() else kind


def invitation(letter: Letter) -> tuple[str, Calendar]:
    part = next(part for part in parsed(letter).walk() if part.get_content_type() == "text/calendar")
    return part.get_param("method"), Calendar.from_ical(part.get_content())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_every_mail_is_well_formed(desk, kind, language):
    for name in NAMES:
        letter = a_letter(kind, language=language, name=name, event={"title": "Ö" * 200})
        mail = raw(letter)

        assert mail.isascii()
        assert max(map(len, mail.split(b"\r\n"))) <= 998
        assert b"\n" not in mail.replace(b"\r\n", b"")
        assert b"\r" not in mail.replace(b"\r\n", b"")
        for part in email.message_from_bytes(mail, policy=email.policy.strict).walk():
            assert part.defects == []


def test_the_headers_say_what_it_is_and_for_whom(desk):
    mail = parsed(a_letter("place-confirmed", language="tr"))

    assert {name: value for name, value in mail.items() if name not in ("Subject", "Content-Type")} == {
        "From": "Gezondheidspact Utrecht <tests@voorbeeld.nl>",
        "To": "fatima@voorbeeld.nl",
        "Reply-To": "gezondheidspact@utrecht.nl",
        "Date": "Wed, 02 Jun 2027 10:00:00 +0000",
        "Message-ID": "<one@localhost>",
        "X-Letter-Key": "registration/1/place-confirmed/1",
        "Auto-Submitted": "auto-generated",
        "Content-Language": "tr",
        "MIME-Version": "1.0",
    }


def test_the_parts_are_where_mail_programs_look_for_them(desk):
    assert outline(parsed(a_letter("place-confirmed"))) == (
        "multipart/mixed",
        [
            (
                "multipart/alternative",
                ["text/plain", ("multipart/related", ["text/html", "image/png"]), "text/calendar"],
            ),
            "application/ics",
        ],
    )
    assert outline(parsed(a_letter("my-links"))) == ("multipart/alternative", ["text/plain", "text/html"])


def test_a_newline_anywhere_gets_no_header_of_its_own(desk):
    title = "Wandelen\r\nBcc: b@voorbeeld.nl\n\nx"
    letter = a_letter("place-confirmed", name="Sam\r\nBcc: a@voorbeeld.nl", event={"title": title})

    mail = parsed(letter)

    assert mail["Bcc"] is None
    assert "Wandelen Bcc: b@voorbeeld.nl x" in mail["Subject"]


def test_a_newline_in_an_address_makes_no_letter(desk):
    letter = a_letter("place-confirmed")
    letter.to_address = "fatima@voorbeeld.nl\r\nBcc: a@voorbeeld.nl"

    with pytest.raises(ValueError, match="The header To"):
        raw(letter)


def test_a_long_host_does_not_break_the_message_id(database_url):
    host = f"{'aanmelden' * 6}.voorbeeld.nl"
    app = create_app(settings_for(database_url, BASE_URL=f"https://{host}"))
    letter = a_letter("place-confirmed")
    letter.message_id = f"<{'a' * 26}@{host}>"

    with app.app_context():
        assert parsed(letter)["Message-ID"] == letter.message_id
        assert b"Message-ID: <aaaaaaaa" in raw(letter).replace(b"Message-ID:\r\n <", b"Message-ID: <")


@pytest.mark.parametrize("kind", TICKETS)
def test_the_picture_in_the_mail_is_the_code_of_the_ticket(desk, kind):
    pictures = [part for part in parsed(a_letter(kind)).walk() if part.get_content_type() == "image/png"]

    assert [part["Content-ID"] for part in pictures] == ["<kaartje@localhost>"]
    assert pictures[0].get_content_disposition() == "inline"
    read = zxingcpp.read_barcode(Image.open(BytesIO(pictures[0].get_content())).convert("L"))
    assert read.text == "HTTP://LOCALHOST/T/ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@pytest.mark.parametrize("kind", TICKETS)
def test_who_has_a_place_gets_it_in_the_calendar(desk, kind):
    method, calendar = invitation(a_letter(kind, version=4))
    entry = calendar.events[0]

    assert (method, calendar["METHOD"]) == ("REQUEST", "REQUEST")
    assert (entry["UID"], entry["SEQUENCE"], entry["STATUS"]) == ("0123456789abcdef@localhost", 6, "CONFIRMED")
    assert entry["SUMMARY"] == "Samen wandelen"
    assert entry["DTSTART"].dt.isoformat() == "2027-06-05T13:00:00+02:00"
    assert entry["ATTENDEE"] == "mailto:fatima@voorbeeld.nl"
    assert entry["ORGANIZER"] == "mailto:gezondheidspact@utrecht.nl"


@pytest.mark.parametrize("kind", ["registration-cancelled", "event-cancelled"])
def test_what_is_cancelled_leaves_the_calendar(desk, kind):
    method, calendar = invitation(a_letter(kind, version=5))
    entry = calendar.events[0]

    assert (method, calendar["METHOD"], entry["STATUS"]) == ("CANCEL", "CANCEL", "CANCELLED")
    assert (entry["UID"], entry["SEQUENCE"]) == ("0123456789abcdef@localhost", 7)


@pytest.mark.parametrize("kind", ["on-waiting-list", "event-cancelled", "event-changed"])
def test_who_waits_has_nothing_in_the_calendar(desk, kind):
    assert enclosures_of(a_letter(kind, ticket=None)).invitation is None


def test_who_left_the_waiting_list_had_nothing_in_the_calendar(desk):
    assert enclosures_of(a_letter("registration-cancelled", had_place=False)).invitation is None


def test_the_attachment_is_the_same_entry(desk):
    mail = parsed(a_letter("place-confirmed"))
    [attached] = mail.iter_attachments()

    assert attached.get_filename() == "afspraak.ics"
    assert attached.get_content() == enclosures_of(a_letter("place-confirmed")).invitation.ics


def test_the_calendar_does_not_tell_what_is_private(desk):
    _method, calendar = invitation(a_letter("place-confirmed", event={"private": True}))

    assert b"wandelen" not in calendar.to_ical().replace(b"samen-wandelen", b"")


def test_a_name_with_an_address_in_it_is_no_address_in_the_calendar(desk):
    _method, calendar = invitation(a_letter("place-confirmed", name='Sam";X=mailto:a@voorbeeld.nl'))

    assert calendar.events[0]["ATTENDEE"] == "mailto:fatima@voorbeeld.nl"
    assert "voorbeeld.nl" not in calendar.events[0]["ATTENDEE"].params["CN"]


def test_what_programs_read_stays_in_one_word_however_long_the_address_of_the_house_is(new_database):
    house = "https://agenda.gezondheidspact-utrecht-en-omgeving.voorbeeld.nl"
    letter = a_letter("digest", language="ar")
    letter.key = "reader/12345/digest/" + "1" * 120
    with create_app(settings_for(new_database("sqlite"), BASE_URL=house)).app_context():
        mail = compose(letter, enclosures_of(letter)).as_bytes()

    assert f"List-Unsubscribe: <{house}/ar/abonneren/stoppen/a-stop-key>\r\n".encode() in mail
    assert f"X-Letter-Key: {letter.key}\r\n".encode() in mail
    assert b"List-Id: <digest.agenda.gezondheidspact-utrecht-en-omgeving.voorbeeld.nl>\r\n" in mail
    read = email.message_from_bytes(mail, policy=email.policy.strict)
    assert read["List-Unsubscribe"] == f"<{house}/ar/abonneren/stoppen/a-stop-key>"


@pytest.mark.parametrize("words", ["lang ", "Gezondheid", "صحة ", "🎉", "'t Hooft =1+1 "])
def test_a_subject_of_five_hundred_letters_and_a_line_of_three_thousand_arrive_whole(desk, words):
    subject, text = (words * 500)[:500].strip(), (words.strip() * 3000)[:3000]
    letter = a_letter("message", said={"subject": subject, "text": text})

    mail = raw(letter)

    assert mail.isascii()
    assert max(map(len, mail.split(b"\r\n"))) <= 998
    assert parsed(letter)["Subject"].startswith(subject)
    assert text in parsed(letter).get_body(("plain",)).get_content()
    assert [part.defects for part in parsed(letter).walk() if part.defects] == []


@pytest.mark.parametrize(
    "address",
    [
        "o'brien+tag@voorbeeld.nl",
        "fatima@xn--bcher-kva.example",
        "a.b-c_d=e@sub.voorbeeld.nl",
        f"{'x' * 64}@{'y' * 60}.nl",
    ],
)
def test_an_address_that_is_valid_but_strange_stays_as_it_is(desk, address):
    letter = a_letter("place-confirmed")
    letter.to_address = address

    [to] = parsed(letter)["To"].addresses

    assert to.addr_spec == address
    assert [part.defects for part in parsed(letter).walk() if part.defects] == []
