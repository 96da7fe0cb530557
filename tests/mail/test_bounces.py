"""What a mail in the mailbox of bounces says about a letter of ours."""

import pytest

from eventapp.mail.bounces import NO_WORDS, read_bounce
from eventapp.mail.models import Letter

from .returned import GONE, holiday, notice, qmail

NAME = "<abcdefghijklmnopqrstuvwxyz@localhost>"
HOST = "localhost"


@pytest.fixture
def letter() -> Letter:
    return Letter(to_address="fatima@voorbeeld.nl", message_id=NAME)


def test_a_notice_tells_which_letter_to_whom_and_why_not(letter):
    bounce = read_bounce(notice(letter), host=HOST)

    assert bounce
    assert bounce.message_ids == (NAME,)
    assert bounce.address == "fatima@voorbeeld.nl"
    assert bounce.words == GONE.format(to="fatima@voorbeeld.nl")


def test_a_status_without_a_code_in_the_words_stands_before_them(letter):
    bounce = read_bounce(notice(letter, status="5.2.2", words="mailbox vol"), host=HOST)

    assert bounce
    assert bounce.words == "5.2.2 mailbox vol"


def test_plain_words_of_old_servers_are_read_too(letter):
    bounce = read_bounce(qmail(letter), host=HOST)

    assert bounce
    assert (bounce.message_ids, bounce.address) == ((NAME,), "fatima@voorbeeld.nl")


@pytest.mark.parametrize("action", ["delayed", "relayed", "delivered"])
def test_a_server_that_goes_on_trying_or_succeeded_says_nothing_new(letter, action):
    assert read_bounce(notice(letter, action=action, status="4.4.1"), host=HOST) is None


def test_who_is_on_holiday_exists(letter):
    assert read_bounce(holiday(letter), host=HOST) is None


def test_a_notice_about_the_mail_of_somebody_else_is_none_of_ours(letter):
    assert read_bounce(notice(letter), host="elders.voorbeeld.nl") is None


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\0\xff\xfe",
        b"Content-Type: multipart/report; boundary=B\n\n--B\n--B\n",
        b"Content-Type: message/delivery-status\n\nAction: failed\n",
        b'Content-Type: multipart/mixed; boundary="\xf0\x9f\x98\x80"\n\n--x',
        b"Subject: =?x?q?\xff?=\nContent-Transfer-Encoding: base64\n\n!!!!",
        b"Content-Type: multipart/mixed; boundary=B\n\n" + b"--B\nContent-Type: multipart/mixed; boundary=B\n\n" * 40,
    ],
)
def test_a_mail_that_nobody_can_read_says_nothing(raw):
    assert read_bounce(raw, host=HOST) is None


def test_a_bounce_without_a_reason_says_so(letter):
    raw = notice(letter).replace(b"Diagnostic-Code", b"X-Nothing").replace(b"Status: 5.1.1\r\n", b"")

    bounce = read_bounce(raw, host=HOST)

    assert bounce is None or bounce.words == NO_WORDS
