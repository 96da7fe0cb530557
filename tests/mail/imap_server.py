"""A mailbox on a mail server for tests: it signs one person in and shows the mails of one folder."""

import re
import socketserver
from contextlib import AbstractContextManager

from ..listening import listening


class ImapServer(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Talk)
        self.validity = 7
        self.mails: dict[int, bytes] = {}  # by their number
        self.asked: list[str] = []

    @property
    def url(self) -> str:
        return f"imap://noor:geheim%2B1@127.0.0.1:{self.server_address[1]}/INBOX"


class Talk(socketserver.StreamRequestHandler):
    server: ImapServer

    def handle(self) -> None:
        self.say(b"* OK tests")
        while line := self.rfile.readline():
            tag, _, command = line.decode().strip().partition(" ")
            self.server.asked.append(command)
            verb = command.upper()
            if verb.startswith("LOGIN") and "geheim+1" not in command:
                self.say(f"{tag} NO wrong password".encode())
                continue
            if verb.startswith("CAPABILITY"):
                self.say(b"* CAPABILITY IMAP4rev1")
            elif verb.startswith(("EXAMINE", "SELECT")):
                self.say(b"* %d EXISTS" % len(self.server.mails))
                self.say(b"* OK [UIDVALIDITY %d] fine" % self.server.validity)
            elif verb.startswith("UID SEARCH"):
                first = int(re.search(r"UID (\d+):\*", verb)[1])  # type: ignore[index]
                known = sorted(self.server.mails)
                found = [each for each in known if each >= first] or known[-1:]  # as RFC 3501 has it
                self.say(b"* SEARCH " + b" ".join(b"%d" % each for each in found))
            elif verb.startswith("UID FETCH"):
                for number in map(int, verb.split()[2].split(",")):
                    raw = self.server.mails[number]
                    self.say(b"* %d FETCH (UID %d BODY[]<0> {%d}\r\n%s)" % (number, number, len(raw), raw))
            elif verb.startswith("LOGOUT"):
                self.say(f"* BYE\r\n{tag} OK bye".encode())
                return
            self.say(f"{tag} OK done".encode())

    def say(self, words: bytes) -> None:
        self.wfile.write(words + b"\r\n")


def imap_server() -> AbstractContextManager[ImapServer]:
    return listening(ImapServer())
