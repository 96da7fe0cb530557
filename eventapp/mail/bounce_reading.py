"""Reading the mailbox where bounces arrive, one mail after the other; who is killed in between goes on where it was."""

import logging
from datetime import datetime
from itertools import islice
from typing import NamedTuple
from urllib.parse import urlsplit

from ..web import settings
from . import actions, queries
from .bounces import Bounce, read_bounce
from .mailboxes import Mailbox, MailboxUnreadable, Received

MOST_AT_ONCE = 200  # letters wait meanwhile

log = logging.getLogger("ontmoet.bounces")


class ReadMails(NamedTuple):
    """How many mails were read, and how many of them were a bounce of a letter of ours."""

    mails: int
    bounces: int


def read_new_bounces(mailbox: Mailbox, *, now: datetime) -> ReadMails:
    """Take note of every letter that came back since the last time; a mailbox that cannot be read is told to staff."""
    reading = queries.reading_of(mailbox.name)
    upto = reading.upto if reading else ""
    mails = bounces = 0
    try:
        for received in islice(mailbox.unread(upto), MOST_AT_ONCE):
            bounce = _bounce_in(received)
            bounces += bool(bounce and actions.mark_bounced(bounce, now=now))
            upto = received.mark
            actions.note_reading(mailbox.name, upto=upto, now=now)
            mailbox.put_aside(received)
            mails += 1
        actions.note_reading(mailbox.name, upto=upto, now=now)
    except (MailboxUnreadable, OSError) as error:
        actions.note_reading(mailbox.name, fault=str(error), now=now)
        log.warning("bounces unreadable", extra={"facts": {"why": str(error)}})
    return ReadMails(mails, bounces)


def _bounce_in(received: Received) -> Bounce | None:
    """Anybody can send anything here: a mail that nobody can read holds up nothing."""
    try:
        return read_bounce(received.raw, host=urlsplit(settings().base_url).hostname or "")
    except Exception as error:
        log.warning("strange mail among the bounces", extra={"facts": {"why": type(error).__name__}})
        return None
