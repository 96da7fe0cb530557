"""The mailbox where bounces arrive: on a mail server, or a folder of this machine."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientError

from config import Settings

from .delivery import SECONDS

MOST_BYTES = 200_000  # of one mail: why it came back stands at its beginning
AT_ONCE = 20


class MailboxUnreadable(Exception):
    """Nobody answers, or not to us."""


@dataclass(frozen=True)
class Received:
    """A mail as it lies there; `mark` says how far the mailbox is read with it."""

    mark: str
    raw: bytes


class Mailbox(Protocol):
    """Where bounces arrive. Other mail may lie there too: nothing is thrown away."""

    @property
    def name(self) -> str:
        """By which what was read is kept."""

    def unread(self, upto: str) -> Iterator[Received]:
        """What came after that mark, in order; raises MailboxUnreadable."""

    def put_aside(self, received: Received) -> None:
        """It was read."""


@dataclass(frozen=True)
class Maildir:
    """A folder with one file a mail; what was read moves from `new` to `cur`, as mail programs do."""

    path: Path

    @property
    def name(self) -> str:
        return f"maildir {self.path.name}"

    def unread(self, upto: str) -> Iterator[Received]:
        try:
            files = sorted(each for each in (self.path / "new").iterdir() if each.is_file())
            for file in files:
                with suppress(FileNotFoundError), file.open("rb") as opened:  # another worker may be at it too
                    yield Received(file.name, opened.read(MOST_BYTES))
        except OSError as error:
            raise MailboxUnreadable(f"{type(error).__name__}: {error.strerror}") from error

    def put_aside(self, received: Received) -> None:
        with suppress(FileNotFoundError):
            (self.path / "new" / received.mark).rename(self.path / "cur" / f"{received.mark}:2,S")


@dataclass(frozen=True)
class ImapMailbox:
    """A folder on a mail server, read without changing anything there: its numbers only go up (RFC 3501)."""

    host: str
    port: int | None
    encrypted: bool
    user: str
    password: str = field(repr=False)
    folder: str = "INBOX"

    @property
    def name(self) -> str:
        return f"{self.user} {self.host} {self.folder}"[:200]

    def unread(self, upto: str) -> Iterator[Received]:
        try:
            with IMAPClient(self.host, port=self.port, ssl=self.encrypted, timeout=SECONDS) as server:
                server.login(self.user, self.password)
                validity = str(server.select_folder(self.folder, readonly=True).get(b"UIDVALIDITY", 0))
                known, _, last = upto.partition(":")
                first = int(last) + 1 if known == validity else 1
                numbers = [each for each in server.search(["UID", f"{first}:*"]) if each >= first]
                yield from self._fetch(server, sorted(numbers), validity)
        except (OSError, IMAPClientError) as error:
            raise MailboxUnreadable(f"{type(error).__name__}: {' '.join(str(error).split())}") from error

    def _fetch(self, server: IMAPClient, numbers: list[int], validity: str) -> Iterator[Received]:
        for start in range(0, len(numbers), AT_ONCE):
            some = server.fetch(numbers[start : start + AT_ONCE], [f"BODY.PEEK[]<0.{MOST_BYTES}>"])
            for number in sorted(some):
                raw = next((value for name, value in some[number].items() if name.startswith(b"BODY[]")), b"")
                yield Received(f"{validity}:{number}", raw)

    def put_aside(self, received: Received) -> None:
        pass  # it stays where it is: other people may read this mailbox too


def bounces_of(settings: Settings) -> Mailbox | None:
    """The mailbox of these settings; without one nobody reads what comes back."""
    if not settings.bounces_url:
        return None
    parts = urlsplit(settings.bounces_url)
    if parts.scheme == "maildir":
        return Maildir(Path(unquote(parts.path)))
    return ImapMailbox(
        host=parts.hostname or "",
        port=parts.port,
        encrypted=parts.scheme == "imaps",
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        folder=unquote(parts.path.strip("/")) or "INBOX",
    )
