"""Letters that come back: from a folder and from a mail server, once, whatever else lies there."""

from datetime import timedelta
from pathlib import Path

import pytest

from config import MissingSetting
from eventapp.database import db
from eventapp.mail import actions, queries
from eventapp.mail.bounce_reading import read_new_bounces
from eventapp.mail.mailboxes import Maildir, bounces_of
from eventapp.mail.models import Letter, State
from eventapp.mail.rules import KEPT_DEAD, NOT_MAILED

from ..conftest import NOON, settings_for
from .imap_server import ImapServer, imap_server
from .post import letters, make_letter
from .returned import GONE, holiday, notice, qmail

LATER = NOON + timedelta(minutes=20)


@pytest.fixture
def folder(tmp_path) -> Path:
    for name in ("new", "cur", "tmp"):
        (tmp_path / name).mkdir()
    return tmp_path


@pytest.fixture
def mailbox(folder) -> Maildir:
    return Maildir(folder)


@pytest.fixture
def server():
    with imap_server() as server:
        yield server


def sent(to: str = "fatima@voorbeeld.nl", kind: str = "place-confirmed") -> Letter:
    letter = make_letter(kind=kind, to=to)
    [claimed] = actions.claim(1, owner="w", now=NOON)
    actions.put_at_the_wire(claimed, owner="w", now=NOON)
    actions.mark_sent(claimed, owner="w", answer="250 taken", now=NOON)
    return db.session.scalars(db.select(Letter).filter_by(id=letter.id)).one()


def told() -> list[tuple[str, str]]:
    return [(letter.state, letter.answer) for letter in letters()]


def imap(server: ImapServer):
    return bounces_of(settings_for("sqlite:///unused.sqlite", BOUNCES_URL=server.url))


def test_a_letter_that_came_back_says_so_and_its_address_is_mailed_no_more(app, folder, mailbox):
    (folder / "new" / "1").write_bytes(notice(sent()))

    read = read_new_bounces(mailbox, now=LATER)
    make_letter(to="fatima@voorbeeld.nl")
    claimed = actions.claim(5, owner="w", now=LATER)

    assert read == (1, 1)
    assert told() == [(State.BOUNCED, GONE.format(to="fatima@voorbeeld.nl")), (State.FAILED, NOT_MAILED)]
    assert claimed == []
    assert letters()[0].bounced_at == LATER
    assert [each.name for each in (folder / "cur").iterdir()] == ["1:2,S"]


def test_letters_with_which_staff_sign_in_leave_all_the_same(app):
    actions.bury("noor@voorbeeld.nl", because="550 5.1.1", now=NOON)
    make_letter(to="noor@voorbeeld.nl", kind="staff-reset")

    assert [each.kind for each in actions.claim(5, owner="w", now=NOON)] == ["staff-reset"]


def test_a_full_mailbox_is_no_dead_address(app, folder, mailbox):
    (folder / "new" / "1").write_bytes(notice(sent(), status="5.2.2", words="552 5.2.2 mailbox full"))

    read_new_bounces(mailbox, now=LATER)

    assert told() == [(State.BOUNCED, "552 5.2.2 mailbox full")]
    assert queries.dead_among(["fatima@voorbeeld.nl"]) == set()


def test_of_a_letter_that_was_sent_on_the_first_address_stays_good(app, folder, mailbox):
    (folder / "new" / "1").write_bytes(notice(sent(), to="fatima@elders.voorbeeld.nl"))

    read_new_bounces(mailbox, now=LATER)

    assert letters()[0].state == State.BOUNCED
    assert queries.dead_among(["fatima@voorbeeld.nl", "fatima@elders.voorbeeld.nl"]) == set()


def test_strange_mail_is_passed_by_and_what_comes_after_it_is_read(app, folder, mailbox):
    letter = sent()
    strange = [b"", b"\0\xff" * 1000, holiday(letter), b"x" * 300_000, b"Content-Type: multipart/report\n\n"]
    for number, raw in enumerate([*strange, qmail(letter)]):
        (folder / "new" / f"{number}").write_bytes(raw)

    assert read_new_bounces(mailbox, now=LATER) == (6, 1)
    assert letters()[0].state == State.BOUNCED


@pytest.mark.parametrize(
    "words", [b"550 5.1.1 \0\x1b[2J weg", b"550 5.1.1 \xff\xfe", "550 5.1.1 العنوان 🎉".encode(), b"x" * 5_000]
)
def test_whatever_a_server_says_is_kept_and_stops_nobody(app, folder, mailbox, words):
    letter = sent()
    said = notice(letter, words="WORDS").replace(b"WORDS", words)
    (folder / "new" / "1").write_bytes(said)

    assert read_new_bounces(mailbox, now=LATER) == (1, 1)
    assert letters()[0].state == State.BOUNCED
    assert len(letters()[0].answer) <= 500


def test_the_same_bounce_twice_is_one_and_an_invented_one_is_none(app, folder, mailbox):
    letter = sent()
    invented = Letter(to_address="ben@voorbeeld.nl", message_id=f"<{'a' * 26}@localhost>")
    for number, raw in enumerate([notice(letter), notice(letter), notice(invented)]):
        (folder / "new" / f"{number}").write_bytes(raw)

    assert read_new_bounces(mailbox, now=LATER) == (3, 1)
    assert queries.dead_among(["ben@voorbeeld.nl"]) == set()


def test_a_folder_that_is_not_there_is_told_and_does_not_stop_the_worker(app, tmp_path):
    mailbox = Maildir(tmp_path / "nowhere")

    assert read_new_bounces(mailbox, now=LATER) == (0, 0)
    assert queries.latest_reading().fault == "FileNotFoundError: No such file or directory"


def test_a_mail_server_is_read_from_where_we_were_and_nothing_changes_there(app, server):
    server.mails = {3: notice(sent()), 9: holiday(sent("ben@voorbeeld.nl"))}
    mailbox = imap(server)

    first = read_new_bounces(mailbox, now=LATER)
    again = read_new_bounces(mailbox, now=LATER)
    server.mails[12] = notice(letters()[1])
    third = read_new_bounces(mailbox, now=LATER)

    assert [first, again, third] == [(2, 1), (0, 0), (1, 1)]
    assert [letter.state for letter in letters()] == [State.BOUNCED, State.BOUNCED]
    assert {command.split()[0].upper() for command in server.asked} <= {
        "CAPABILITY",
        "LOGIN",
        "EXAMINE",
        "UID",
        "LOGOUT",
    }
    assert all("PEEK" in command for command in server.asked if "FETCH" in command)


def test_a_mailbox_that_was_made_anew_is_read_from_its_beginning(app, server):
    server.mails = {30: holiday(sent())}
    read_new_bounces(imap(server), now=LATER)
    server.validity, server.mails = 8, {1: notice(letters()[0])}

    assert read_new_bounces(imap(server), now=LATER) == (1, 1)


def test_a_wrong_password_is_told_without_the_password(app, server):
    mailbox = bounces_of(settings_for("sqlite:///unused.sqlite", BOUNCES_URL=server.url.replace("geheim", "fout")))

    assert read_new_bounces(mailbox, now=LATER) == (0, 0)
    fault = queries.latest_reading().fault
    assert "wrong password" in fault
    assert "fout" not in fault
    assert "fout" not in repr(mailbox)


def test_who_corrects_an_address_hears_nothing_of_a_late_bounce_of_the_old_one(app, folder, mailbox):
    letter = sent()
    late = notice(letter)
    (folder / "new" / "1").write_bytes(late)
    read_new_bounces(mailbox, now=LATER)
    actions.send_to_new_address(letter.about, to_address="fatima@goed.voorbeeld.nl", now=LATER)
    [claimed] = actions.claim(1, owner="w", now=LATER)
    actions.put_at_the_wire(claimed, owner="w", now=LATER)
    actions.mark_sent(claimed, owner="w", answer="250", now=LATER)
    (folder / "new" / "2").write_bytes(late)

    assert read_new_bounces(mailbox, now=LATER) == (1, 0)
    assert told() == [(State.SENT, "250")]


def test_an_address_that_is_right_after_all_is_mailed_again(app):
    actions.bury("fatima@voorbeeld.nl", because="550 5.1.1", now=NOON)
    letter = make_letter(to="fatima@voorbeeld.nl")
    actions.claim(5, owner="w", now=NOON)

    actions.send_to_new_address(letter.about, to_address="fatima@voorbeeld.nl", now=NOON)

    assert [each.to_address for each in actions.claim(5, owner="w", now=NOON)] == ["fatima@voorbeeld.nl"]


def test_after_a_year_an_address_may_be_somebody_elses(app):
    actions.bury("fatima@voorbeeld.nl", because="550 5.1.1", now=NOON)

    actions.forget_dead_addresses(now=NOON + KEPT_DEAD)

    assert queries.dead_addresses("", page=1) == ([], 0)


@pytest.mark.parametrize(
    "address",
    ["imap://noor:x@mail.voorbeeld.nl/INBOX", "pop3://mail.voorbeeld.nl", "maildir://", "bounces", "imaps://"],
)
def test_a_mailbox_whose_password_anybody_could_hear_stops_the_start(address):
    with pytest.raises(MissingSetting, match="BOUNCES_URL"):
        settings_for("sqlite:///unused.sqlite", BOUNCES_URL=address)
