"""SPF: what counts, what does not, and what should stand there."""

import pytest

from eventapp.mail.sender.rules import Finding, Record, State
from eventapp.mail.sender.spf import judge_spf, term_for, term_of

from .zones import SILENT, Zone, said

RELAY = "smtp.post.voorbeeld.nl"
ITS_ADDRESS = "145.97.10.20"


def judge(*records: str, relay: str = "", **others: list[str] | str) -> Finding:
    """The record of pact.nl; the others are texts at a.nl, b.nl and so on."""
    table = {("pact.nl", "TXT"): [*records], (RELAY, "A"): [ITS_ADDRESS]}
    table |= {(f"{name}.nl", "TXT"): texts for name, texts in others.items()}
    return judge_spf("pact.nl", relay=relay, look_up=Zone(table).look_up)


@pytest.mark.parametrize(
    "record",
    [
        "v=spf1 mx -all",
        "v=spf1 mx ~all",
        "V=SPF1 MX ~ALL",
        "v=spf1   ip4:145.97.10.0/24    ip6:2001:610::/32   -all ",
        "v=spf1 a/24 mx//64 a:pact.nl/24//64 ~all",
        "v=spf1 exists:%{i}._spf.pact.nl exp=uitleg.pact.nl -all",
        "v=spf1 iets.nieuws=1 ?include:a.nl -all",
        "v=spf1 -all",
    ],
)
def test_a_sound_record_is_good(record):
    found = judge(record, a=["v=spf1 ip4:145.97.1.1 -all"])

    assert (found.state, said(found)) == (State.GOOD, ["spf.good", "spf.no-relay"])
    assert (found.records, found.to_add) == ((record,), None)


def test_other_texts_of_the_domain_are_no_spf():
    found = judge("google-site-verification=x", "v=spf10 -all", "", "v=spf1 mx -all")

    assert found.records == ("v=spf1 mx -all",)


def test_without_a_record_the_page_says_what_to_add():
    assert judge("iets anders").to_add == Record("pact.nl", "v=spf1 mx ~all")
    assert judge(relay=RELAY).to_add == Record("pact.nl", f"v=spf1 mx a:{RELAY} ~all")
    assert judge(relay="smtp.office365.com").to_add.value == "v=spf1 mx include:spf.protection.outlook.com ~all"
    assert judge().state == State.MISSING


@pytest.mark.parametrize("text", ['"v=spf1 mx -all"', "“v=spf1 mx -all”", " v=spf1 mx -all", "\tv=spf1 mx -all"])
def test_a_record_that_was_pasted_with_more_is_not_called_missing(text):
    found = judge(text)

    assert (found.state, said(found), found.records) == (State.WRONG, ["spf.almost"], (text,))
    assert found.to_add == Record("pact.nl", "v=spf1 mx -all")


def test_two_records_are_one_too_many_and_become_one():
    found = judge("v=spf1 mx include:a.nl -all", "v=spf1 include:b.nl mx ~all")

    assert (found.state, said(found)) == (State.WRONG, ["spf.several"])
    assert found.remarks[0].number == 2
    assert found.to_add == Record("pact.nl", "v=spf1 mx include:a.nl include:b.nl ~all")
    assert judge("v=spf1 mx -all", "v=spf1 redirect=a.nl").to_add.value == "v=spf1 mx include:a.nl -all"


@pytest.mark.parametrize(
    "term",
    [
        "ipv4:145.97.10.20", "ip4:145.97.10", "ip4:145.97.10.20/33", "ip4:2001:610::1", "ip6:145.97.10.20", "ip4",
        "ip4:145.97.10.0/255.255.255.0", "include", "include:", "include:localhost", "include:a..nl",
        "all:pact.nl", "a/33", "a/", "mx//129", "include:a.nl/24", "redirect=", "-", "+", "include:caf\ufffd.nl",
        "één", "mx\t-all", "mx\u00a0a", "~al",
    ],
)  # fmt: skip
def test_a_term_that_nobody_understands_breaks_the_record(term):
    found = judge(f"v=spf1 {term} -all", a=["v=spf1 -all"])

    assert (found.state, said(found)[0], found.remarks[0].value) == (State.WRONG, "spf.terms", term)
    assert found.to_add is None


def test_a_term_may_stand_there_twice_but_not_where_to_go_on():
    assert said(judge("v=spf1 redirect=a.nl redirect=b.nl", a=["v=spf1 -all"], b=["v=spf1 -all"])) == ["spf.terms"]


@pytest.mark.parametrize(
    "record, code, state, better",
    [
        ("v=spf1 mx +all", "spf.open", State.WRONG, "v=spf1 mx ~all"),
        ("v=spf1 all", "spf.open", State.WRONG, "v=spf1 ~all"),
        ("v=spf1 mx ?all", "spf.neutral", State.WEAK, "v=spf1 mx ~all"),
        ("v=spf1 mx", "spf.no-end", State.WEAK, "v=spf1 mx ~all"),
        ("v=spf1", "spf.no-end", State.WEAK, "v=spf1 ~all"),
        ("v=spf1 -all mx", "spf.after-all", State.WEAK, "v=spf1 mx -all"),
    ],
)
def test_who_is_not_on_the_list_may_not_send(record, code, state, better):
    found = judge(record)

    assert (found.state, said(found)[0]) == (state, code)
    assert found.to_add == Record("pact.nl", better)


def test_a_record_that_sends_on_ends_as_the_other_does():
    assert judge("v=spf1 redirect=a.nl", a=["v=spf1 mx -all"]).state == State.GOOD
    open_to_all = judge("v=spf1 redirect=a.nl", a=["v=spf1 mx +all"])
    assert (said(open_to_all), open_to_all.to_add) == (["spf.open"], None)
    assert said(judge("v=spf1 redirect=a.nl")) == ["spf.brings-in-nothing"]
    assert judge("v=spf1 -all redirect=a.nl").state == State.GOOD  # RFC 7208 6.1: then it is not read


def test_ten_names_may_be_looked_up_and_not_eleven():
    ten = " ".join(f"a:host{number}.pact.nl" for number in range(10))

    assert judge(f"v=spf1 {ten} ip4:145.97.1.1 -all").state == State.GOOD
    found = judge(f"v=spf1 {ten} mx -all")
    assert (found.state, said(found), found.remarks[0].number) == (State.WRONG, ["spf.lookups"], 11)
    assert judge(f"v=spf1 {ten} -all mx").state == State.WEAK  # what stands behind all is not looked up


def test_names_that_a_record_brings_in_count_too():
    nine = " ".join(f"exists:host{number}.pact.nl" for number in range(9))

    assert judge("v=spf1 include:a.nl -all", a=[f"v=spf1 {nine} -all"]).state == State.GOOD
    found = judge("v=spf1 include:a.nl redirect=b.nl", a=[f"v=spf1 {nine} -all"], b=["v=spf1 -all"])
    assert (said(found), found.remarks[0].number) == (["spf.lookups"], 11)


def test_a_record_that_brings_in_itself_ends():
    found = judge("v=spf1 include:a.nl -all", a=["v=spf1 include:b.nl -all"], b=["v=spf1 include:a.nl -all"])

    assert (found.state, said(found), found.remarks[0].value) == (State.WRONG, ["spf.loop"], "a.nl")
    assert said(judge("v=spf1 redirect=pact.nl")) == ["spf.loop"]


def test_a_forest_of_records_ends():
    twice = ["v=spf1 " + " ".join(f"include:{name}.nl" for name in "abcdefgh") + " -all"]

    assert "spf.lookups" in said(judge(*twice, **dict.fromkeys("abcdefgh", twice)))


@pytest.mark.parametrize("others", [{}, {"a": ["geen spf"]}, {"a": ["v=spf1 -all", "v=spf1 mx -all"]}])
def test_what_is_brought_in_must_be_there_once(others):
    found = judge("v=spf1 include:a.nl -all", **others)

    assert (found.state, said(found), found.remarks[0].value) == (State.WRONG, ["spf.brings-in-nothing"], "a.nl")


def test_no_answer_is_not_the_same_as_no_record():
    silent = judge_spf("pact.nl", relay="", look_up=Zone({("pact.nl", "TXT"): SILENT}).look_up)
    assert (silent.state, said(silent), silent.to_add) == (State.UNKNOWN, ["unknown.no-answer"], None)

    half = judge("v=spf1 include:a.nl -all", relay=RELAY, a=SILENT)
    assert (half.state, said(half)) == (State.UNKNOWN, ["unknown.no-answer", "spf.cannot-tell"])
    assert (half.remarks[0].value, half.records, half.to_add) == ("a.nl", ("v=spf1 include:a.nl -all",), None)


@pytest.mark.parametrize(
    "record",
    [
        f"v=spf1 ip4:{ITS_ADDRESS} -all",
        "v=spf1 ip4:145.97.0.0/16 -all",
        f"v=spf1 a:{RELAY} -all",
        "v=spf1 a:buur.nl/24 -all",
        "v=spf1 mx:huis.nl -all",
        "v=spf1 include:a.nl -all",
        "v=spf1 redirect=a.nl",
        "v=spf1 ?include:b.nl ip4:145.97.0.0/16 -all",
    ],
)
def test_the_mail_server_is_found_in_the_record(record):
    table = {
        ("pact.nl", "TXT"): [record],
        ("a.nl", "TXT"): ["v=spf1 ip4:145.97.10.20 -all"],
        ("b.nl", "TXT"): ["v=spf1 ip4:1.1.1.1 -all"],
        (RELAY, "A"): [ITS_ADDRESS],
        (RELAY, "AAAA"): ["2001:610::25"],
        ("buur.nl", "A"): ["145.97.10.99"],
        ("huis.nl", "MX"): [RELAY],
    }

    found = judge_spf("pact.nl", relay=RELAY, look_up=Zone(table).look_up)

    assert (found.state, said(found)) == (State.GOOD, ["spf.good", "spf.covered"])


@pytest.mark.parametrize(
    "record, better",
    [
        ("v=spf1 mx -all", f"v=spf1 mx a:{RELAY} -all"),
        ("v=spf1 ip4:145.97.11.0/24 ~all", f"v=spf1 ip4:145.97.11.0/24 a:{RELAY} ~all"),
        (f"v=spf1 -ip4:{ITS_ADDRESS} ip4:145.97.0.0/16 -all", None),
        ("v=spf1 ?all", f"v=spf1 a:{RELAY} ~all"),
        ("v=spf1 redirect=a.nl", f"v=spf1 a:{RELAY} redirect=a.nl"),
    ],
)
def test_a_mail_server_that_is_not_in_it_is_to_be_added(record, better):
    found = judge(record, relay=RELAY, a=["v=spf1 -all"])

    assert (found.state, "spf.not-covered" in said(found)) == (State.WEAK, True)
    assert better is None or found.to_add == Record("pact.nl", better)


@pytest.mark.parametrize("relay", ["localhost", "127.0.0.1", "10.1.2.3", "::1", "onbekend.voorbeeld.nl"])
def test_nothing_is_said_of_a_mail_server_that_the_world_does_not_see(relay):
    assert said(judge("v=spf1 mx -all", relay=relay)) == ["spf.good", "spf.cannot-tell"]


def test_what_depends_on_the_letter_cannot_be_told():
    assert said(judge("v=spf1 include:%{d}.a.nl -all", relay=RELAY)) == ["spf.good", "spf.cannot-tell"]
    assert said(judge("v=spf1 ptr -all", relay=RELAY)) == ["spf.good", "spf.cannot-tell"]


def test_a_house_that_sends_from_elsewhere_is_known_by_its_list():
    record = "v=spf1 include:spf.protection.outlook.com -all"
    table = {
        ("pact.nl", "TXT"): [record],
        ("spf.protection.outlook.com", "TXT"): ["v=spf1 ip4:40.92.0.0/15 -all"],
        ("smtp.office365.com", "A"): ["52.97.1.1"],
    }

    found = judge_spf("pact.nl", relay="smtp.office365.com", look_up=Zone(table).look_up)

    assert said(found) == ["spf.good", "spf.covered"]


def test_an_address_is_added_as_an_address():
    assert [term_for("145.97.10.20"), term_for("2001:610::1")] == ["ip4:145.97.10.20", "ip6:2001:610::1"]
    assert term_of(term_for("2001:610::1")).name == "ip6"
