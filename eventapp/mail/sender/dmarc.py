"""DMARC (RFC 7489): what receivers do with a letter that only says that it is from this domain."""

import re
from collections.abc import Iterator

from .rules import CouldNotLook, Finding, LookUp, Record, Remark, State, finding, tags_of, written

POLICIES = ("none", "quarantine", "reject")
SECOND_LEVELS = ("ac", "co", "com", "edu", "gov", "net", "org")  # as in voorbeeld.co.uk


def judge_dmarc(domain: str, *, look_up: LookUp) -> Finding:
    """What is asked of receivers: at the domain itself, or else at the domain that it is a part of (RFC 7489 6.6.3)."""
    name = f"_dmarc.{domain}"
    try:
        records, almost = _records_at(name, look_up)
        of_parent = not records and not almost and organisational_domain(domain) != domain
        if of_parent:
            name = f"_dmarc.{organisational_domain(domain)}"
            records, almost = _records_at(name, look_up)
    except CouldNotLook as error:
        return finding(name, error.remark)
    if len(records) > 1:
        return finding(name, Remark("dmarc.several", State.WRONG, number=len(records)), records=records)
    if not records:
        remark = Remark("dmarc.almost", State.WRONG) if almost else Remark("dmarc.missing", State.MISSING)
        to_add = Record(f"_dmarc.{domain}", f"v=DMARC1; p=none; rua=mailto:dmarc@{domain}")
        return finding(to_add.name, remark, records=almost, to_add=to_add)
    return _judged(name, records[0], domain=domain, of_parent=of_parent)


def organisational_domain(domain: str) -> str:
    """What somebody registered. Without the list of all suffixes of the world: two labels, or three as in co.uk."""
    labels = domain.split(".")
    under_a_country = len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in SECOND_LEVELS
    return ".".join(labels[-3 if under_a_country else -2 :])


def _records_at(name: str, look_up: LookUp) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Those that receivers read, and those that were surely meant to be one."""
    texts = look_up(name, "TXT")
    records = tuple(text for text in texts if re.match(r"v\s*=\s*DMARC1\s*(;|$)", text))
    return records, tuple(text for text in texts if text not in records and "dmarc1" in text.lower())


def _judged(name: str, record: str, *, domain: str, of_parent: bool) -> Finding:
    tags = tags_of(record)
    if tags is None:
        return finding(name, Remark("dmarc.unreadable", State.WRONG), records=(record,))
    remarks = list(_on_tags(dict(tags), of_parent=of_parent))
    if of_parent:
        remarks.append(Remark("dmarc.of-parent", State.GOOD, value=name.removeprefix("_dmarc.")))
    value = _better(tags, domain=name.removeprefix("_dmarc."), of_parent=of_parent)
    is_good = all(remark.state == State.GOOD for remark in remarks)
    return finding(name, *remarks, records=(record,), to_add=None if is_good else Record(name, value))


def _on_tags(tags: dict[str, str], *, of_parent: bool) -> Iterator[Remark]:
    asked = "sp" if of_parent and "sp" in tags else "p"
    policy = tags.get(asked, "").lower()
    if policy not in POLICIES:
        yield Remark("dmarc.policy", State.WRONG, value=tags.get(asked, ""))
    elif policy == "none":
        yield Remark("dmarc.none", State.WEAK)
    else:
        yield Remark(f"dmarc.{policy}", State.GOOD)
    if tags.get("pct", "100") != "100" and policy != "none":
        yield Remark("dmarc.part", State.WEAK, value=tags["pct"])
    if not _reports(tags):
        yield Remark("dmarc.no-reports", State.WEAK)


def _better(tags: list[tuple[str, str]], *, domain: str, of_parent: bool) -> str:
    """The next step: from looking on to quarantine, for all letters, with reports."""
    known = {tag: value for tag, value in tags if tag != "pct"}
    p = known.get("p", "").lower()
    # who has no policy that counts begins with looking on; who looks on goes a step further
    known["p"] = p if p in POLICIES[1:] else "quarantine" if p == "none" else "none"
    if of_parent and known.get("sp", "").lower() not in ("", *POLICIES[1:]):
        known["sp"] = "quarantine"
    if not _reports(known):
        known["rua"] = f"mailto:dmarc@{domain}"
    ordered = ["v", "p", *(tag for tag in known if tag not in ("v", "p"))]
    return written([(tag, known[tag]) for tag in ordered])


def _reports(tags: dict[str, str]) -> bool:
    return bool(re.match(r"mailto:[^@\s]+@[^@\s]+", tags.get("rua", ""), re.IGNORECASE))
