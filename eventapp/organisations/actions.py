"""Changes to who hosts, to their teams, and the record of who changed what."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from ..accounts import actions as accounts
from ..accounts.models import Account
from ..database import transaction
from ..mail import actions as mail
from . import queries
from .members import Person
from .models import AuditNote, Member, Network, Organisation, TeamMember
from .rules import AlreadyMember, NameTaken, NotYourself, Role

TAKEN_ADDRESSES = ("nieuw",)  # of pages beside those of networks


def ensure_organisations(rows: Iterable[dict[str, Any]]) -> None:
    """Organisations with these slugs are there from now on; those that are there stay as they are."""
    with transaction() as session:
        known = queries.organisation_slugs()
        session.add_all(Organisation(**row) for row in rows if row["slug"] not in known)


def set_role(organisation_id: int, account_id: int, role: Role | None) -> None:
    """Put somebody in a team, change what they may do there, or take them out of it."""
    with transaction() as session:
        member = session.get(TeamMember, (organisation_id, account_id))
        if member and role:
            member.role = role
        elif member:
            session.delete(member)
        elif role:
            session.add(TeamMember(organisation_id=organisation_id, account_id=account_id, role=role))


def invite_to_team(
    email: str, *, name: str, organisation_id: int, role: Role, is_administrator: bool, by: int, now: datetime
) -> Account:
    """Make an account in the team of an organisation, and write to its owner."""
    with transaction():
        account, _token = accounts.invite(email, name=name, is_administrator=is_administrator, now=now)
        set_role(organisation_id, account.id, role)
        after = {"organisation": organisation_id, "role": role, "administrator": is_administrator}
        note(by, what="account.invited", about=f"account/{account.id}", after=after, now=now)
    return account


def change_role(organisation_id: int, account_id: int, role: Role | None, *, by: int, now: datetime) -> None:
    """Give somebody a place in a team, another role there, or take them out of it."""
    with transaction():
        set_role(organisation_id, account_id, role)
        after = {"organisation": organisation_id, "role": role}
        note(by, what="account.role", about=f"account/{account_id}", after=after, now=now)


def move_to_team(account_id: int, *, old: int, new: int, by: int, now: datetime) -> None:
    """Take somebody from one team to another, with the same role; who is an organiser there already stays that."""
    with transaction() as session:
        member = session.get(TeamMember, (old, account_id))
        if member is None or old == new:
            return
        role, there = Role(member.role), session.get(TeamMember, (new, account_id))
        set_role(old, account_id, None)
        if there is None or there.role != Role.ORGANISER:
            set_role(new, account_id, role)
        note(
            by, what="account.moved", about=f"account/{account_id}", before={"team": old}, after={"team": new}, now=now
        )


def pause_mail(*, reason: str, by: int, name: str, now: datetime) -> None:
    """Hold all letters of the service."""
    with transaction():
        mail.pause(reason=reason, by=name, now=now)
        note(by, what="mail.paused", about="mail", now=now)


def resume_mail(*, by: int, now: datetime) -> None:
    """Let the letters go again."""
    with transaction():
        mail.resume(now=now)
        note(by, what="mail.resumed", about="mail", now=now)


def revive_address(address: str, *, by: int, now: datetime) -> bool:
    """Mail an address again that was said not to exist; no, when it was not on the list."""
    with transaction():
        found = mail.revive(address)
        if found:
            note(by, what="address.revived", about="mail", now=now)
    return found


def send_again(letter_ids: Sequence[int], *, by: int, now: datetime) -> int:
    """Try letters that could not be delivered once more. Tells how many."""
    with transaction():
        count = mail.send_again(letter_ids, now=now)
        about = f"letter/{letter_ids[0]}" if len(letter_ids) == 1 else "mail"
        note(by, what="letters.again", about=about, after={"count": count}, now=now)
    return count


def sign_out_everywhere(account_id: int, *, now: datetime) -> None:
    """End every session of one's own account."""
    with transaction():
        accounts.sign_out_everywhere(account_id)
        note(account_id, what="account.signed-out", about=f"account/{account_id}", now=now)


def suspend(account_id: int, *, by: int, now: datetime) -> None:
    """Somebody signs in no more, from this moment; nobody suspends themselves."""
    if account_id == by:
        raise NotYourself
    with transaction():
        accounts.suspend(account_id)
        note(by, what="account.suspended", about=f"account/{account_id}", now=now)


def restore(account_id: int, *, by: int, now: datetime) -> None:
    """A suspended account opens again."""
    with transaction():
        accounts.restore(account_id)
        note(by, what="account.restored", about=f"account/{account_id}", now=now)


def note(
    account_id: int | None,
    *,
    what: str,
    about: str,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    now: datetime,
) -> None:
    """Record a change in the transaction that makes it; never what is known of a person, only that it changed."""
    with transaction() as session:
        session.add(
            AuditNote(at=now, account_id=account_id, what=what, about=about, before=before or {}, after=after or {})
        )


def make_network(*, name: str, slug: str, organisation_id: int | None, by: int, now: datetime) -> Network:
    """A new network, which the organisers of this organisation keep."""
    with transaction() as session:
        if slug in TAKEN_ADDRESSES or queries.network_by_slug(slug):
            raise NameTaken
        network = Network(name=name, slug=slug, organisation_id=organisation_id)
        session.add(network)
        session.flush()
        note(by, what="network.made", about=_network(network.id), now=now)
    return network


def change_network(network_id: int, *, changes: dict[str, Any], by: int, now: datetime) -> Network:
    """Change what the page of a network says, or who keeps it."""
    with transaction() as session:
        network = session.get_one(Network, network_id)
        changed = [name for name, value in changes.items() if getattr(network, name) != value]
        for name in changed:
            setattr(network, name, changes[name])
        if changed:
            note(by, what="network.changed", about=_network(network_id), after={"fields": changed}, now=now)
    return network


def add_members(network_id: int, people: Sequence[Person], *, by: int | None, now: datetime) -> int:
    """Put people on the list of a network who are not on it; nobody is written to. Tells how many."""
    with transaction() as session:
        session.get_one(Network, network_id, with_for_update=True)
        known = queries.known_addresses(network_id)
        new = {person.email: person for person in people if person.email not in known}
        session.add_all(Member(**vars(person), network_id=network_id, added_at=now) for person in new.values())
        if new:
            note(by, what="members.added", about=_network(network_id), after={"count": len(new)}, now=now)
    return len(new)


def change_member(member_id: int, person: Person, *, network_id: int, by: int, now: datetime) -> None:
    """Correct what the list says of a member."""
    with transaction() as session:
        member = queries.member_of(network_id, member_id)
        if member is None or (member.email != person.email and person.email in queries.known_addresses(network_id)):
            raise AlreadyMember
        changed = [name for name, value in vars(person).items() if getattr(member, name) != value]
        if "email" in changed:
            mail.forget(about_member(member_id))
        for name in changed:
            setattr(member, name, getattr(person, name))
        note(by, what="member.changed", about=_network(network_id), after={"fields": changed}, now=now)
        session.flush()


def remove_member(member_id: int, *, by: int | None, now: datetime) -> None:
    """Take somebody off the list of a network, with the letters that name them; twice is once."""
    with transaction() as session:
        if member := session.get(Member, member_id):
            session.delete(member)
            mail.forget(about_member(member_id))
            note(by, what="member.removed", about=_network(member.network_id), now=now)


def note_members_exported(network_id: int, *, count: int, by: int, now: datetime) -> None:
    """Somebody took the list of members along."""
    note(by, what="members.exported", about=_network(network_id), after={"count": count}, now=now)


def ensure_networks(rows: Iterable[dict[str, Any]]) -> None:
    """Networks with these slugs are there from now on, those that are within another after it."""
    with transaction() as session:
        for row in rows:
            if queries.network_by_slug(row["slug"]) is None:
                parent = queries.network_by_slug(row["parent"]) if row.get("parent") else None
                session.add(Network(**{key: value for key, value in row.items() if key != "parent"}, parent=parent))
                session.flush()


def about_member(member_id: int) -> str:
    """What letters to a member are about."""
    return f"member/{member_id}"


def _network(network_id: int) -> str:
    return f"network/{network_id}"
