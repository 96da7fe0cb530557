"""Handing letters over: to a mail server, over one connection for many, or to the demo's mailbox page."""

import smtplib
import ssl
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Protocol
from urllib.parse import unquote, urlsplit

from config import Settings

from .rules import Answer

SECONDS = 20  # for each step of the talk; all of them together stay far within the lease
THIS_MACHINE = ("localhost", "127.0.0.1", "::1")
DEFAULT_PORTS = {"smtp": 587, "smtps": 465}
NO_ANSWER = 0


class RelayUnreachable(Exception):
    """There is nobody to hand letters to at this moment; none was handed over."""


class Relay(Protocol):
    """Whom letters are handed to."""

    @property
    def needs_pacing(self) -> bool:
        """Whether it is we who must not come to one receiving domain in a crowd."""

    @property
    def is_connected(self) -> bool:
        """Whether the letter before this one left somebody there to take it."""

    def prepare(self) -> None:
        """Make sure that somebody is there, or raise RelayUnreachable."""

    def hand_over(self, address: str, mail: bytes) -> Answer:
        """Give one letter out of our hands; the answer says whether it was taken."""

    def close(self) -> None:
        """Say goodbye."""


class DemoMailbox:
    """The demo: letters stay where they are and can be read there."""

    needs_pacing = False
    is_connected = True

    def prepare(self) -> None:
        pass

    def hand_over(self, address: str, mail: bytes) -> Answer:
        return Answer(250, "mailbox page")

    def close(self) -> None:
        pass


@dataclass
class MailServer:
    """A mail server by its SMTP_URL; the connection stays open between letters."""

    host: str
    port: int
    from_first_byte: bool = False  # smtps: encrypted from the start
    user: str = ""
    password: str = field(default="", repr=False)
    sender: str = ""
    _connection: smtplib.SMTP | None = None

    @property
    def is_here(self) -> bool:
        return self.host in THIS_MACHINE

    @property
    def needs_pacing(self) -> bool:
        return not self.is_here  # a server of our own does that by itself

    @property
    def is_connected(self) -> bool:
        return self._connection is not None

    def prepare(self) -> None:
        if self._connection and self._still_there(self._connection):
            return
        self._drop()
        try:
            self._connection = self._connect()
        except (OSError, smtplib.SMTPException) as error:
            self._drop()
            raise RelayUnreachable(_in_words(error)) from error

    def hand_over(self, address: str, mail: bytes) -> Answer:
        assert self._connection is not None, "prepare comes first"
        try:
            answer = self._talk(self._connection, address, mail)
        except (OSError, smtplib.SMTPException) as error:
            self._drop()
            return Answer(NO_ANSWER, _in_words(error))
        if answer.code == 421:  # the server goes away
            self._drop()
        return answer

    def close(self) -> None:
        if self._connection:
            with suppress(OSError, smtplib.SMTPException):
                self._connection.quit()
        self._drop()

    def _connect(self) -> smtplib.SMTP:
        tls = ssl.create_default_context()
        if self.from_first_byte:
            connection: smtplib.SMTP = smtplib.SMTP_SSL(self.host, self.port, timeout=SECONDS, context=tls)
        else:
            connection = smtplib.SMTP(self.host, self.port, timeout=SECONDS)
        try:
            if not self.from_first_byte and not self.is_here:
                connection.starttls(context=tls)  # required: raises where the server does not offer it
            connection.ehlo_or_helo_if_needed()
            if self.user:
                connection.login(self.user, self.password)
        except BaseException:
            connection.close()
            raise
        return connection

    def _talk(self, connection: smtplib.SMTP, address: str, mail: bytes) -> Answer:
        """One letter: from whom, to whom, and the text; the first answer that is not a yes is the answer."""
        code, words = connection.mail(self.sender)
        if code != 250:
            # our own address is refused: that is no fault of this letter, which must not be given up for it
            return self._no(Answer(NO_ANSWER, f"{code} {_readable(words)}"))
        code, words = connection.rcpt(address)
        if code not in (250, 251):
            return self._no(Answer(code, _readable(words)))
        try:
            code, words = connection.data(mail)
        except smtplib.SMTPDataError as refusal:
            return self._no(Answer(refusal.smtp_code, _readable(refusal.smtp_error)))
        return Answer(code, _readable(words))

    def _no(self, answer: Answer) -> Answer:
        """Make the connection ready for the next letter, or else end it."""
        try:
            assert self._connection is not None
            self._connection.rset()
        except (OSError, smtplib.SMTPException):
            self._drop()
        return answer

    def _still_there(self, connection: smtplib.SMTP) -> bool:
        try:
            return connection.noop()[0] == 250
        except (OSError, smtplib.SMTPException):
            return False

    def _drop(self) -> None:
        if self._connection:
            self._connection.close()
        self._connection = None


def relay_for(settings: Settings) -> Relay:
    """Whom these settings hand letters to."""
    if not settings.smtp_url:
        return DemoMailbox()
    parts = urlsplit(settings.smtp_url)
    return MailServer(
        host=parts.hostname or "",
        port=parts.port or DEFAULT_PORTS[parts.scheme],
        from_first_byte=parts.scheme == "smtps",
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        sender=settings.mail_from,
    )


def _readable(words: bytes | str) -> str:
    return " ".join((words.decode("utf-8", "replace") if isinstance(words, bytes) else words).split())


def _in_words(error: Exception) -> str:
    return f"{type(error).__name__}: {' '.join(str(error).split())}"
