"""What is said of a record: its codes as sentences, for somebody who is no postmaster."""

from ...i18n import _l
from .rules import Remark

WORDS = {
    "unknown.no-answer": _l("We could not look at %(value)s: no answer came in time. Try again later."),
    "unknown.no-server": _l(
        "We could not look at %(value)s: this machine does not know where to ask (no DNS server is set)."
    ),
    "unknown.refused": _l("We could not look at %(value)s: the DNS server gave an error instead of an answer."),
    "unknown.sealed-off": _l(
        "We could not look at %(value)s: the DNS server of this machine knows no names of the internet."
    ),
    "spf.good": _l("Receivers can see who may send mail for your domain."),
    "spf.missing": _l("Nothing says who may send mail for your domain. Letters easily end up as spam."),
    "spf.almost": _l(
        "There is something that looks like SPF, but it begins with a quotation mark or a space. Receivers do not "
        "read it."
    ),
    "spf.several": _l(
        "There are %(number)s SPF records. Only one is allowed, so receivers read none. Make them into one, and "
        "remove the others."
    ),
    "spf.terms": _l("Receivers do not understand this part: %(value)s. Because of it the whole record does not count."),
    "spf.loop": _l("The record brings in itself through %(value)s. Because of it the whole record does not count."),
    "spf.brings-in-nothing": _l(
        "The record brings in %(value)s, but there is not exactly one SPF record there. Because of it the whole "
        "record does not count."
    ),
    "spf.lookups": _l(
        "Receivers have to look up %(number)s names for this record. More than 10 is not allowed, so the whole "
        "record does not count. Remove what you no longer use."
    ),
    "spf.after-all": _l("What stands behind “all” is read by nobody. Put “all” at the end."),
    "spf.no-end": _l("The record does not say what happens with mail of others. Let it end with ~all."),
    "spf.open": _l("The record ends with +all: everybody in the world may send mail for your domain."),
    "spf.neutral": _l("The record ends with ?all: it says nothing about mail of others. Let it end with ~all."),
    "spf.no-relay": _l("No mail server is set (SMTP_URL), so we do not look if it may send for your domain."),
    "spf.covered": _l("Your mail server %(value)s may send for your domain."),
    "spf.cannot-tell": _l(
        "We cannot see from here if your mail server %(value)s may send for your domain. Ask your mail provider."
    ),
    "spf.not-covered": _l(
        "Your mail server %(value)s is not in it, as far as we can see. Ask your mail provider what should be "
        "added; this is our guess."
    ),
    "dkim.no-selector": _l(
        "We do not know the name of your key. Ask your mail provider for the DKIM selector, and put it in the "
        "setting DKIM_SELECTOR. For example: DKIM_SELECTOR=mail2026"
    ),
    "dkim.good": _l("There is a key of %(number)s bits. Receivers can see that a letter is really yours."),
    "dkim.good-ed25519": _l("There is an Ed25519 key. Receivers can see that a letter is really yours."),
    "dkim.missing": _l(
        "There is no key under this name. Ask your mail provider for the key and put it there. Is the name wrong? "
        "Change the setting DKIM_SELECTOR."
    ),
    "dkim.several": _l(
        "There are %(number)s records under this name. Only one is allowed. Keep the one that your mail provider "
        "uses now."
    ),
    "dkim.unreadable": _l("Receivers cannot read this record. Copy it again from your mail provider."),
    "dkim.version": _l("The record must begin with v=DKIM1, written just like that. Receivers do not read it now."),
    "dkim.no-version": _l("The record does not begin with v=DKIM1. Some receivers do not read it then."),
    "dkim.hash": _l("The key is only for %(value)s. Receivers no longer accept that; it must be sha256."),
    "dkim.not-for-mail": _l("The key is not for mail: s=%(value)s. Remove that part."),
    "dkim.test": _l(
        "The key is in test mode (t=y): receivers act as if there is no key. Remove that part once your mail "
        "arrives well."
    ),
    "dkim.revoked": _l(
        "The key is empty (p=): that says that it was taken back. Ask your mail provider for a new one."
    ),
    "dkim.kind": _l("Receivers do not know keys of the kind %(value)s. Use rsa."),
    "dkim.broken-key": _l(
        "The key is damaged. Perhaps a part was lost while copying. Copy it again from your mail provider."
    ),
    "dkim.too-short": _l(
        "The key has %(number)s bits. Receivers accept none under 1024. Ask your mail provider for a key of 2048 bits."
    ),
    "dkim.short": _l(
        "The key has %(number)s bits. That is accepted, but 2048 is safer. Ask your mail provider for a longer key."
    ),
    "dmarc.quarantine": _l("Receivers put mail of swindlers in your name with the spam."),
    "dmarc.reject": _l("Receivers refuse mail of swindlers in your name."),
    "dmarc.none": _l(
        "The record only looks on (p=none): mail of swindlers in your name still arrives. Do SPF and DKIM work "
        "well? Then take the next step."
    ),
    "dmarc.missing": _l(
        "Nothing says what to do with mail of swindlers in your name. Begin with looking on; p=quarantine comes later."
    ),
    "dmarc.almost": _l(
        "There is something that looks like DMARC, but it does not begin with v=DMARC1. Receivers do not read it."
    ),
    "dmarc.several": _l(
        "There are %(number)s DMARC records. Only one is allowed, so receivers read none. Remove what is too much."
    ),
    "dmarc.unreadable": _l("Receivers cannot read this record."),
    "dmarc.policy": _l("The record does not say what must happen: p= has to be none, quarantine or reject."),
    "dmarc.part": _l("The record is for a part of the mail only: pct=%(value)s. Remove that part."),
    "dmarc.no-reports": _l(
        "Nobody gets the reports of receivers. Write after rua=mailto: an address that somebody reads."
    ),
    "dmarc.of-parent": _l("The record of %(value)s also holds for your domain."),
}


def words_of(remark: Remark) -> str:
    """A remark as somebody who is no postmaster reads it."""
    return str(WORDS[remark.code]) % {"value": remark.value, "number": remark.number}
