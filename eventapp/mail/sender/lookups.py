"""Asking DNS: the one place that does."""

import time
from dataclasses import dataclass

import dns.exception
import dns.rdata
import dns.resolver
from dns.rdtypes.ANY.MX import MX
from dns.rdtypes.ANY.TXT import TXT
from flask import Flask, current_app

from .rules import CouldNotLook, LookUp, Why


@dataclass(frozen=True)
class NameServers:
    """Where names are looked up: what this machine is set to, or a server of one's own."""

    address: str = ""
    port: int = 53
    seconds: float = 5
    seconds_a_name: float = 2  # one slow name leaves time for the others

    def begin(self) -> LookUp:
        """A way to look names up that takes no longer than these seconds for all of them together."""
        return _Questions(self).look_up

    def resolver(self) -> dns.resolver.Resolver:
        resolver = dns.resolver.Resolver(configure=not self.address)
        if self.address:
            resolver.nameservers, resolver.port = [self.address], self.port
        resolver.timeout = 1  # a packet that got lost is sent again within the time of a name
        return resolver


class _Questions:
    """Those of one press of the button: each is asked once."""

    def __init__(self, servers: NameServers) -> None:
        self.servers = servers
        self.ends = time.monotonic() + servers.seconds
        self.known: dict[tuple[str, str], tuple[str, ...] | CouldNotLook] = {}

    def look_up(self, name: str, kind: str) -> tuple[str, ...]:
        asked = (name.lower().rstrip("."), kind)
        if asked not in self.known:
            self.known[asked] = self._answer(*asked)
        answer = self.known[asked]
        if isinstance(answer, CouldNotLook):
            raise answer
        return answer

    def _answer(self, name: str, kind: str) -> tuple[str, ...] | CouldNotLook:
        seconds = min(self.servers.seconds_a_name, self.ends - time.monotonic())
        if seconds <= 0:
            return CouldNotLook(Why.NO_ANSWER, name)
        try:
            found = self.servers.resolver().resolve(f"{name}.", kind, lifetime=seconds)
        except dns.resolver.NoAnswer:
            return ()
        except dns.resolver.NXDOMAIN:
            return CouldNotLook(Why.SEALED_OFF, name) if self._is_sealed_off(name) else ()
        except dns.exception.Timeout:
            return CouldNotLook(Why.NO_ANSWER, name)
        except dns.resolver.NoResolverConfiguration:
            return CouldNotLook(Why.NO_SERVER, name)
        except (dns.exception.DNSException, OSError, UnicodeError):
            return CouldNotLook(Why.REFUSED, name)
        return tuple(_as_text(record) for record in found)

    def _is_sealed_off(self, name: str) -> bool:
        """Where DNS is only that of the own house, no name of the world exists, not even .nl."""
        _rest, dot, top = name.rpartition(".")
        try:
            return bool(dot) and not self.look_up(top, "NS")
        except CouldNotLook:
            return False


def begin() -> LookUp:
    """Look names up where this app does."""
    servers: NameServers = current_app.extensions["name_servers"]
    return servers.begin()


def init_app(app: Flask) -> None:
    app.extensions["name_servers"] = NameServers()


def _as_text(record: dns.rdata.Rdata) -> str:
    """A record as it is judged; a long text stands in DNS in pieces, and is read as one (RFC 7208 3.3)."""
    if isinstance(record, TXT):
        return b"".join(record.strings).decode("utf-8", "replace")
    if isinstance(record, MX):
        return str(record.exchange)
    return record.to_text()
