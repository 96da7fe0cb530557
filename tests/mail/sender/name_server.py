"""A name server for tests, on this machine: it knows some names, and keeps silent or fails where it is told to."""

import socketserver
from contextlib import AbstractContextManager

import dns.message
import dns.rcode
import dns.rrset

from eventapp.mail.sender.lookups import NameServers

from ...listening import listening

SILENCE = "silence"
FAILURE = "failure"
Known = dict[tuple[str, str], list[str] | str]


class NameServer(socketserver.ThreadingUDPServer):
    """`known` holds records as a zone file writes them, by name and type; `asked` is all it was asked."""

    daemon_threads = True

    def __init__(self, known: Known) -> None:
        super().__init__(("127.0.0.1", 0), Talk)
        self.known: Known = {("nl", "NS"): ["ns1.voorbeeld.nl."], **known}
        self.asked: list[tuple[str, str]] = []

    @property
    def as_setting(self) -> NameServers:
        return NameServers(address="127.0.0.1", port=self.server_address[1], seconds=2, seconds_a_name=0.5)


class Talk(socketserver.BaseRequestHandler):
    server: NameServer

    def handle(self) -> None:
        packet, socket = self.request
        question = dns.message.from_wire(packet)
        name, kind = question.question[0].name, question.question[0].rdtype.name
        asked = (name.to_text(omit_final_dot=True), kind)
        self.server.asked.append(asked)
        found = self.server.known.get(asked)
        if found == SILENCE:
            return
        answer = dns.message.make_response(question)
        if found == FAILURE:
            answer.set_rcode(dns.rcode.SERVFAIL)
        elif found:
            answer.answer.append(dns.rrset.from_text(name, 60, "IN", kind, *found))
        elif asked[0] not in {known for known, _kind in self.server.known}:
            answer.set_rcode(dns.rcode.NXDOMAIN)
        socket.sendto(answer.to_wire(), self.client_address)


def name_server(known: Known) -> AbstractContextManager[NameServer]:
    return listening(NameServer(known))
