"""DMARC: what is asked of receivers, by the domain or by the one that it is a part of."""

import pytest

from eventapp.mail.sender.dmarc import judge_dmarc, organisational_domain
from eventapp.mail.sender.rules import Finding, Record, State

from .zones import SILENT, Zone, said

RUA = "rua=mailto:post@pact.nl"


def judge(*records: str, domain: str = "pact.nl", **others: list[str] | str) -> Finding:
    table = {("_dmarc.pact.nl", "TXT"): [*records]}
    table |= {(f"_dmarc.{name}.pact.nl", "TXT"): texts for name, texts in others.items()}
    return judge_dmarc(domain, look_up=Zone(table).look_up)


@pytest.mark.parametrize(
    "record, code",
    [
        (f"v=DMARC1; p=quarantine; {RUA}", "dmarc.quarantine"),
        (f"v=DMARC1; p=reject; {RUA}", "dmarc.reject"),
        (f"v=DMARC1;p=reject;sp=none;pct=100;{RUA},mailto:b@pact.nl!10m;", "dmarc.reject"),
        (f"v = DMARC1 ; P = REJECT ;  {RUA.upper()} ; ", "dmarc.reject"),
    ],
)
def test_a_sound_record_is_good(record, code):
    found = judge(record)

    assert (found.state, said(found)) == (State.GOOD, [code])
    assert (found.name, found.records, found.to_add) == ("_dmarc.pact.nl", (record,), None)


@pytest.mark.parametrize(
    "record, codes, better",
    [
        (f"v=DMARC1; p=none; {RUA}", ["dmarc.none"], f"v=DMARC1; p=quarantine; {RUA}"),
        (
            "v=DMARC1; p=none",
            ["dmarc.none", "dmarc.no-reports"],
            "v=DMARC1; p=quarantine; rua=mailto:dmarc@pact.nl",
        ),
        ("v=DMARC1; p=reject", ["dmarc.no-reports", "dmarc.reject"], "v=DMARC1; p=reject; rua=mailto:dmarc@pact.nl"),
        (f"v=DMARC1; p=reject; pct=20; {RUA}", ["dmarc.part", "dmarc.reject"], f"v=DMARC1; p=reject; {RUA}"),
    ],
)
def test_a_record_that_can_be_better_is_shown_the_next_step(record, codes, better):
    found = judge(record)

    assert (found.state, said(found)) == (State.WEAK, codes)
    assert found.to_add == Record("_dmarc.pact.nl", better)
    assert said(judge(better))[0] in ("dmarc.quarantine", "dmarc.reject")


@pytest.mark.parametrize(
    "record, code",
    [
        (f"v=DMARC1; {RUA}", "dmarc.policy"),
        (f"v=DMARC1; p=weigeren; {RUA}", "dmarc.policy"),
        ("v=DMARC1", "dmarc.policy"),
        ("v=DMARC1; p=none; p=reject", "dmarc.unreadable"),
        ("v=DMARC1; zomaar", "dmarc.unreadable"),
        ("v=DMARC1; é=1", "dmarc.unreadable"),
        ("p=reject; v=DMARC1", "dmarc.almost"),
        ("v=dmarc1; p=reject", "dmarc.almost"),
        ('"v=DMARC1; p=reject"', "dmarc.almost"),
        (" v=DMARC1; p=reject", "dmarc.almost"),
    ],
)
def test_what_receivers_do_not_read(record, code):
    found = judge(record)

    assert (found.state, said(found)[0], found.records) == (State.WRONG, code, (record,))


def test_two_records_are_one_too_many():
    assert said(judge("v=DMARC1; p=none", "v=DMARC1; p=reject")) == ["dmarc.several"]
    assert said(judge("iets anders", f"v=DMARC1; p=reject; {RUA}")) == ["dmarc.reject"]


def test_without_a_record_one_begins_with_looking_on():
    found = judge()

    assert (found.state, said(found)) == (State.MISSING, ["dmarc.missing"])
    assert found.to_add == Record("_dmarc.pact.nl", "v=DMARC1; p=none; rua=mailto:dmarc@pact.nl")


def test_a_part_of_a_domain_follows_the_whole():
    found = judge(f"v=DMARC1; p=reject; {RUA}", domain="agenda.pact.nl")
    assert (found.state, said(found), found.name) == (State.GOOD, ["dmarc.reject", "dmarc.of-parent"], "_dmarc.pact.nl")
    assert found.remarks[1].value == "pact.nl"

    own = judge("v=DMARC1; p=reject", domain="agenda.pact.nl", agenda=[f"v=DMARC1; p=quarantine; {RUA}"])
    assert (said(own), own.name) == (["dmarc.quarantine"], "_dmarc.agenda.pact.nl")

    parts = judge(f"v=DMARC1; p=reject; sp=none; {RUA}", domain="agenda.pact.nl")
    assert said(parts) == ["dmarc.none", "dmarc.of-parent"]
    assert parts.to_add == Record("_dmarc.pact.nl", f"v=DMARC1; p=reject; sp=quarantine; {RUA}")

    assert judge(domain="agenda.pact.nl").to_add.name == "_dmarc.agenda.pact.nl"


def test_no_answer_is_not_the_same_as_no_record():
    own = judge(f"v=DMARC1; p=reject; {RUA}", domain="agenda.pact.nl", agenda=SILENT)
    whole = judge_dmarc("agenda.pact.nl", look_up=Zone({("_dmarc.pact.nl", "TXT"): SILENT}).look_up)

    assert [(each.state, each.name, each.to_add) for each in (own, whole)] == [
        (State.UNKNOWN, "_dmarc.agenda.pact.nl", None),
        (State.UNKNOWN, "_dmarc.pact.nl", None),
    ]


@pytest.mark.parametrize(
    "domain, whole",
    [
        ("pact.nl", "pact.nl"),
        ("mail.agenda.pact.nl", "pact.nl"),
        ("agenda.pact.co.uk", "pact.co.uk"),
        ("pact.co.uk", "pact.co.uk"),
        ("co.nl", "co.nl"),
        ("nl", "nl"),
    ],
)
def test_the_domain_that_somebody_registered(domain, whole):
    assert organisational_domain(domain) == whole
