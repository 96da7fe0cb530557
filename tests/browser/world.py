"""Something of everything: events, sign-ups and doors in every state that has a page of its own."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select

from eventapp import tokens
from eventapp.database import db, transaction
from eventapp.door import actions as door
from eventapp.door.stations import actions as stations
from eventapp.door.stations.pages import screen_address
from eventapp.events.models import Event, Precision, Theme
from eventapp.events.questions.models import Kind
from eventapp.mail.models import Letter
from eventapp.organisations.keys import leaving_key
from eventapp.programme.models import PartKind
from eventapp.registrations import actions
from eventapp.registrations.approval.actions import decline as decline_sign_ups
from eventapp.registrations.choices.actions import choose
from eventapp.registrations.coming.actions import ask_due, say_coming, say_not_coming
from eventapp.registrations.invitations.actions import Colleague, decline, send_colleague
from eventapp.registrations.models import Reach, Registration
from eventapp.registrations.offers.actions import lapse_due
from eventapp.registrations.parties import Party
from eventapp.registrations.series.actions import sign_up as series_sign_up

from .. import make

NOON = datetime(2098, 9, 3, 10, 0, tzinfo=UTC)  # a Wednesday, 12.00 in Utrecht
COLOURS = ("petrol", "brick", "leaf", "plum")
DESCRIPTION = """Wij maken samen een wandeling langs de *singel*.

- Wij beginnen met koffie.
- Wij lopen rustig.

Meer weten? Kijk op https://www.voorbeeld.nl/wandelen"""


def day(days: int, hour: int = 14) -> datetime:
    """This hour on the wall clock, so many days from today."""
    return NOON + timedelta(days=days, hours=hour - 12)


def sign_up(event: Event, **given: Any) -> Registration:
    return make.make_registration(event, **{"now": NOON} | given)


def make_themes() -> list[Theme]:
    return [
        make.make_theme(name=name, colour=colour, sort_order=order)
        for order, (name, colour) in enumerate(zip(("Bewegen", "Eten", "Praten", "Slapen"), COLOURS, strict=True))
    ]


def make_world(
    *, name: str = "Fatima Öztürk", email: str = "fatima@voorbeeld.nl", title: str = "Samen wandelen"
) -> dict[str, str]:
    """Makes it all, and tells the values that stand in addresses."""
    house = House(name, email, title)
    of_events = (house.events(), house.programmes(), house.networks(), house.invitations(), house.asking())
    parts = (*of_events, house.sign_ups(), house.ways_of_coming(), house.answers(), house.door())
    return {name: value for part in parts for name, value in part.items()}


class House:
    """Fills in what every event of the world has."""

    def __init__(self, name: str, email: str, title: str) -> None:
        self.who, self.title = {"name": name, "email": email}, title
        self.themes = make_themes()
        self.series = make.make_series(title=f"Reeks: {title}", summary="Vijf keer samen op pad.")
        self.common = {
            "venue": make.make_venue(directions="Bus 8, halte Biltstraat.", wheelchair=True, wheelchair_toilet=False),
            "neighbourhood": make.make_neighbourhood(name="Vleuten-De Meern"),
            "organisations": [make.make_organisation(name="Stichting Voorbeeld"), make.make_organisation()],
            "summary": "Een rustige wandeling langs het water, met koffie na.",
            "description": DESCRIPTION,
            "audience": "Iedereen die wil wandelen.",
            "bring": "Goede schoenen.",
            "languages": ("nl", "tr", "ar"),
            "contact_name": "Ömer de Vries",
            "contact_phone": "030 123 45 67",
        }

    def event(self, starts_at: datetime, **given: Any) -> Event:
        theme = self.themes[starts_at.day % len(self.themes)]
        return make.make_event(**{"starts_at": starts_at, "title": self.title, "themes": [theme]} | self.common | given)

    def events(self) -> dict[str, str]:
        """Events in all their states, and so many that the agenda has a second page."""
        full = self.event(day(3), capacity=1, waiting_list=False)
        waiting_list = self.event(day(4), capacity=1)
        cancelled = self.event(day(5))
        for event in (full, waiting_list):
            sign_up(event)
        actions.call_off(cancelled.id, reason="De zaal is onder water gelopen.", now=NOON)
        dates = [self.event(day(n), series=self.series) for n in (6, 13, 20)]
        actions.call_off(dates[1].id, reason="", now=NOON)
        for n in range(20):
            self.event(day(30 + n), capacity=n + 1, cost_cents=250 * (n % 2))
        self.event(day(-400), precision=Precision.MONTH)
        return {
            "open": self.event(day(1), capacity=20, registration_closes_at=day(0, 20)).slug,
            "drop_in": self.event(day(2), drop_in=True, kind="fit-en-gezond", languages=("nl",)).slug,
            "full": full.slug,
            "waiting_list": waiting_list.slug,
            "cancelled_event": cancelled.slug,
            "date": dates[0].slug,
            "series": self.series.slug,
            "organisation": self.common["organisations"][0].slug,
            "not_yet": self.event(day(7), registration_opens_at=day(1, 9)).slug,
            "closed": self.event(day(1, 9), registration_closes_at=day(-1, 20)).slug,
            "online": self.event(day(8), venue=None, online_url="https://video.voorbeeld.nl/wandelen").slug,
            "draft": self.event(day(8), status="draft").slug,
            "past": self.event(day(-9), known_attendance=55).slug,
        }

    def programmes(self) -> dict[str, str]:
        """An event with something of every kind, and one with a hundred sessions."""
        event, long = self.event(day(11), capacity=200), self.event(day(14, 9), ends_at=day(14, 22))
        hour = {"starts_at": event.starts_at + timedelta(minutes=30), "ends_at": event.ends_at}
        texts = {"description": "Iemand vertelt er meer over.", "speakers": self.who["name"]}
        with transaction():
            make.make_session(event, title="Welkom", for_all=True)
            for room in ("Grote zaal", "Tuinkamer", "Atelier"):
                make.make_session(event, title=f"{self.title} in {room}", room=room, **hour, **texts)
            make.make_station(event, title=self.title, description=texts["description"], slot_minutes=30)
            make.make_station(event, title="Lengte en gewicht", slot_minutes=None)
            for organisation in self.common["organisations"]:
                make.make_part(event, PartKind.STAND, title=organisation.name, organisation_id=organisation.id)
            for n in range(100):
                starts_at = long.starts_at + timedelta(hours=n // 10)
                hours = {"starts_at": starts_at, "ends_at": starts_at + timedelta(minutes=50)}
                make.make_session(
                    long, title=f"Gesprek {n} {tokens.new_key()}", room=f"Zaal {n % 10}", **hours, **texts
                )
        return {"programme": event.slug, "long_programme": long.slug}

    def networks(self) -> dict[str, str]:
        """A network with a group in it, a member, and an event for members alone."""
        network = make.make_network(name=f"Netwerk {self.title}", text=DESCRIPTION)
        make.make_network(name="Een groep in het netwerk", parent_id=network.id)
        member = make.make_member(network, **self.who)
        self.event(day(12), networks=[network])
        only = self.event(day(13), networks=[network], members_only=True, unlisted=True)
        return {"network": network.slug, "leaving": leaving_key(member), "members_only": only.slug}

    def invitations(self) -> dict[str, str]:
        """An event by invitation, and guests with every answer."""
        event = self.event(day(14), invitation_only=True, unlisted=True)
        names = ("invited", "invited_no", "invited_used", "invited_away")
        guests = {name: make.make_invitation(event, name=self.who["name"], invited_at=NOON) for name in names}
        decline(guests["invited_no"].id, now=NOON)
        guest = sign_up(event, **self.who, invitation_key=guests["invited_used"].key)
        send_colleague(guests["invited_away"].id, Colleague(self.who["name"], "collega@voorbeeld.nl", "nl"), now=NOON)
        keys = {name: invitation.key for name, invitation in guests.items()}
        return keys | {"invited_only": event.slug, "guest": guest.key}

    def asking(self) -> dict[str, str]:
        """An event with a question of every kind."""
        event = self.event(day(15))
        options = ("Soep", self.title, "Brood")
        for kind in Kind:
            chosen = options if kind in (Kind.CHOICE, Kind.SEVERAL) else ()
            make.make_question(event, kind=kind, label=f"Wat eet u? {kind}", required=True, options=chosen)
        return {"asking": event.slug}

    def ways_of_coming(self) -> dict[str, str]:
        """Tickets of a family, dates of a series, an offer, somebody who asks, and a programme of one's own."""
        full = self.event(day(16), capacity=1, offer_hours=24)
        first, offered = sign_up(full), sign_up(full, **self.who)
        actions.cancel(first.id, now=NOON)
        event = self.event(day(11), capacity=20)
        session = make.make_session(event, title=self.title, starts_at=event.starts_at, ends_at=event.ends_at)
        chose = sign_up(event, **self.who)
        choose(chose.id, [session.slots[0].id], now=NOON)
        series = make.make_series(title=self.title)
        dates = [self.event(day(n), series=series) for n in (17, 24)]
        party = Party(self.who["name"], Reach.EMAIL, email=self.who["email"])
        made = series_sign_up([each.id for each in dates], party, press=tokens.new_press(), now=NOON)
        along = f"Ali\n{self.who['name']}"
        return {
            "family": sign_up(self.event(day(18)), **self.who, people=3, companions=along, separate=True).key,
            "dates": made[0].key,
            "offered": offered.key,
            "asked": sign_up(self.event(day(19), approval=True), **self.who).key,
            "chose": chose.key,
        }

    def answers(self) -> dict[str, str]:
        """Who was asked once more and said yes, no or nothing; an offer that lapsed, and a no of the organiser."""
        asks = self.event(day(2, 16), reconfirm="free")
        coming_or_not = {name: sign_up(asks, **self.who, now=day(-1)) for name in ("silent", "comes", "stays_away")}
        ask_due(now=NOON)
        say_coming(coming_or_not["comes"].id, now=NOON)
        say_not_coming(coming_or_not["stays_away"].id, now=NOON)
        full, approved = self.event(day(16, 10), capacity=1, offer_hours=4), self.event(day(19, 10), approval=True)
        first, lapsed = sign_up(full, now=day(-1)), sign_up(full, **self.who, now=day(-1))
        actions.cancel(first.id, now=day(-1))
        lapse_due(now=NOON)
        declined, staff_id = sign_up(approved, **self.who), make.make_account().id
        told = {"told": True, "sentence": f"Deze keer is de groep vol. {self.title}"}
        decline_sign_ups(approved.id, [declined.id], **told, staff_id=staff_id, now=NOON)
        held = coming_or_not | {"lapsed": lapsed, "declined": declined}
        return {name: registration.key for name, registration in held.items()}

    def sign_ups(self) -> dict[str, str]:
        """What people hold: tickets and turns, old and new, and what remains after leaving."""
        event = self.event(day(9), capacity=8)
        cancelled = self.event(day(9, 9))
        past = self.event(day(-2))
        held = {
            "ticket": sign_up(event, **self.who, people=4, needs="Een plek voor een rolstoel.", news=True),
            "called": sign_up(event, **self.who, reach=Reach.PHONE, phone="+31612345678", now=day(-1)),
            "left": sign_up(event, **self.who),
            "taken": sign_up(event, people=2),
            "first_in_line": sign_up(event, **self.who, people=3),
            "waiting": sign_up(event, **self.who, people=2),
            "waiting_long": sign_up(event, **self.who, people=2, now=day(-1), reach=Reach.NONE),
            "called_off": sign_up(cancelled, **self.who),
            "over": sign_up(past, **self.who, now=day(-5)),
            "private": sign_up(self.event(day(10), private=True), **self.who),
        }
        actions.cancel(held["left"].id, now=NOON)
        actions.call_off(cancelled.id, reason="De gids is ziek.", now=NOON)
        return self.letters(held) | {name: registration.key for name, registration in held.items()}

    def letters(self, held: dict[str, Registration]) -> dict[str, str]:
        """The last letter about each of these."""
        abouts = {f"registration/{registration.id}": name for name, registration in held.items()}
        letters = db.session.execute(
            select(Letter.about, Letter.id).where(Letter.about.in_(abouts)).order_by(Letter.id)
        )
        return {f"letter_{abouts[about]}": str(number) for about, number in letters}

    def door(self) -> dict[str, str]:
        """Today's door with a guest for every verdict, and the door of an event that was called off."""
        event = self.event(day(0), capacity=10)
        called_off = self.event(day(0, 16))
        guests = {
            "welcome": sign_up(event, **self.who, people=3, needs="Een plek voor een rolstoel."),
            "alone": sign_up(event, name="علي حسن"),
            "part_in": sign_up(event, **self.who, people=3),
            "already_in": sign_up(event, **self.who, people=2),
            "undone": sign_up(event, **self.who),
            "signed_off": sign_up(event, **self.who),
            "waits": sign_up(event, **self.who, people=2),
            "other_event": sign_up(self.event(day(0, 18)), **self.who),
            "other_day": sign_up(self.event(day(1, 10)), **self.who),
            "event_off": sign_up(called_off, **self.who),
        }
        found = {f"t_{name}": guest.ticket.token for name, guest in guests.items()}
        for door_name, at in (("door", event), ("off_door", called_off), ("stopped_door", event)):
            door_pass, pin = door.make_pass(at.id, now=NOON)
            found |= {f"{door_name}_pass": door_pass.key, f"{door_name}_pin": pin, f"{door_name}_id": str(door_pass.id)}
        actions.call_off(called_off.id, reason="De zaal is dicht.", now=NOON)
        actions.cancel(guests["signed_off"].id, now=NOON)
        found["in_part_in"] = self.let_in(guests["part_in"], 1)
        found["in_undone"] = self.let_in(guests["undone"], 1)
        door.undo(event.id, device="een telefoon", fact_id=found["in_undone"], now=NOON)
        self.let_in(guests["already_in"], 2)
        self.let_in(guests["already_in"], 1, seen=2)
        found["poster"] = door.make_pass(event.id, for_visitors=True, now=NOON)[0].key
        return found | self.stations(event)

    def stations(self, event: Event) -> dict[str, str]:
        """Two stations at that door: at one somebody is at the table, somebody waits, and somebody was not there."""
        make.make_station(event, title=self.title, slot_minutes=20, tables=1)
        station = make.make_station(event, title=self.title, slot_minutes=None, tables=2)
        here = {"event_id": event.id, "now": NOON}
        numbers = [stations.give(station.id, **here) for _visitor in range(4)]
        stations.call_next(station.id, table=1, **here)
        stations.nobody_came(station.id, 1, **here)
        stations.call_next(station.id, table=1, **here)
        screen = screen_address(event).rsplit("/", 1)[1]
        return {
            "station": str(station.id), "screen": screen, "n_missed": numbers[0].key, "n_called": numbers[1].key,
            "n_waits": numbers[2].key,
        }  # fmt: skip

    def let_in(self, guest: Registration, people: int, *, seen: int = 0) -> str:
        fact_id = tokens.new_id()
        door.check_in(
            guest.event_id,
            device="een telefoon",
            fact_id=fact_id,
            reference=guest.ticket.reference,
            people=people,
            seen=seen,
            now=NOON,
        )
        return fact_id
