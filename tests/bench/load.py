"""Visitors: many connections in one thread, for what a visitor costs here is taken from the server.

A visit is a generator: it yields requests, is sent the answer to each, and raises Unexpected when one is wrong. Every
client begins a next visit when its last one has ended.
"""

import gzip
import re
import selectors
import socket
import time
from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from urllib.parse import urlencode

CLIENTS = 16
PATIENCE = 30  # seconds for one answer
FAILURES_ENOUGH = 50

HEADERS = "Host: {host}\r\nAccept: text/html\r\nAccept-Encoding: gzip\r\nAccept-Language: nl\r\nUser-Agent: bench\r\n"
LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
GZIPPED = re.compile(rb"\r\ncontent-encoding: *gzip", re.IGNORECASE)
LOCATION = re.compile(rb"\r\nlocation: *([^\r]*)", re.IGNORECASE)


class Unexpected(Exception):
    """An answer was not what a visitor should get."""


class Answer:
    __slots__ = ("_body", "_head", "status")

    def __init__(self, head: bytes, body: bytes) -> None:
        self.status = int(head[9:12])
        self._head, self._body = head, body

    @property
    def text(self) -> str:
        return (gzip.decompress(self._body) if GZIPPED.search(self._head) else self._body).decode()

    @property
    def location(self) -> str:
        found = LOCATION.search(self._head)
        return found[1].decode() if found else ""

    def expect(self, status: int) -> "Answer":
        if self.status != status:
            raise Unexpected(f"{self.status} instead of {status}: {self.text[:300]!r}")
        return self


Visit = Generator[bytes, Answer, None]


def get(path: str, *, host: str = "127.0.0.1", cookie: str = "") -> bytes:
    """A request as a browser sends it."""
    return f"GET {path} HTTP/1.1\r\n{HEADERS.format(host=host)}{_cookie(cookie)}\r\n".encode()


def post(path: str, form: dict[str, str], *, host: str, cookie: str = "") -> bytes:
    """A form as a browser sends it."""
    body = urlencode(form)
    return (
        f"POST {path} HTTP/1.1\r\n{HEADERS.format(host=host)}{_cookie(cookie)}"
        f"Origin: http://{host}\r\nSec-Fetch-Site: same-origin\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n{body}"
    ).encode()


def _cookie(cookie: str) -> str:
    return f"Cookie: {cookie}\r\n" if cookie else ""


def page(path: str) -> Callable[[], Visit]:
    """Visits that look at one page."""
    request = get(path)

    def visit() -> Visit:
        answer = yield request
        answer.expect(200)

    return visit


class Client:
    """A connection that stays, with the visit that it is in."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._received = b""
        self._visit: Visit

    def begin(self, visit: Visit) -> None:
        self._visit = visit
        self.socket.sendall(next(visit))

    def go_on(self) -> bool:
        """Read what came, and ask on; whether the visit has ended."""
        answer = self._read()
        if answer is None:
            return False
        try:
            self.socket.sendall(self._visit.send(answer))
        except StopIteration:
            return True
        return False

    def _read(self) -> Answer | None:
        came = self.socket.recv(262144)
        if not came:
            raise ConnectionError("the server closed the connection")
        received = self._received = self._received + came if self._received else came
        end = received.find(b"\r\n\r\n")
        if end < 0:
            return None
        length = LENGTH.search(received, 0, end)
        whole = end + 4 + (int(length[1]) if length else 0)
        if len(received) < whole:
            return None
        self._received = b""
        return Answer(received[:end], received[end + 4 : whole])


@dataclass
class Tally:
    """What a crowd of visitors came to."""

    visits: int = 0
    seconds: float = 0.0
    failures: list[str] = field(default_factory=list)

    @property
    def rate(self) -> float:
        return self.visits / self.seconds

    def note(self, failure: Exception) -> None:
        self.failures.append(f"{type(failure).__name__}: {failure}")
        if len(self.failures) >= FAILURES_ENOUGH:
            raise Unexpected(f"{len(self.failures)} failures, such as {self.failures[0]}") from failure


def crowd(port: int, visit: Callable[[], Visit], *, seconds: float, clients: int = CLIENTS) -> Tally:
    """Let the clients visit for some seconds; a visit that has begun is ended."""
    tally = Tally()
    started = time.perf_counter()
    deadline = started + seconds
    with selectors.DefaultSelector() as busy:

        def come_in() -> None:
            client = Client(port)
            busy.register(client.socket, selectors.EVENT_READ, client)
            client.begin(visit())

        def go_out(client: Client) -> None:
            busy.unregister(client.socket)
            client.socket.close()

        def go_on(client: Client) -> None:
            try:
                if not client.go_on():
                    return
                tally.visits += 1
                if time.perf_counter() < deadline:
                    client.begin(visit())
                else:
                    go_out(client)
            except (Unexpected, OSError) as failure:
                go_out(client)
                tally.note(failure)
                if time.perf_counter() < deadline:
                    come_in()

        for _each in range(clients):
            come_in()
        while busy.get_map():
            ready = busy.select(timeout=PATIENCE)
            if not ready:
                raise Unexpected(f"No answer in {PATIENCE} seconds.")
            for key, _events in ready:
                go_on(key.data)
    tally.seconds = time.perf_counter() - started
    return tally
