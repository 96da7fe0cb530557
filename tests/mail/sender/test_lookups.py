"""Asking a real name server: what it says, and all the ways in which it may not."""

import socket
import time

import dns.resolver
import pytest

from eventapp.mail.sender.lookups import NameServers
from eventapp.mail.sender.rules import CouldNotLook, Why

from .name_server import FAILURE, SILENCE, name_server


def test_records_are_read_as_they_are_judged():
    known = {
        ("pact.nl", "TXT"): ['"v=spf1 mx " "ip4:145.97.10.20 -all"', '"iets anders"', '"caf\\195\\169 \\255"'],
        ("pact.nl", "MX"): ["10 post.pact.nl."],
        ("post.pact.nl", "A"): ["145.97.10.20", "145.97.10.21"],
        ("post.pact.nl", "AAAA"): ["2001:610::25"],
    }

    with name_server(known) as server:
        look_up = server.as_setting.begin()

        texts = ["v=spf1 mx ip4:145.97.10.20 -all", "iets anders", "café \ufffd"]
        assert sorted(look_up("pact.nl", "TXT")) == sorted(texts)
        assert look_up("PACT.nl.", "MX") == ("post.pact.nl.",)
        assert sorted(look_up("post.pact.nl.", "A")) == ["145.97.10.20", "145.97.10.21"]
        assert look_up("post.pact.nl", "AAAA") == ("2001:610::25",)


def test_a_name_that_is_not_there_has_no_records():
    with name_server({("pact.nl", "MX"): ["10 post.pact.nl."]}) as server:
        look_up = server.as_setting.begin()

        assert look_up("_dmarc.pact.nl", "TXT") == ()  # no such name
        assert look_up("pact.nl", "TXT") == ()  # a name, without texts


def test_a_name_server_that_knows_no_world_says_nothing_about_a_name():
    with name_server({("nl", "NS"): [], ("intranet", "A"): ["10.0.0.1"]}) as server:
        del server.known["nl", "NS"]

        with pytest.raises(CouldNotLook) as refused:
            server.as_setting.begin()("pact.nl", "TXT")

    assert (refused.value.why, refused.value.name) == (Why.SEALED_OFF, "pact.nl")


@pytest.mark.parametrize("how, why", [(FAILURE, Why.REFUSED), (SILENCE, Why.NO_ANSWER)])
def test_a_name_server_that_does_not_tell_leaves_it_unknown(how, why):
    with name_server({("pact.nl", "TXT"): how}) as server:
        with pytest.raises(CouldNotLook) as refused:
            server.as_setting.begin()("pact.nl", "TXT")

    assert (refused.value.why, refused.value.name) == (why, "pact.nl")


def test_nobody_at_the_door_is_no_answer():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as nobody:
        nobody.bind(("127.0.0.1", 0))
        port = nobody.getsockname()[1]

    with pytest.raises(CouldNotLook):
        NameServers(address="127.0.0.1", port=port, seconds=0.5).begin()("pact.nl", "TXT")


def test_a_machine_without_a_resolver_says_so(monkeypatch):
    def nothing_there(self, path):
        raise dns.resolver.NoResolverConfiguration

    monkeypatch.setattr(dns.resolver.Resolver, "read_resolv_conf", nothing_there)

    with pytest.raises(CouldNotLook) as refused:
        NameServers().begin()("pact.nl", "TXT")
    assert refused.value.why == Why.NO_SERVER


def test_all_look_ups_together_end_in_time_and_one_slow_name_leaves_time_for_others():
    silent = {(f"{name}.nl", "TXT"): SILENCE for name in "abcdefgh"}

    with name_server({**silent, ("pact.nl", "TXT"): ['"v=spf1 -all"']}) as server:
        look_up, began = server.as_setting.begin(), time.monotonic()
        with pytest.raises(CouldNotLook):
            look_up("a.nl", "TXT")
        assert look_up("pact.nl", "TXT") == ("v=spf1 -all",)
        for name in "bcdefgh":
            with pytest.raises(CouldNotLook):
                look_up(f"{name}.nl", "TXT")

    assert time.monotonic() - began < 3


def test_a_name_is_asked_once():
    with name_server({("pact.nl", "TXT"): ['"x"'], ("a.nl", "TXT"): FAILURE}) as server:
        look_up = server.as_setting.begin()
        assert [look_up(name, "TXT") for name in ("pact.nl", "Pact.nl", "pact.nl.")] == [("x",)] * 3
        for _again in range(2):
            with pytest.raises(CouldNotLook):
                look_up("a.nl", "TXT")

    assert [server.asked.count((name, "TXT")) for name in ("pact.nl", "a.nl")] == [1, 1]


@pytest.mark.parametrize("name", ["a..nl", f"{'x' * 64}.nl", f"{'x.' * 130}nl"])
def test_a_name_that_cannot_be_is_no_fault_of_ours(name):
    with name_server({}) as server, pytest.raises(CouldNotLook):
        server.as_setting.begin()(name, "TXT")
