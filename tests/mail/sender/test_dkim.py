"""DKIM: keys that receivers can use, and keys that they cannot."""

import base64
from functools import cache

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from eventapp.mail.sender.dkim import judge_dkim
from eventapp.mail.sender.rules import Finding, Record, State

from .zones import SILENT, Zone, said

NAME = "mail2026._domainkey.pact.nl"


@cache
def rsa_key(bits: int = 2048) -> str:
    key = rsa.generate_private_key(public_exponent=65537, key_size=bits).public_key()
    return base64.b64encode(key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).decode()


def judge(*records: str) -> Finding:
    return judge_dkim("pact.nl", selector="mail2026", look_up=Zone({(NAME, "TXT"): [*records]}).look_up)


def test_a_key_of_2048_bits_is_good():
    record = f"v=DKIM1; k=rsa; p={rsa_key()}"

    found = judge(record)

    assert (found.state, said(found), found.remarks[0].number) == (State.GOOD, ["dkim.good"], 2048)
    assert (found.name, found.records, found.to_add) == (NAME, (record,), None)


@pytest.mark.parametrize(
    "before", ["v=DKIM1;", "v=DKIM1 ; K = RSA ;", "v=DKIM1; t=s; s=email; h=sha1:sha256;", "v=DKIM1; n=een briefje;"]
)
def test_there_are_many_ways_to_write_a_good_one(before):
    key = rsa_key()

    assert judge(f"{before} p={key}").state == State.GOOD
    assert judge(f"{before} p={key[:80]} {key[80:]} ;  ").state == State.GOOD


def test_an_ed25519_key_is_good():
    raw = ed25519.Ed25519PrivateKey.generate().public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)

    assert said(judge(f"v=DKIM1; k=ed25519; p={base64.b64encode(raw).decode()}")) == ["dkim.good-ed25519"]
    assert said(judge("v=DKIM1; k=ed25519; p=YWJj")) == ["dkim.broken-key"]


@pytest.mark.parametrize("record", ["v=DKIM1; k=rsa; p=", "v=DKIM1; p= ;", "p="])
def test_an_empty_key_was_taken_back(record):
    found = judge(record)

    assert (found.state, said(found)[0], found.to_add) == (State.WRONG, "dkim.revoked", None)


def test_a_short_key_can_be_better_and_a_very_short_one_counts_for_nothing():
    tiny = (  # 512 bits, which our library no longer makes
        "MFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBAL8eJ5AKoIsjURpcEoGubZMxLD7+kT+TLr7UkvEtFrRh"
        "DDKMtuIIq19FrL4pUIMymPMSLBn3hJLe30Dw48GQM4UCAwEAAQ=="
    )

    assert [judge(f"v=DKIM1; p={rsa_key(1024)}").state, judge(f"v=DKIM1; p={tiny}").state] == [State.WEAK, State.WRONG]
    assert [said(judge(f"v=DKIM1; p={key}")) for key in (rsa_key(1024), tiny)] == [["dkim.short"], ["dkim.too-short"]]


def test_test_mode_is_no_seal():
    found = judge(f"v=DKIM1; k=rsa; t=y:s; p={rsa_key()}")

    assert (found.state, said(found)) == (State.WEAK, ["dkim.test", "dkim.good"])
    assert found.to_add == Record(NAME, f"v=DKIM1; k=rsa; t=s; p={rsa_key()}")
    assert judge(f"v=DKIM1; t=y; p={rsa_key()}").to_add.value == f"v=DKIM1; p={rsa_key()}"


def test_the_version_stands_first():
    key = rsa_key()

    assert judge(f"k=rsa; p={key}").to_add == Record(NAME, f"v=DKIM1; k=rsa; p={key}")
    assert said(judge(f"k=rsa; p={key}")) == ["dkim.no-version", "dkim.good"]
    for record in (f"k=rsa; v=DKIM1; p={key}", f"v=dkim1; p={key}", f"v=DKIM2; p={key}"):
        assert (judge(record).state, said(judge(record))[0]) == (State.WRONG, "dkim.version")


@pytest.mark.parametrize(
    "record, code",
    [
        ("v=DKIM1; k=rsa; p=geen sleutel!", "dkim.broken-key"),
        ("v=DKIM1; k=rsa; p=YWJj", "dkim.broken-key"),
        ("v=DKIM1; k=rsa; p=é", "dkim.broken-key"),
        ("v=DKIM1; k=dsa; p=YWJj", "dkim.kind"),
        ("v=DKIM1; k=rsa", "dkim.unreadable"),
        ("zomaar iets", "dkim.unreadable"),
        ("", "dkim.unreadable"),
        (";;;", "dkim.unreadable"),
        ("v=DKIM1; p=YWJj; p=YWJj", "dkim.unreadable"),
        ('"v=DKIM1; p=YWJj"', "dkim.unreadable"),
        ("v=DKIM1; caf\ufffd=1; p=YWJj", "dkim.unreadable"),
    ],
)
def test_what_receivers_cannot_use(record, code):
    assert (judge(record).state, said(judge(record))) == (State.WRONG, [code])


def test_a_key_of_another_kind_than_it_says():
    curve = ec.generate_private_key(ec.SECP256R1()).public_key()
    key = base64.b64encode(curve.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).decode()

    assert said(judge(f"v=DKIM1; k=rsa; p={key}")) == ["dkim.broken-key"]


def test_a_key_for_something_else_is_no_key_for_mail():
    assert said(judge(f"v=DKIM1; s=tlsrpt; p={rsa_key()}")) == ["dkim.not-for-mail", "dkim.good"]
    assert said(judge(f"v=DKIM1; h=sha1; p={rsa_key()}")) == ["dkim.hash", "dkim.good"]


def test_there_is_one_key_under_a_name():
    found = judge("v=DKIM1; p=a", "v=DKIM1; p=b")

    assert (said(found), len(found.records)) == (["dkim.several"], 2)


def test_missing_not_known_and_not_asked_are_three_things():
    missing = judge()
    silent = judge_dkim("pact.nl", selector="mail2026", look_up=Zone({(NAME, "TXT"): SILENT}).look_up)
    unnamed = judge_dkim("pact.nl", selector="", look_up=Zone({}).look_up)

    assert [each.state for each in (missing, silent, unnamed)] == [State.MISSING, State.UNKNOWN, State.UNKNOWN]
    assert missing.to_add == Record(NAME, "v=DKIM1; k=rsa; p=…")
    assert [said(silent), said(unnamed)] == [["unknown.no-answer"], ["dkim.no-selector"]]
