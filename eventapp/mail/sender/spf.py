"""SPF (RFC 7208): the list of who may send mail in the name of a domain."""

import ipaddress
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from .rules import DOMAIN, CouldNotLook, Finding, LookUp, Record, Remark, State, finding

MOST_LOOKUPS = 10  # RFC 7208 4.6.4: with more, receivers take the whole record for broken
ENOUGH = 40  # to say that it is too much
MOST_NAMES = 10  # of one mx

MACRO = re.compile(r"%[{%_-]")  # filled in anew for each letter, so we cannot tell what becomes of it
MODIFIER = re.compile(r"([a-z][a-z0-9._-]*)=(.*)", re.IGNORECASE)
MECHANISM = re.compile(r"([+?~-]?)(all|include|a|mx|ptr|ip4|ip6|exists)(?:([:/])(.+))?", re.IGNORECASE)
ASKS_DNS = ("include", "a", "mx", "ptr", "exists", "redirect")
NEEDS_A_DOMAIN = ("include", "exists", "redirect")

# Houses that send from other machines than the one that takes our letters; they say so in a list of their own.
LISTS = {
    "office365.com": "spf.protection.outlook.com",
    "outlook.com": "spf.protection.outlook.com",
    "gmail.com": "_spf.google.com",
    "google.com": "_spf.google.com",
    "amazonaws.com": "amazonses.com",
    "sendgrid.net": "sendgrid.net",
    "mailgun.org": "mailgun.org",
    "mailjet.com": "spf.mailjet.com",
    "postmarkapp.com": "spf.mtasv.net",
    "transip.email": "_spf.transip.email",
}

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

INDOORS = [
    ipaddress.ip_network(text)
    for text in ("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "::1/128", "fc00::/7", "fe80::/10")
]


@dataclass(frozen=True)
class Term:
    """A piece of a record, such as `include:_spf.voorbeeld.nl`."""

    text: str
    name: str = ""  # empty where it is no term at all
    sign: str = "+"
    domain: str = ""
    network: Network | None = None
    bits: tuple[int, int] = (32, 128)  # how much of an address must be the same

    @property
    def varies(self) -> bool:
        return bool(MACRO.search(self.domain))


def judge_spf(domain: str, *, relay: str, look_up: LookUp) -> Finding:
    """May the mail server that takes our letters (its name, or nothing where there is none) send for this domain?"""
    try:
        texts = look_up(domain, "TXT")
    except CouldNotLook as error:
        return finding(domain, error.remark)
    records = tuple(text for text in texts if is_spf(text))
    if len(records) > 1:
        several = Remark("spf.several", State.WRONG, number=len(records))
        return finding(domain, several, records=records, to_add=Record(domain, _as_one(records)))
    if not records:
        return _without_record(domain, texts, relay)
    return _judged(domain, records[0], relay=relay, look_up=look_up)


def is_spf(text: str) -> bool:
    """RFC 7208 4.5: the version, whatever its case, and then a space or nothing."""
    return text.lower() == "v=spf1" or text.lower().startswith("v=spf1 ")


def terms_of(record: str) -> list[Term]:
    return [term_of(text) for text in record[len("v=spf1") :].split(" ") if text]


def term_of(text: str) -> Term:
    """RFC 7208 12; a term that no receiver understands has no name."""
    if found := MODIFIER.fullmatch(text):
        name, value = found[1].lower(), found[2]
        fits = name != "redirect" or _is_domain(value)
        return Term(text, name, domain=value) if fits else Term(text)
    found = MECHANISM.fullmatch(text)
    if not found:
        return Term(text)
    sign, name, value = found[1] or "+", found[2].lower(), found[4] or ""
    if name in ("ip4", "ip6"):
        network = _network(value, version=int(name[-1])) if found[3] == ":" else None
        return Term(text, name, sign, network=network) if network else Term(text)
    if name == "all":
        return Term(text) if found[3] else Term(text, name, sign)
    domain, slash, bits = (value if found[3] == ":" else found[3] + value if found[3] else "").partition("/")
    if not _is_domain(domain) if found[3] == ":" else name in NEEDS_A_DOMAIN:
        return Term(text)
    if not slash:
        return Term(text, name, sign, domain)
    sizes = _sizes(bits) if name in ("a", "mx") else None
    return Term(text, name, sign, domain, bits=sizes) if sizes else Term(text)


@dataclass
class Walk:
    """Through a record and all records that it brings in, as somebody would who got a letter from one of these."""

    look_up: LookUp
    asked: int = 0
    brings_in: set[str] = field(default_factory=set)
    unsure: bool = False  # a term depends on more than we know
    remarks: list[Remark] = field(default_factory=list)

    def who_may(
        self, terms: list[Term], addresses: set[Address], *, domain: str, path: tuple[str, ...]
    ) -> set[Address]:
        """Those of the addresses that may send; everything that takes a look-up is counted, wanted or not."""
        left, may = set(addresses), set()
        for term in _that_are_read(terms):
            if self.asked > ENOUGH:
                break
            matched = self._matched(term, left, domain=domain, path=path)
            left -= matched
            if term.sign == "+":
                may |= matched
        return may

    def _matched(self, term: Term, left: set[Address], *, domain: str, path: tuple[str, ...]) -> set[Address]:
        self.asked += term.name in ASKS_DNS
        if term.name == "all":
            return set(left)
        if term.network:
            return {address for address in left if address in term.network}
        if term.name not in ASKS_DNS:
            return set()
        if term.varies or term.name in ("ptr", "exists"):
            self.unsure = True
            return set()
        if term.name in ("include", "redirect"):
            return self._in_another(term.domain.lower().rstrip("."), left, path=path)
        return self._at_hosts(term, left, domain=term.domain or domain) if left else set()

    def _in_another(self, domain: str, left: set[Address], *, path: tuple[str, ...]) -> set[Address]:
        if domain in path:
            self.remarks.append(Remark("spf.loop", State.WRONG, value=domain))
            return set()
        self.brings_in.add(domain)
        try:
            records = [text for text in self.look_up(domain, "TXT") if is_spf(text)]
        except CouldNotLook as error:
            self.unsure = True
            self.remarks.append(error.remark)
            return set()
        if len(records) != 1:  # RFC 7208 5.2: none, and the record that asks for it is broken
            self.remarks.append(Remark("spf.brings-in-nothing", State.WRONG, value=domain))
            return set()
        terms = terms_of(records[0])
        if wrong := [term.text for term in terms if not term.name]:
            self.remarks.append(Remark("spf.terms", State.WRONG, value=" ".join(wrong)))
        return self.who_may(terms, left, domain=domain, path=(*path, domain))

    def _at_hosts(self, term: Term, left: set[Address], *, domain: str) -> set[Address]:
        try:
            names = self.look_up(domain, "MX")[:MOST_NAMES] if term.name == "mx" else (domain,)
            found = {address for name in names for address in addresses_of(name, self.look_up)}
        except CouldNotLook:
            self.unsure = True
            return set()
        return {one for one in left if any(_is_near(one, other, bits=term.bits) for other in found)}


def addresses_of(host: str, look_up: LookUp) -> set[Address]:
    """Where a machine is; an address is its own."""
    try:
        return {ipaddress.ip_address(host.strip("[]"))}
    except ValueError:
        return {ipaddress.ip_address(text) for kind in ("A", "AAAA") for text in look_up(host, kind)}


def term_for(relay: str) -> str:
    """What lets this mail server send: the list of its house where we know that, or else the machine itself."""
    if not relay:
        return "mx"
    for house, its_list in LISTS.items():
        if relay == house or relay.endswith(f".{house}"):
            return f"include:{its_list}"
    try:
        return f"ip{ipaddress.ip_address(relay).version}:{relay}"
    except ValueError:
        return f"a:{relay}"


def _judged(domain: str, record: str, *, relay: str, look_up: LookUp) -> Finding:
    terms = terms_of(record)
    walk = Walk(look_up)
    addresses = _where(relay, look_up)
    may = walk.who_may(terms, addresses, domain=domain, path=(domain,))
    remarks = [*_on_terms(terms), *dict.fromkeys(walk.remarks), *_on_end(_end(terms, look_up))]
    if walk.asked > MOST_LOOKUPS:
        remarks.append(Remark("spf.lookups", State.WRONG, number=walk.asked))
    if not any(remark.state == State.WRONG for remark in remarks):
        remarks.append(_on_relay(relay, may=may, addresses=addresses, walk=walk))
    better = _better(domain, terms, remarks, relay=relay)
    if not any(remark.state != State.GOOD for remark in remarks):
        remarks.insert(0, Remark("spf.good", State.GOOD))
    return finding(domain, *remarks, records=(record,), to_add=better)


def _without_record(domain: str, texts: Iterable[str], relay: str) -> Finding:
    almost = tuple(text for text in texts if is_spf(text.strip(" \t\"'“”")))
    remark = Remark("spf.almost", State.WRONG) if almost else Remark("spf.missing", State.MISSING)
    value = _as_one([text.strip(" \t\"'“”") for text in almost]) if almost else _record("mx", term_for(relay), "~all")
    return finding(domain, remark, records=almost, to_add=Record(domain, value))


def _on_terms(terms: list[Term]) -> Iterator[Remark]:
    modifiers = [term.name for term in terms if term.name in ("redirect", "exp")]
    twice = [term.text for term in terms if modifiers.count(term.name) > 1]  # RFC 7208 6
    if wrong := [term.text for term in terms if not term.name] + twice:
        yield Remark("spf.terms", State.WRONG, value=" ".join(wrong))
    names = [term.name for term in terms if not MODIFIER.fullmatch(term.text)]
    if "all" in names[:-1]:
        yield Remark("spf.after-all", State.WEAK)


def _on_end(end: Term | None) -> Iterator[Remark]:
    """What happens to everybody who is not on the list."""
    if end is None:
        yield Remark("spf.no-end", State.WEAK)
    elif end.name == "all" and end.sign == "+":
        yield Remark("spf.open", State.WRONG)
    elif end.name == "all" and end.sign == "?":
        yield Remark("spf.neutral", State.WEAK)


def _on_relay(relay: str, *, may: set[Address], addresses: set[Address], walk: Walk) -> Remark:
    if not relay:
        return Remark("spf.no-relay", State.GOOD)
    if may or term_for(relay).removeprefix("include:") in walk.brings_in:
        return Remark("spf.covered", State.GOOD, value=relay)
    if walk.unsure or not addresses:
        return Remark("spf.cannot-tell", State.GOOD, value=relay)
    return Remark("spf.not-covered", State.WEAK, value=relay)


def _end(terms: list[Term], look_up: LookUp, *, seen: int = 0) -> Term | None:
    """The `all` that decides, perhaps in the record that `redirect` names; that term itself where it is unknown."""
    read = list(_that_are_read(terms))
    last = read[-1] if read and read[-1].name in ("all", "redirect") else None
    if last is None or last.name == "all" or last.varies or seen > MOST_LOOKUPS:
        return last
    try:
        records = [text for text in look_up(last.domain, "TXT") if is_spf(text)]
    except CouldNotLook:
        return last
    return _end(terms_of(records[0]), look_up, seen=seen + 1) if len(records) == 1 else last


def _that_are_read(terms: list[Term]) -> Iterator[Term]:
    """RFC 7208 5.1 and 6.1: nothing behind `all`; without it `redirect` comes last, wherever it stands."""
    for term in terms:
        if term.name and not MODIFIER.fullmatch(term.text):
            yield term
            if term.name == "all":
                return
    yield from [term for term in terms if term.name == "redirect"][:1]


def _better(domain: str, terms: list[Term], remarks: list[Remark], *, relay: str) -> Record | None:
    """The record as it should be, where we can tell: what is misspelt or too much, only its owner can."""
    codes = {remark.code for remark in remarks if remark.state != State.GOOD}
    if not codes or codes & {"spf.terms", "spf.lookups", "spf.loop", "spf.brings-in-nothing"}:
        return None
    ends = [term for term in terms if term.name == "all"]
    sends_on = [term for term in terms if term.name == "redirect" and not ends]
    if sends_on and codes & {"spf.open", "spf.neutral", "spf.no-end"}:
        return None  # what should be better stands in a record at another name
    kept = [term.text for term in terms if term.name not in ("all", "redirect")]
    more = [term_for(relay)] if "spf.not-covered" in codes else []
    end = ends[0].text if ends and ends[0].sign in "~-" else "~all"
    value = _record(*kept, *more, sends_on[0].text if sends_on else end)
    return None if value == _record(*(term.text for term in terms)) else Record(domain, value)


def _as_one(records: Iterable[str]) -> str:
    """Several records as the one that they should be; the mildest end of them, so that no sender is lost."""
    terms = [term for record in records for term in terms_of(record)]
    kept = [f"include:{term.domain}" if term.name == "redirect" else term.text for term in terms if term.name != "all"]
    strict = {term.text.lower() for term in terms if term.name == "all"} == {"-all"}
    return _record(*kept, "-all" if strict else "~all")


def _record(*terms: str) -> str:
    return " ".join(("v=spf1", *dict.fromkeys(terms)))


def _where(relay: str, look_up: LookUp) -> set[Address]:
    """The addresses of the mail server as the world sees them; none where we cannot know those."""
    if not relay or relay == "localhost":
        return set()
    try:
        found = addresses_of(relay, look_up)
    except CouldNotLook:
        return set()
    return {address for address in found if not any(address in network for network in INDOORS)}


def _network(value: str, *, version: int) -> Network | None:
    if not re.fullmatch(r"[0-9a-f.:]+(/\d+)?", value, re.IGNORECASE):  # no mask in dots
        return None
    try:
        network = ipaddress.ip_network(value, strict=False)
    except ValueError:
        return None
    return network if network.version == version else None


def _sizes(bits: str) -> tuple[int, int] | None:
    """`24`, `24//64` or `/64`: for both kinds of address."""
    found = re.fullmatch(r"(\d{1,2})?(?://(\d{1,3}))?|/(\d{1,3})", bits)
    if not bits or not found:
        return None
    small, large = int(found[1] or 32), int(found[2] or found[3] or 128)
    return (small, large) if small <= 32 and large <= 128 else None


def _is_domain(value: str) -> bool:
    """RFC 7208 7.1: a name with a dot in it, or something that is filled in."""
    return bool(DOMAIN.fullmatch(value) or (MACRO.search(value) and value.isascii()))


def _is_near(one: Address, other: Address, *, bits: tuple[int, int]) -> bool:
    size = bits[0 if other.version == 4 else 1]
    return one in ipaddress.ip_network(f"{other}/{size}", strict=False)
