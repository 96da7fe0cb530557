"""Somebody who organises in the demo, whose password everybody may know; and members of two networks."""

from datetime import datetime

from ..accounts import actions as accounts
from ..organisations.actions import add_members, set_role
from ..organisations.members import Person
from ..organisations.queries import networks_by_name, organisations_by_name
from ..organisations.rules import Role

EMAIL = "noor@voorbeeld.nl"
PASSWORD = "samen gezond in utrecht"  # noqa: S105

MEMBERS = {
    "gezondheidspact": [
        Person("Wim van 't Hof", "wim@voorbeeld.nl", "Careyn"),
        Person("Aylin Öztürk", "aylin@voorbeeld.nl", "DOCK", "tr"),
        Person("Joke de Vries", "joke@voorbeeld.nl", "UMC Utrecht"),
        Person("Omar El Idrissi", "omar@voorbeeld.nl", "SAMEN030", "ar"),
    ],
    "vitaliteitsnetwerk-in-de-wijk": [
        Person("Ingrid Bakker", "ingrid@voorbeeld.nl", "In de kern gezond"),
        Person("Peter Smit", "peter.smit@voorbeeld.nl", "Gemeente Nieuwegein"),
    ],
}


def ensure(*, now: datetime) -> None:
    """Noor organises for every organisation, so that every event of the demo can be tried."""
    account, _token = accounts.invite(EMAIL, name="Noor", now=now)
    accounts.set_password(account.id, PASSWORD)
    for organisation in organisations_by_name():
        set_role(organisation.id, account.id, Role.ORGANISER)
    for network in networks_by_name():
        add_members(network.id, MEMBERS.get(network.slug, ()), by=None, now=now)
