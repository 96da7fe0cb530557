"""The links of members: each is of one person at one address, for numbers come back and addresses change."""

from .. import tokens
from . import queries
from .models import Member
from .rules import LEAVING


def leaving_key(member: Member) -> str:
    """With this a member gets off the list."""
    return tokens.signed(holder_of(member), purpose=LEAVING)


def member_leaving(key: str) -> Member | None:
    return member_at(tokens.value_in(key, purpose=LEAVING) or "")


def holder_of(member: Member) -> str:
    """Who a link is for, without telling the address."""
    return f"{member.id}-{tokens.fingerprint(member.email)[:20]}"


def member_at(holder: str) -> Member | None:
    """Who a link was made for, as long as they are on the list with the same address."""
    number = holder.partition("-")[0]
    member = queries.member_by_id(int(number)) if number.isdigit() else None
    return member if member and tokens.same(holder, holder_of(member)) else None
