"""What holds for all three: whatever stands in DNS, it is judged, and every judgement has words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventapp.mail.sender.dkim import judge_dkim
from eventapp.mail.sender.dmarc import judge_dmarc
from eventapp.mail.sender.rules import State, domain_of_sender, tags_of
from eventapp.mail.sender.spf import judge_spf
from eventapp.mail.sender.staff_words import WORDS

PIECES = (
    "v=spf1", "v=DKIM1", "v=DMARC1", "include:pact.nl", "include:a.nl", "redirect=a.nl", "a", "mx:a.nl/24//64", "/",
    "//", "ip4:145.97.10.20/24", "ip6:2001:610::/32", "ip6:::", "exists:%{i}.a.nl", "?all", "+all", "-all", ";", "=",
    ":", "p=", "p=none", "sp=x", "pct=5", "rua=mailto:a@pact.nl", "k=rsa", "k=ed25519", "t=y:s", "p=YWJj", '"', "é",
    "\t", "\x00", "%s",
)  # fmt: skip
RECORDS = st.lists(st.one_of(st.lists(st.sampled_from(PIECES)).map(" ".join), st.text(max_size=40)), max_size=3)


@given(RECORDS, RECORDS)
def test_whatever_stands_in_dns_is_judged(ours, theirs):
    def look_up(name: str, kind: str) -> tuple[str, ...]:
        if kind == "TXT":
            return tuple(theirs if name == "a.nl" else ours)
        return {"A": ("145.97.10.20",), "AAAA": ("2001:610::25",), "MX": ("post.pact.nl.",)}[kind]

    for found in (
        judge_spf("pact.nl", relay="post.pact.nl", look_up=look_up),
        judge_dkim("pact.nl", selector="mail2026", look_up=look_up),
        judge_dmarc("agenda.pact.nl", look_up=look_up),
    ):
        assert found.remarks
        assert {remark.code for remark in found.remarks} <= set(WORDS)
        if found.state == State.GOOD:
            assert found.to_add is None


@pytest.mark.parametrize(
    "mail_from, domain",
    [
        ("agenda@voorbeeld.nl", "voorbeeld.nl"),
        ("Pact <Agenda@Mail.Voorbeeld.NL>", "mail.voorbeeld.nl"),
        ("agenda@café.nl", "xn--caf-dma.nl"),
        ("voorbeeld.nl", ""),
        ("agenda@localhost", ""),
        ("agenda@voor..beeld.nl", ""),
        (f"agenda@{'x' * 64}.nl", ""),
        ("", ""),
    ],
)
def test_the_domain_of_a_sender(mail_from, domain):
    assert domain_of_sender(mail_from) == domain


def test_a_list_of_tags():
    assert tags_of("a=1; B = 2 ;") == [("a", "1"), ("b", "2")]
    assert tags_of("p=a=b; n=") == [("p", "a=b"), ("n", "")]
    assert [tags_of(text) for text in ("", ";", "a", "a=1;;", "a=1; A=2", "1=a", "=1")] == [None] * 7
