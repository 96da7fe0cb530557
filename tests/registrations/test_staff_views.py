import csv
import io
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from openpyxl import Workbook, load_workbook

from eventapp import tokens
from eventapp.checks import faults
from eventapp.database import db, transaction
from eventapp.door import actions as door
from eventapp.mail.models import Letter
from eventapp.organisations.models import AuditNote
from eventapp.registrations import actions, staff_forms
from eventapp.registrations.models import Call, Reach, Registration
from eventapp.tickets.codes import spell_code

from ..conftest import NOON
from ..make import letters_to, make_account, make_event, make_organisation, make_registration, sign_in

BASE = "/en/organiseren/activiteiten/wandelen"


@pytest.fixture
def event(app):
    return make_event(slug="wandelen", capacity=3, starts_at=NOON, organisations=[make_organisation()])


@pytest.fixture
def noor(client, event):
    return sign_in(
        client,
        make_account(*event.organisations, name="Noor", email="noor@voorbeeld.nl", tf_primary_method="authenticator"),
    )


def page(answer) -> BeautifulSoup:
    return BeautifulSoup(answer.text, "html5lib")


def names(answer) -> list[str]:
    return [each.text for each in page(answer).select("tbody th bdi")]


def alerts(answer) -> list[str]:
    return [" ".join(each.text.split()) for each in page(answer).select(".alert p, .alert li a")]


def everybody() -> list[tuple]:
    db.session.expire_all()
    rows = db.session.scalars(db.select(Registration).order_by(Registration.id))
    return [(row.name, row.people, row.status) for row in rows]


def hidden(answer, name: str) -> str:
    return str(page(answer).select_one(f"[name={name}]")["value"])


def press() -> str:
    return tokens.new_press()


def test_the_list_shows_who_comes_and_is_searched(event, noor):
    make_registration(event, name="Aylin Öztürk")
    make_registration(event, name="Ben <b>", people=2)
    make_registration(event, name="Cas")

    assert names(noor.get(f"{BASE}/aanmeldingen")) == ["Cas", "Ben <b>", "Aylin Öztürk"]
    assert names(noor.get(f"{BASE}/aanmeldingen?q=ozturk")) == ["Aylin Öztürk"]
    assert names(noor.get(f"{BASE}/aanmeldingen?status=waiting")) == ["Cas"]
    assert [each.text for each in page(noor.get(f"{BASE}/aanmeldingen")).select(".figures dd:nth-of-type(1)")] == [
        "3", "2", "1", "0",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "strange", ["status=x", "page=-1", "page=99999999999999999999", "order=drop", "q=%00", "present=x"]
)
def test_strange_words_in_the_address_ask_for_nothing(event, noor, strange):
    make_registration(event, name="Ana")

    answer = noor.get(f"{BASE}/aanmeldingen?{strange}")

    assert (answer.status_code, names(answer)) == (200, ["Ana"])


def test_who_is_inside_is_shown_and_found(event, noor):
    ana = make_registration(event, name="Ana")
    make_registration(event, name="Ben")
    door.check_in(event.id, device="a", fact_id="1", reference=ana.ticket.reference, people=1, seen=0, now=NOON)

    answer = noor.get(f"{BASE}/aanmeldingen?present=yes")

    assert names(answer) == ["Ana"]
    assert [each.text for each in page(answer).select("tbody .badge")] == ["Comes", "Present"]


def test_somebody_is_added_and_gets_a_card(event, noor):
    answers = {"name": "Joke", "people": "2", "reach": "phone", "phone": "06 12 34 56 78", "language": "nl"}

    answer = noor.post(f"{BASE}/aanmeldingen/nieuw", data=answers | {"press": press()})

    assert answer.status_code == 303
    joke = db.session.scalars(db.select(Registration)).one()
    assert (joke.name, joke.people, joke.phone, joke.status) == ("Joke", 2, "+31612345678", "confirmed")
    assert spell_code(joke.ticket.code) in noor.get(f"{BASE}/aanmeldingen/{joke.id}/kaart").text


@pytest.mark.parametrize(
    "wrong, fault",
    [
        ({"name": " "}, "Enter a name"),
        ({"reach": "phone", "phone": "x"}, "Enter a phone number, for example 06 12 34 56 78"),
        ({"reach": "email", "email": "x"}, "Enter an e-mail address with an @, for example naam@voorbeeld.nl"),
        ({"people": "9"}, "Choose the number of people"),
        ({"language": "xx"}, "Choose a language"),
    ],
)
def test_a_wrong_answer_is_named_and_adds_nobody(event, noor, wrong, fault):
    answers = {"name": "Joke", "people": "1", "reach": "none", "language": "nl", "press": press()}

    answer = noor.post(f"{BASE}/aanmeldingen/nieuw", data=answers | wrong)

    assert (answer.status_code, everybody()) == (422, [])
    assert fault in alerts(answer)


def test_several_are_added_at_once(event, noor):
    answers = {"names": "Ana\n\n Ben  Bakker \n", "reach": "none", "language": "nl", "press": press()}

    for _press in range(2):
        assert noor.post(f"{BASE}/aanmeldingen/meer", data=answers).status_code == 303

    assert everybody() == [("Ana", 1, "confirmed"), ("Ben Bakker", 1, "confirmed")]


def test_a_sign_up_is_changed_on_its_own_page(event, noor):
    ana = make_registration(event, name="Ana", email="ana@voorbeeld.nl")
    answers = {"name": "Ana Bos", "people": "2", "reach": "email", "email": "ana@voorbeeld.nl"}

    assert noor.post(f"{BASE}/aanmeldingen/{ana.id}", data=answers).status_code == 303

    assert everybody() == [("Ana Bos", 2, "confirmed")]
    refused = noor.post(f"{BASE}/aanmeldingen/{ana.id}", data=answers | {"people": "4", "name": "Anna"})
    assert refused.status_code == 422
    assert page(refused).select_one("#name")["value"] == "Anna"


def test_a_sign_up_of_another_event_is_not_here(event, noor):
    other = make_registration(make_event())

    for address in (f"{BASE}/aanmeldingen/{other.id}", f"{BASE}/aanmeldingen/{other.id}/kaart"):
        assert noor.get(address).status_code == 404
    assert noor.post(f"{BASE}/aanmeldingen/{other.id}/terugzetten").status_code == 404
    assert noor.post(f"{BASE}/aanmeldingen/afmelden", data={"chosen": other.id}).status_code == 422
    assert [status for _name, _people, status in everybody()] == ["confirmed"]


def test_who_is_chosen_is_taken_off_after_a_question_and_put_back(event, noor):
    ana = make_registration(event, name="Ana", email="ana@voorbeeld.nl")

    question = noor.post(f"{BASE}/aanmeldingen/kies", data={"chosen": ana.id, "do": "remove"})
    assert [each.text for each in page(question).select("main bdi")][-1] == "Ana"
    assert everybody() == [("Ana", 1, "confirmed")]

    noor.post(f"{BASE}/aanmeldingen/afmelden", data={"chosen": ana.id})
    assert everybody() == [("Ana", 1, "cancelled")]
    noor.post(f"{BASE}/aanmeldingen/{ana.id}/terugzetten")
    assert everybody() == [("Ana", 1, "confirmed")]
    assert letters_to("ana@voorbeeld.nl") == ["place-confirmed", "registration-cancelled", "place-confirmed"]


def test_passing_over_needs_a_reason(event, noor):
    make_registration(event, name="Ana", people=2)
    ben = make_registration(event, name="Ben", people=2)
    make_registration(event, name="Cas")
    address = f"{BASE}/aanmeldingen/{ben.id}/overslaan"

    refused = noor.post(address, data={"reason": " "})
    assert (refused.status_code, alerts(refused)[-1]) == (422, "Write why you pass this group over")
    assert noor.post(address, data={"reason": "Zij wachten liever."}).status_code == 303

    assert everybody() == [("Ana", 2, "confirmed"), ("Ben", 2, "waiting"), ("Cas", 1, "confirmed")]
    assert "Zij wachten liever." in noor.get(f"{BASE}/aanmeldingen/{ben.id}").text


def test_the_call_list_says_whom_to_call_and_what_to_say_and_is_ticked(event, noor):
    make_registration(event, name="Ben", reach=Reach.PHONE, phone="+31612345678")
    actions.call_off(event.id, reason="", now=NOON)

    answer = noor.get(f"{BASE}/bellijst")
    assert page(answer).select_one("a[href^='tel:']")["href"] == "tel:+31612345678"
    assert "The event does not take place." in answer.text

    call = db.session.scalars(db.select(Call)).one()
    noor.post(f"{BASE}/bellijst/{call.id}")
    assert "Called Wednesday 2 June 2027, 12:00 by Noor" in noor.get(f"{BASE}/bellijst").text


def test_the_list_goes_along_as_csv_without_formulas_and_that_is_noted(event, noor):
    make_registration(event, name="=HYPERLINK(1)", needs='-1 stoel; "links"', email="ana@voorbeeld.nl")
    make_registration(event, name="Ben", reach=Reach.PHONE, phone="+31612345678")

    answer = noor.post(f"{BASE}/aanmeldingen/export", data={"as": "csv", "order": "oldest"})

    assert answer.data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig")), delimiter=";"))
    assert rows[0][:5] == ["Name", "People", "Status", "E-mail", "Phone"]
    assert [row[0] for row in rows[1:]] == ["'=HYPERLINK(1)", "Ben"]
    assert (rows[1][6], rows[2][4]) == ('\'-1 stoel; "links"', "+31612345678")
    note = db.session.scalars(db.select(AuditNote)).one()
    assert (note.what, note.after) == ("registrations.exported", {"count": 2, "as": "csv"})


def test_the_list_goes_along_for_excel_with_texts_as_texts(event, noor):
    make_registration(event, name="@Ana\x0b", reach=Reach.PHONE, phone="+31612345678", people=2)

    answer = noor.post(f"{BASE}/aanmeldingen/export", data={"as": "xlsx"})

    cells = next(iter(load_workbook(io.BytesIO(answer.data)).active.iter_rows(min_row=2)))
    assert [cell.value for cell in cells[:5]] == ["'@Ana", 2, "Comes", None, "+31612345678"]
    assert (cells[0].data_type, cells[4].data_type, cells[4].number_format) == ("s", "s", "@")


def upload(noor, content: bytes | str, name: str = "lijst.csv"):
    data = content.encode() if isinstance(content, str) else content
    values = {"file": (io.BytesIO(data), name), "press": press()}
    return noor.post(f"{BASE}/aanmeldingen/inlezen", data=values, content_type="multipart/form-data")


def confirm(noor, preview, **given):
    values = {name: hidden(preview, name) for name in ("press", "rows")} | {"without_doubles": "y"} | given
    return noor.post(f"{BASE}/aanmeldingen/inlezen", data=values)


def sheet(*rows) -> bytes:
    book, file = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(file)
    return file.getvalue()


FILES = {
    "semicolons": "Naam;E-mail;Aantal\nAna;ANA@voorbeeld.nl;2\nBen;;\n".encode("utf-8-sig"),
    "commas": b"Name,People,Email\r\nAna,2,ana@voorbeeld.nl\r\n\r\nBen,1,\r\n",
    "excel": sheet(
        ["naam", "aantal", "e-mail"], ["Ana", 2, "ana@voorbeeld.nl"], ["Ben", 1.0, None], [None, None, None]
    ),
}


@pytest.mark.parametrize("file", FILES)
def test_a_list_is_looked_at_and_then_brought_in_and_nobody_is_mailed(event, noor, file):
    preview = upload(noor, FILES[file])
    assert (preview.status_code, names(preview), everybody()) == (200, ["Ana", "Ben"], [])

    for _press in range(2):
        assert confirm(noor, preview).status_code == 303

    assert everybody() == [("Ana", 2, "confirmed"), ("Ben", 1, "confirmed")]
    assert db.session.scalars(db.select(Letter.kind)).all() == []
    assert faults() == []


def test_old_windows_letters_are_read(event, noor):
    assert names(upload(noor, "Naam\nZoë\n".encode("cp1252"))) == ["Zoë"]


def test_every_fault_is_named_with_its_row_and_nothing_is_brought_in(event, noor):
    rows = [f"Gast {number};;" for number in range(2, 17)] + [";geen adres;99", "Ben;;x"]

    answer = upload(noor, "Naam;E-mail;Aantal\n" + "\n".join(rows))

    assert answer.status_code == 422
    assert [each.text for each in page(answer).select(".alert li")] == [
        "Row 17: geen adres is not an e-mail address.",
        "Row 17: There is no name.",
        "Row 17: The number of people must be 1 up to 3.",
        "Row 18: The number of people must be 1 up to 3.",
    ]
    assert everybody() == []


def test_what_comes_back_is_judged_again(event, noor):
    preview = upload(noor, "Naam\nAna\n")

    for rows in ("[", "[]", "7", '[["Naam"], ["Ana", 7]]', '[["Naam"], [""]]', '[["Naam", "Aantal"], ["Ana", "99"]]'):
        assert confirm(noor, preview, rows=rows).status_code == 422

    assert everybody() == []


def test_who_is_there_already_is_shown_and_left_out(event, noor):
    make_registration(event, name="Ana", email="ana@voorbeeld.nl")

    preview = upload(noor, "Naam;Email\nANA;ana@voorbeeld.nl\nBen;\nBen;\n")
    assert [each.text for each in page(preview).select("details.more li")] == ["Row 2: ANA", "Row 4: Ben"]
    confirm(noor, preview)

    assert everybody() == [("Ana", 1, "confirmed"), ("Ben", 1, "confirmed")]


@pytest.mark.parametrize(
    "file, fault",
    [
        (b"", "Choose a file first."),
        (b"\n\n", "The file is empty."),
        (b"Adres\nx\n", "The first row needs a column with the heading Name."),
        (b"Naam;Name\nx;y\n", "Two columns have the same heading."),
        (b"Naam\n", "There is nobody in the file."),
        (b"PK\x03\x04broken", "This is not an Excel file (.xlsx). Save it again as CSV or as .xlsx."),
        (b"\x00\x01\x02", "This is not an Excel file (.xlsx). Save it again as CSV or as .xlsx."),
    ],
)
def test_a_file_that_is_no_list_is_refused(event, noor, file, fault):
    answer = upload(noor, file)

    assert (answer.status_code, alerts(answer)) == (422, [fault])


def test_our_own_file_comes_back_as_it_was(event, noor):
    make_registration(event, name="=Ana", people=2, email="ana@voorbeeld.nl")
    file = noor.post(f"{BASE}/aanmeldingen/export", data={"as": "csv"}).data
    make_event(slug="later", starts_at=NOON + timedelta(days=1), organisations=event.organisations)

    preview = upload(noor, file)

    assert names(preview) == ["=Ana"]
    assert [each.text for each in page(preview).select("details.more li")] == ["Row 2: =Ana"]


def write(noor, do: str, **given):
    values = {"group": "registered", "subject": "Paraplu", "text": "Het regent.\n\nNeem <b>iets</b> mee.", "do": do}
    return noor.post(
        f"{BASE}/bericht", data=values | {"press": "A" * 26, "test_press": "B" * 26, "expected": "1"} | given
    )


def test_a_message_is_seen_as_a_real_person_gets_it_and_sent_once(event, noor):
    ana = make_registration(event, name="Ana", email="ana@voorbeeld.nl")
    make_registration(event, name="Ben", reach=Reach.NONE)

    preview = write(noor, "preview")
    assert ana.key not in preview.text
    assert "A message for you" in preview.text or "Een bericht voor u" in preview.text
    assert [" ".join(each.text.split()) for each in page(preview).select("[value=send]")] == ["Send to 1 person"]
    assert "1 sign-up has no e-mail address. Call them." in preview.text
    assert letters_to("ana@voorbeeld.nl") == ["place-confirmed"]

    for _press in range(2):
        assert write(noor, "send").status_code == 303
    assert letters_to("ana@voorbeeld.nl") == ["place-confirmed", "message"]
    assert faults() == []


def test_a_test_goes_to_oneself_alone(event, noor):
    make_registration(event, email="ana@voorbeeld.nl")

    assert write(noor, "test").status_code == 200

    assert (letters_to("noor@voorbeeld.nl"), letters_to("ana@voorbeeld.nl")) == (["message"], ["place-confirmed"])


@pytest.mark.parametrize(
    "given, fault",
    [
        ({"subject": ""}, "Write a subject"),
        ({"text": " "}, "Write your message"),
        (
            {"expected": "2"},
            "The group became another one while you looked. Look at the number and press the button again.",
        ),
        (
            {"expected": "x"},
            "The group became another one while you looked. Look at the number and press the button again.",
        ),
    ],
)
def test_a_message_that_is_not_right_yet_goes_nowhere(event, noor, given, fault):
    make_registration(event, email="ana@voorbeeld.nl")

    answer = write(noor, "send", **given)

    assert (answer.status_code, alerts(answer)[-1]) == (422, fault)
    assert letters_to("ana@voorbeeld.nl") == ["place-confirmed"]


def test_a_message_to_who_was_chosen_goes_to_them_alone(event, noor):
    ana = make_registration(event, name="Ana", email="ana@voorbeeld.nl")
    make_registration(event, name="Ben", email="ben@voorbeeld.nl")

    form = noor.post(f"{BASE}/aanmeldingen/kies", data={"chosen": ana.id, "do": "message"})
    assert (form.status_code, hidden(form, "expected")) == (200, "1")
    write(noor, "send", group="selection", chosen=ana.id)

    assert (letters_to("ana@voorbeeld.nl")[1:], letters_to("ben@voorbeeld.nl")[1:]) == (["message"], [])


def test_who_has_only_a_password_takes_no_list_along(client, event):
    make_registration(event)
    sign_in(client, make_account(*event.organisations))

    answer = client.post(f"{BASE}/aanmeldingen/export", data={"as": "csv"})

    assert (answer.status_code, answer.headers["Location"]) == (303, "/en/organiseren/tweede-stap")
    assert db.session.scalar(db.select(db.func.count(AuditNote.id))) == 0


def undelivered(event, **given):
    registration = make_registration(event, **given)
    with transaction() as session:
        for letter in session.scalars(db.select(Letter).where(Letter.about == f"registration/{registration.id}")):
            letter.state, letter.answer = "failed", "550 5.1.1 no such user"
    return registration


def test_a_wrong_address_is_corrected_and_the_letter_goes_there(event, noor):
    ana = undelivered(event, name="Ana", email="anna@voorbeeld.nl")
    shown = page(noor.get(f"{BASE}/berichten"))
    assert [each.text for each in shown.select("article h3")] == ["Ana"]
    assert "This address does not exist." in shown.text

    answer = noor.post(f"{BASE}/berichten/{ana.id}", data={"email": "ANA@voorbeeld.nl"})

    assert answer.status_code == 303
    db.session.expire_all()
    letter = db.session.scalars(db.select(Letter)).one()
    assert (ana.email, letter.to_address, letter.state) == ("ana@voorbeeld.nl", "ana@voorbeeld.nl", "written")
    assert page(noor.get(f"{BASE}/berichten")).select("article") == []


@pytest.mark.parametrize("email", ["", "geen adres", "a" * 300 + "@voorbeeld.nl"])
def test_an_address_that_cannot_be_is_refused_and_kept(event, noor, email):
    ana = undelivered(event, email="anna@voorbeeld.nl")

    answer = noor.post(f"{BASE}/berichten/{ana.id}", data={"email": email})

    assert answer.status_code == 422
    assert page(answer).find(id=f"email-{ana.id}")["value"] == email
    db.session.expire_all()
    assert ana.email == "anna@voorbeeld.nl"


def test_nobody_corrects_an_address_at_another_event_or_of_who_wants_no_mail(event, noor):
    elsewhere = undelivered(make_event(), email="anna@voorbeeld.nl")
    by_phone = make_registration(event, reach=Reach.PHONE, phone="+31612345678")

    erased = make_registration(event, email="weg@voorbeeld.nl")
    erased.erased_at, erased.email = NOON, ""
    db.session.commit()

    for number, status in ((elsewhere.id, 404), (erased.id, 404), (999_999, 404), (by_phone.id, 422)):
        answer = noor.post(f"{BASE}/berichten/{number}", data={"email": "ik@voorbeeld.nl"})
        assert answer.status_code == status
    db.session.expire_all()
    assert erased.email == ""
    assert (elsewhere.email, by_phone.email) == ("anna@voorbeeld.nl", "")


def headings(answer) -> list[str]:
    return answer.text.lstrip("\ufeff").splitlines()[0].split(";")


def test_columns_are_chosen_kept_and_taken_along(event, noor):
    make_registration(event, name="Ana", email="ana@voorbeeld.nl", people=2)

    shown = page(noor.get(f"{BASE}/aanmeldingen?columns=name&columns=people&columns=oorlog"))
    assert [each.text for each in shown.select("thead th")] == ["Choose", "Name", "People", "Status"]
    assert "ana@voorbeeld.nl" not in shown.select_one("tbody").text
    assert {field["value"] for field in shown.select("form input[name=columns][type=hidden]")} == {
        "name",
        "name-people",
    }

    taken = noor.post(f"{BASE}/aanmeldingen/export", data={"as": "csv", "columns": "name-people"})
    assert (headings(taken), taken.text.splitlines()[1]) == (["Name", "People", "Status"], "Ana;2;Comes")
    assert len(headings(noor.post(f"{BASE}/aanmeldingen/export", data={"as": "csv"}))) == 9


def test_who_was_ticked_is_taken_along_or_everybody_who_was_found(event, noor):
    ana, _ben = make_registration(event, name="Ana"), make_registration(event, name="Ben")
    make_registration(event, name="Anna", language="tr")

    def names(**asked) -> list[str]:
        taken = noor.post(f"{BASE}/aanmeldingen/export", data={"as": "csv", "order": "name"} | asked)
        return [line.split(";")[0] for line in taken.text.splitlines()[1:]]

    assert names(chosen=ana.id) == ["Ana"]
    assert names() == ["Ana", "Anna", "Ben"]
    assert names(all="1", language="tr", chosen=ana.id) == ["Anna"]


def test_a_message_goes_to_everybody_who_was_found_on_all_pages(event, noor):
    for number in range(3):
        make_registration(event, name=f"An{number}", email=f"an{number}@voorbeeld.nl")
    make_registration(event, name="Ben", email="ben@voorbeeld.nl")

    form = noor.post(f"{BASE}/aanmeldingen/kies", data={"do": "message", "all": "1", "q": "an"})

    assert hidden(form, "expected") == "3"


def test_more_people_than_can_be_chosen_at_once_are_told(event, noor, monkeypatch):
    monkeypatch.setattr(staff_forms, "MOST_CHOSEN", 1)
    for _number in range(2):
        make_registration(event)

    answer = noor.post(f"{BASE}/aanmeldingen/kies", data={"do": "message", "all": "1"}, follow_redirects=True)

    assert "Choose at most 1 people at once." in answer.text


def test_badges_are_for_everybody_who_comes_and_that_is_noted(event, noor):
    make_registration(event, name="Ana", people=2)
    make_registration(event, name="Ben", reach=Reach.NONE, people=2)

    answer = noor.post(f"{BASE}/aanmeldingen/naamkaartjes")

    assert (answer.mimetype, answer.data[:5]) == ("application/pdf", b"%PDF-")
    told = db.session.scalars(db.select(AuditNote.after).filter_by(what="registrations.exported")).one()
    assert told == {"count": 2, "as": "badges"}


def test_badges_come_on_the_paper_that_was_chosen_and_on_cards_where_it_is_unknown(event, noor):
    make_registration(event, name="Ana")
    papers = [option["value"] for option in page(noor.get(f"{BASE}/aanmeldingen")).select("#sheet-all option")]

    sizes = {len(noor.post(f"{BASE}/aanmeldingen/naamkaartjes", data={"sheet": paper}).data) for paper in papers}

    assert papers == ["cards", "L7165", "L7163", "L7160"]
    assert len(sizes) > 1
    assert noor.post(f"{BASE}/aanmeldingen/naamkaartjes", data={"sheet": "../x"}).data[:5] == b"%PDF-"


def test_no_badges_without_people(event, noor):
    answer = noor.post(f"{BASE}/aanmeldingen/naamkaartjes", follow_redirects=True)

    assert "Choose 1 up to 1000 people for badges." in answer.text
