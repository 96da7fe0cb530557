"""Guests of an event by invitation: members and others, with every answer that there is."""

from datetime import datetime, timedelta

from .. import tokens
from ..accounts.queries import account_by_email
from ..database import db
from ..events.models import Event
from ..organisations.members import Person
from ..registrations.actions import sign_up
from ..registrations.invitations import actions, queries
from ..registrations.invitations.actions import Colleague
from ..registrations.models import Reach
from ..registrations.parties import Party
from .staff import EMAIL

OTHERS = [
    Person("Sanne Willems", "sanne@voorbeeld.nl", "Socialrun"),
    Person("Yusuf Kaya", "yusuf@voorbeeld.nl", "Power by Peers", "tr"),
    Person("Marleen Visser", "marleen@voorbeeld.nl", "Kampong"),
]
YES, NO, SENDS_A_COLLEAGUE = ("wim@voorbeeld.nl", "sanne@voorbeeld.nl"), "joke@voorbeeld.nl", "yusuf@voorbeeld.nl"


def come(event_id: int, *, now: datetime) -> None:
    """Noor invites them five days ago; some said nothing yet."""
    noor, then = account_by_email(EMAIL), now - timedelta(days=5)
    assert noor, "staff are made before the season"
    event = db.session.get_one(Event, event_id)
    networks = [network.id for network in event.networks]
    members = queries.members_to_invite(event, networks)
    actions.invite_members(event_id, networks, expected=len(members), by=noor.id, now=then)
    actions.invite_people(event_id, OTHERS, by=noor.id, now=then)
    invited = {each.email: each for each in queries.invitations_of_event(event_id)}
    for address in YES:
        invitation = invited[address]
        party = Party(invitation.name, Reach.EMAIL, address, language=invitation.language)
        press = tokens.new_press()
        sign_up(event_id, party, press=press, willing_to_wait=True, invitation_key=invitation.key, now=now)
    actions.decline(invited[NO].id, now=now)
    colleague = Colleague("Deniz Arslan", "deniz@voorbeeld.nl", "tr")
    actions.send_colleague(invited[SENDS_A_COLLEAGUE].id, colleague, now=now)
