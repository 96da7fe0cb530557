"""A mail server for tests: it takes letters, refuses them, or hangs up, as it is told."""

import email
import email.policy
import socket
import socketserver
import ssl
import sys
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from email.message import EmailMessage

from ..listening import listening

HANG_UP = "hang up"
TAKE = "250 taken"
Answers = Callable[[str], str]


class MailServer(socketserver.ThreadingTCPServer):
    """`to` decides about a recipient, `text` about what was sent to it; `letters` are all that were taken, in order."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Talk)
        self.to: Answers = lambda address: "250 fine"
        self.text: Answers = lambda address: TAKE
        self.sender = "250 fine"
        self.seconds = 0.0  # how long it thinks about a text
        self.tls: ssl.SSLContext | None = None  # it offers STARTTLS
        self.connections = 0
        self.letters: list[tuple[str, bytes]] = []

    def handle_error(self, request: object, client_address: object) -> None:
        """Who is killed leaves in the middle of a sentence."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.server_address[1]}"

    @property
    def recipients(self) -> list[str]:
        return [address for address, _mail in self.letters]

    @property
    def mails(self) -> list[EmailMessage]:
        return [email.message_from_bytes(mail, policy=email.policy.default) for _to, mail in self.letters]

    def wait_for(self, count: int, *, seconds: float = 20) -> None:
        """Until so many letters were taken."""
        end = time.monotonic() + seconds
        while len(self.letters) < count:
            assert time.monotonic() < end, f"{len(self.letters)} letters instead of {count}"
            time.sleep(0.002)


class Talk(socketserver.StreamRequestHandler):
    server: MailServer

    def handle(self) -> None:
        self.server.connections += 1
        address = ""
        self.say("220 tests")
        while line := self.rfile.readline():
            command = line.decode().strip()
            verb = command[:4].upper()
            if verb == "QUIT":
                return self.say("221 bye")
            if verb == "MAIL":
                self.say(self.server.sender)
            elif verb == "RCPT":
                address = command.partition("<")[2].partition(">")[0]
                if not self.answer(self.server.to(address)):
                    return None
            elif verb == "EHLO" and self.server.tls:
                self.say("250-fine\r\n250 STARTTLS")
            elif verb == "STAR" and self.server.tls:
                self.say("220 go on")
                return self.talk_on(self.server.tls)
            elif verb == "DATA":
                if not self.take(address):
                    return None
            else:
                self.say("250 fine")
        return None

    def talk_on(self, tls: ssl.SSLContext) -> None:
        """The same talk, so that nobody can overhear it; it ends here where the other does not trust us."""
        with suppress(OSError), tls.wrap_socket(self.connection, server_side=True) as connection:
            connection.read()

    def take(self, address: str) -> bool:
        self.say("354 go on")
        mail = bytearray()
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            mail += line.removeprefix(b".")
        time.sleep(self.server.seconds)
        verdict = self.server.text(address)
        if verdict.startswith("250") or verdict == HANG_UP:  # it has the text, whether or not it says so
            self.server.letters.append((address, bytes(mail)))
        return self.answer(verdict)

    def answer(self, words: str) -> bool:
        """Say it; no when the talk is over."""
        if words == HANG_UP:
            self.connection.shutdown(socket.SHUT_RDWR)
            return False
        self.say(words)
        return True

    def say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


def mail_server() -> AbstractContextManager[MailServer]:
    return listening(MailServer())


def free_port() -> int:
    """A port where nobody listens."""
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        return unused.getsockname()[1]
