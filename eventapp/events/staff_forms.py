"""What a browser of an organiser may send us about an event: a new one, and each part of it on its own."""

import re
from collections.abc import Collection
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from flask_wtf.file import FileField
from wtforms import BooleanField, Field, HiddenField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import StopValidation
from wtforms.widgets import DateInput

from .. import formats
from ..fields import (
    RefusableForm,
    at_most,
    filled,
    no_control_characters,
    on_one_line,
    one_of_the_choices,
    phone_number,
    trimmed,
    whole_number,
)
from ..i18n import DEFAULT, LANGUAGES, _, _l, ngettext
from .models import TRANSLATED, Aim, Event, Kind, Reconfirm, Reminder

HOUR = re.compile(r"(\d{1,2})(?:[.:](\d{2}))?")
EUROS = re.compile(r"\d{1,4}(?:[.,]\d{1,2})?")
LINK = re.compile(r"https?://[^\s/]+\.[^\s]+", re.IGNORECASE)
MOST_PLACES, MOST_PEOPLE = 100_000, 50
OFFER_HOURS = (4, 8, 24, 48, 72)
YES_NO = ("yes", "no", "")
LONG, SHORT = 10_000, 600
OTHER_LANGUAGES = [code for code in LANGUAGES if code != DEFAULT]


def line(label: Any, *checks: Any, description: Any = "", length: int = 200) -> StringField:
    """A question that is answered on one line."""
    return StringField(
        label, description=description, filters=[trimmed], validators=[*checks, at_most(length), on_one_line]
    )


def text(label: Any, *, description: Any = "", length: int = SHORT) -> TextAreaField:
    """A question that is answered in sentences."""
    return TextAreaField(
        label, description=description, filters=[trimmed], validators=[at_most(length), no_control_characters]
    )


def day_field(label: Any) -> StringField:
    return StringField(label, widget=DateInput(), filters=[trimmed], validators=[at_most(10)])


def hour_field(label: Any, description: Any = "") -> StringField:
    return StringField(label, description=description, filters=[trimmed], validators=[at_most(5)])


def day_of(field: Field) -> date:
    try:
        return date.fromisoformat(field.data or "")
    except ValueError:
        raise StopValidation(_("Choose a day, for example 2027-06-25")) from None


def hour_of(field: Field) -> time:
    """19.00, 19:00 or 19."""
    found = HOUR.fullmatch(field.data or "")
    if not found or int(found[1]) > 23 or int(found[2] or 0) > 59:
        raise StopValidation(_("Type an hour, for example 19.00"))
    return time(int(found[1]), int(found[2] or 0))


def moment_of(day: Field, hour: Field) -> datetime:
    """The moment at which our wall clocks show this."""
    moment = formats.from_local(day_of(day), hour_of(hour))
    if not formats.exists_on_the_clock(moment):
        raise StopValidation(_("This hour does not exist: that night the clock goes on by an hour."))
    return moment


def place_count(field: Field) -> int | None:
    """How many places; nothing is no limit."""
    if not field.data:
        return None
    count = whole_number(field.data)
    if count is None or not 1 <= count <= MOST_PLACES:
        raise StopValidation(_("Type a number, for example 40. Or leave it empty: then there is no limit."))
    return count


class WhenMixin:
    """Day, from and until of an event."""

    day = day_field(_l("Day"))
    starts = hour_field(_l("From"), _l("For example 19.00"))
    ends = hour_field(_l("Until"), _l("For example 21.30"))

    def validate_day(self, field: Field) -> None:
        day_of(field)

    def validate_starts(self, field: Field) -> None:
        if not self.day.errors:
            moment_of(self.day, field)

    def validate_ends(self, field: Field) -> None:
        if self.day.errors or self.starts.errors:
            return
        if moment_of(self.day, field) <= moment_of(self.day, self.starts):
            raise StopValidation(_("The end must come after the start."))

    @property
    def moments(self) -> dict[str, datetime]:
        return {"starts_at": moment_of(self.day, self.starts), "ends_at": moment_of(self.day, self.ends)}


class NewEventForm(WhenMixin, RefusableForm):
    """Five questions, and then there is a draft."""

    title = line(
        _l("What is the event called?"),
        filled(_l("Give the event a name")),
        description=_l("Short and simple. For example: Walking in the park."),
    )
    place = line(
        _l("Where is it?"), description=_l("The name of a building or a park. You give the address afterwards.")
    )
    capacity = StringField(
        _l("How many places are there?"), description=_l("Leave it empty if there is no limit."), filters=[trimmed]
    )
    organisation = SelectField(
        _l("Who organises it?"),
        coerce=whole_number,
        validate_choice=False,
        validators=[one_of_the_choices(_l("Choose an organisation"))],
    )
    practice = BooleanField(_l("This is a practice: nobody else sees it, and all letters come to me"))
    kind = HiddenField()

    def __init__(self, *, organisations: list[tuple[int, str]], **given: Any) -> None:
        super().__init__(**given)
        self.organisation.choices = [SelectChoice(value, label) for value, label in organisations]

    def validate_capacity(self, field: Field) -> None:
        place_count(field)

    def answers(self) -> dict[str, Any]:
        """What the organiser said, as `make_draft` takes it."""
        return {
            "title": self.title.data,
            "kind": Kind(self.kind.data),
            "place": self.place.data or "",
            "capacity": place_count(self.capacity),
            "organisation_id": self.organisation.data,
            **self.moments,
        }


class PartForm(RefusableForm):
    """One part of an event, saved on its own. `seen` is which version of the event the organiser looked at."""

    seen = HiddenField()

    def fill(self, event: Event) -> None:
        """Show what is true now."""
        self.seen.data = str(event.sequence)
        for name, value in self.shown(event).items():
            self[name].data = value

    def shown(self, event: Event) -> dict[str, Any]:
        return {field.name: getattr(event, field.name) for field in self if field.name != "seen"}

    def changes(self) -> dict[str, Any]:
        """The columns of the event as they should become."""
        return {field.name: field.data or "" for field in self if field.name != "seen"}


class WhatForm(PartForm):
    title = line(_l("Name of the event"), filled(_l("Give the event a name")))
    summary = text(_l("Short text"), description=_l("One or two sentences. Everybody reads this first."))
    description = text(
        _l("Everything about it"),
        description=_l("An empty line makes a new paragraph. **Two stars** make words bold. A dash makes a list."),
        length=LONG,
    )
    audience = text(_l("For whom is it?"))
    bring = text(_l("What do people bring?"))
    themes = SelectMultipleField(_l("What is it about?"), validate_choice=False)
    aims = SelectMultipleField(_l("Which aim of the city does it serve?"), validate_choice=False)
    languages = SelectMultipleField(_l("Which languages are spoken?"), validate_choice=False)

    def __init__(self, *, themes: list[tuple[str, str]], languages: list[tuple[str, str]], **given: Any) -> None:
        super().__init__(**given)
        self.themes.choices = [SelectChoice(value, label) for value, label in themes]
        self.languages.choices = [SelectChoice(value, label) for value, label in languages]
        self.aims.choices = [
            SelectChoice(Aim.FOR_ALL.value, _("Health for all")),
            SelectChoice(Aim.EQUAL_CHANCES.value, _("Equal chances")),
        ]

    def shown(self, event: Event) -> dict[str, Any]:
        return super().shown(event) | {
            "themes": [theme.slug for theme in event.themes],
            "aims": list(event.aims),
            "languages": list(event.languages),
        }

    def changes(self) -> dict[str, Any]:
        return super().changes() | {
            name: tuple(
                code for code in self[name].data or () if code in {choice.value for choice in self[name].choices}
            )
            for name in ("themes", "aims", "languages")
        }


class WhereForm(WhenMixin, PartForm):
    place = line(_l("Name of the place"), description=_l("For example: Community centre De Dreef."))
    address = line(_l("Street and number"))
    postcode = line(_l("Postcode"), length=10)
    city = line(_l("Town"), length=100)
    directions = text(
        _l("How do people get there?"), description=_l("For example: bus 5, stop Dreef. The door is at the back.")
    )
    wheelchair = SelectField(_l("Can a wheelchair get in?"), validate_choice=False)
    wheelchair_toilet = SelectField(_l("Is there a toilet for a wheelchair?"), validate_choice=False)
    neighbourhood = SelectField(_l("Neighbourhood"), validate_choice=False)
    online_url = line(_l("Link, if it is online"), description=_l("Only who signed up gets to see it."), length=500)

    def __init__(self, *, neighbourhoods: list[tuple[str, str]], **given: Any) -> None:
        super().__init__(**given)
        answers = [SelectChoice("", _("We do not know")), SelectChoice("yes", _("Yes")), SelectChoice("no", _("No"))]
        self.wheelchair.choices = self.wheelchair_toilet.choices = answers
        self.neighbourhood.choices = [SelectChoice("", _("Choose")), *(SelectChoice(*each) for each in neighbourhoods)]

    def validate_online_url(self, field: Field) -> None:
        if field.data and not LINK.fullmatch(field.data):
            raise StopValidation(_("Type a whole link, for example https://meet.voorbeeld.nl/ontmoeten"))

    def shown(self, event: Event) -> dict[str, Any]:
        start, end = formats.local(event.starts_at), formats.local(event.ends_at)
        venue = event.venue
        return {
            "day": start.date().isoformat(),
            "starts": f"{start:%H.%M}",
            "ends": f"{end:%H.%M}",
            "place": venue.name if venue else "",
            "address": venue.address if venue else "",
            "postcode": venue.postcode if venue else "",
            "city": venue.city if venue else "Utrecht",
            "directions": venue.directions if venue else "",
            "wheelchair": _as_answer(venue.wheelchair if venue else None),
            "wheelchair_toilet": _as_answer(venue.wheelchair_toilet if venue else None),
            "neighbourhood": event.neighbourhood.slug if event.neighbourhood else "",
            "online_url": event.online_url,
        }

    def changes(self) -> dict[str, Any]:
        venue = {
            "name": self.place.data or "",
            "address": self.address.data or "",
            "postcode": self.postcode.data or "",
            "city": self.city.data or "",
            "directions": self.directions.data or "",
            "wheelchair": _as_fact(self.wheelchair.data),
            "wheelchair_toilet": _as_fact(self.wheelchair_toilet.data),
        }
        return {
            **self.moments,
            "venue": venue if self.place.data else None,
            "neighbourhood": self.neighbourhood.data or "",
            "online_url": self.online_url.data or "",
        }


class PlacesForm(PartForm):
    capacity = StringField(
        _l("How many places are there?"), description=_l("Leave it empty if there is no limit."), filters=[trimmed]
    )
    party_size_max = StringField(_l("With how many people may somebody come?"), filters=[trimmed])
    waiting_list = BooleanField(_l("When it is full there is a waiting list"))
    drop_in = BooleanField(_l("People may also just walk in, without signing up"))
    approval = BooleanField(_l("You say yes or no to each sign-up first"))
    offer_hours = SelectField(
        _l("A place comes free, and somebody waits"),
        description=_l("We ask nobody between 21.00 and 8.00. A time to answer never ends at night."),
        default="",
        validators=[one_of_the_choices(_l("Choose what happens when a place comes free"))],
        validate_choice=False,
    )
    reconfirm = SelectField(
        _l("Two days ahead, ask once more who comes"),
        description=_l("We never give away the place of somebody who has no e-mail. You call them."),
        choices=[
            SelectChoice(Reconfirm.NOT.value, _l("Do not ask")),
            SelectChoice(Reconfirm.KEEP.value, _l("Ask. Who says nothing keeps the place")),
            SelectChoice(
                Reconfirm.FREE.value, _l("Ask. Who says nothing before 18.00 the day before, loses the place")
            ),
        ],
        default=Reconfirm.NOT.value,
        validators=[one_of_the_choices(_l("Choose if we ask once more who comes"))],
        validate_choice=False,
    )
    opens_day = day_field(_l("Signing up starts on"))
    opens_hour = hour_field(_l("at"), _l("Leave it empty if people can sign up right away."))
    closes_day = day_field(_l("Signing up ends on"))
    closes_hour = hour_field(_l("at"), _l("Leave it empty if people can sign up until the end."))

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.offer_hours.choices = [
            SelectChoice("", _("Who is next has the place at once, and hears of it")),
            *(
                SelectChoice(
                    str(hours),
                    ngettext(
                        "Who is next is asked first, and has %(num)s hour to say yes",
                        "Who is next is asked first, and has %(num)s hours to say yes",
                        hours,
                    ),
                )
                for hours in OFFER_HOURS
            ),
        ]

    def validate_capacity(self, field: Field) -> None:
        place_count(field)

    def validate_party_size_max(self, field: Field) -> None:
        if not 1 <= (whole_number(field.data) or 0) <= MOST_PEOPLE:
            raise StopValidation(_("Type a number from 1 to %(most)s", most=MOST_PEOPLE))

    def validate_opens_hour(self, field: Field) -> None:
        self._moment("opens")

    def validate_closes_hour(self, field: Field) -> None:
        opens, closes = None if self.opens_hour.errors else self._moment("opens"), self._moment("closes")
        if opens and closes and closes <= opens:
            raise StopValidation(_("The end must come after the start."))

    def _moment(self, which: str) -> datetime | None:
        day, hour = self[f"{which}_day"], self[f"{which}_hour"]
        return moment_of(day, hour) if day.data or hour.data else None

    def shown(self, event: Event) -> dict[str, Any]:
        opens, closes = event.registration_opens_at, event.registration_closes_at
        return {
            "capacity": "" if event.capacity is None else str(event.capacity),
            "party_size_max": str(event.party_size_max),
            "waiting_list": event.waiting_list,
            "drop_in": event.drop_in,
            "approval": event.approval,
            "offer_hours": str(event.offer_hours or ""),
            "reconfirm": event.reconfirm,
            "opens_day": formats.local(opens).date().isoformat() if opens else "",
            "opens_hour": f"{formats.local(opens):%H.%M}" if opens else "",
            "closes_day": formats.local(closes).date().isoformat() if closes else "",
            "closes_hour": f"{formats.local(closes):%H.%M}" if closes else "",
        }

    def changes(self) -> dict[str, Any]:
        return {
            "capacity": place_count(self.capacity),
            "party_size_max": whole_number(self.party_size_max.data),
            "waiting_list": self.waiting_list.data,
            "drop_in": self.drop_in.data,
            "approval": self.approval.data,
            "offer_hours": whole_number(self.offer_hours.data),
            "reconfirm": self.reconfirm.data,
            "registration_opens_at": self._moment("opens"),
            "registration_closes_at": self._moment("closes"),
        }


class MoreForm(PartForm):
    cost = line(_l("What does it cost, in euros?"), description=_l("Leave it empty if it is free."), length=10)
    contact_name = line(_l("Who can people call?"), length=100)
    contact_phone = line(_l("Phone number"), length=30)
    reminders = SelectMultipleField(
        _l("When do people get a reminder?"),
        description=_l("Who has a place and an e-mail address gets the ticket and how to get there once more."),
        choices=[
            SelectChoice(Reminder.WEEK.value, _l("1 week before")),
            SelectChoice(Reminder.TWO_DAYS.value, _l("2 days before")),
            SelectChoice(Reminder.DAY.value, _l("1 day before")),
            SelectChoice(Reminder.TWO_HOURS.value, _l("2 hours before")),
        ],
        validate_choice=False,
    )
    thanks = BooleanField(
        _l("The day after, people get a letter"),
        description=_l("We thank who was there, and say to who was not that we missed them."),
    )
    meet = BooleanField(
        _l("People can meet each other here"),
        description=_l("Who wants it says what they seek and offer. Afterwards you propose who meets whom."),
    )
    private = BooleanField(_l("Nobody needs to know that somebody comes here: letters do not name the event"))
    unlisted = BooleanField(_l("Only who has the link finds it: it is not in the agenda"))

    def validate_cost(self, field: Field) -> None:
        if field.data and not EUROS.fullmatch(field.data):
            raise StopValidation(_("Type an amount, for example 2,50"))

    def validate_contact_phone(self, field: Field) -> None:
        if field.data:
            phone_number(self, field)

    def shown(self, event: Event) -> dict[str, Any]:
        cents = event.cost_cents
        return {
            "cost": f"{Decimal(cents) / 100:.2f}".replace(".", ",") if cents else "",
            "contact_name": event.contact_name,
            "contact_phone": event.contact_phone,
            "reminders": list(event.reminders),
            "thanks": event.thanks,
            "meet": event.meet,
            "private": event.private,
            "unlisted": event.unlisted,
        }

    def changes(self) -> dict[str, Any]:
        return {
            "cost_cents": int(Decimal((self.cost.data or "0").replace(",", ".")) * 100),
            "contact_name": self.contact_name.data or "",
            "contact_phone": self.contact_phone.data or "",
            "reminders": tuple(each.value for each in Reminder if each in (self.reminders.data or ())),
            "thanks": self.thanks.data,
            "meet": self.meet.data and not self.private.data,
            "private": self.private.data,
            "unlisted": self.unlisted.data,
        }


class HostsForm(PartForm):
    """Which organisations make the event together. The team of each may do everything with it."""

    organisations = SelectMultipleField(_l("Which organisations?"), coerce=whole_number, validate_choice=False)

    networks = SelectMultipleField(_l("Which networks does it belong to?"), coerce=whole_number, validate_choice=False)
    members_only = BooleanField(_l("Only for members of these networks: they get a link of their own"))
    invitation_only = BooleanField(_l("Only who is invited can come: they get a link of their own"))

    def __init__(
        self,
        *,
        organisations: list[tuple[int, str]],
        networks: list[tuple[int, str]],
        own: Collection[int] | None,
        **given: Any,
    ) -> None:
        """Of `own` one must stay, so that nobody shuts the door behind them; None for who may do everything."""
        super().__init__(**given)
        self.organisations.choices = [SelectChoice(value, label) for value, label in organisations]
        self.networks.choices = [SelectChoice(value, label) for value, label in networks]
        self._own = own

    @property
    def chosen(self) -> list[int]:
        return _chosen(self.organisations)

    def validate_organisations(self, field: Field) -> None:
        if not self.chosen:
            raise StopValidation(_("Choose at least one organisation"))
        if self._own is not None and not set(self._own) & set(self.chosen):
            raise StopValidation(_("Keep one of your own organisations, or you cannot open this event any more."))

    def validate_members_only(self, field: Field) -> None:
        if field.data and not _chosen(self.networks):
            raise StopValidation(_("Choose of which network the members may come."))

    def shown(self, event: Event) -> dict[str, Any]:
        return {
            "organisations": [organisation.id for organisation in event.organisations],
            "networks": [network.id for network in event.networks],
            "members_only": event.members_only,
            "invitation_only": event.invitation_only,
        }

    def changes(self) -> dict[str, Any]:
        values = {
            "organisations": self.chosen,
            "networks": _chosen(self.networks),
            "members_only": self.members_only.data,
            "invitation_only": self.invitation_only.data,
        }
        return values | ({"unlisted": True} if self.members_only.data or self.invitation_only.data else {})


def _chosen(field: SelectMultipleField) -> list[int]:
    return [choice.value for choice in field.choices if choice.value in (field.data or ())]


class TextsForm(PartForm):
    """The texts in other languages, each field named after its text and its language."""

    def shown(self, event: Event) -> dict[str, Any]:
        return {
            f"{name}_{code}": event.texts.get(code, {}).get(name, "") for code in OTHER_LANGUAGES for name in TRANSLATED
        }

    def changes(self) -> dict[str, Any]:
        texts = {
            code: {name: text for name in TRANSLATED if (text := self[f"{name}_{code}"].data)}
            for code in OTHER_LANGUAGES
        }
        return {"texts": {code: said for code, said in texts.items() if said}}


def _text_fields() -> dict[str, Field]:
    return {
        "title": line(_l("Name of the event")),
        "summary": text(_l("Short text")),
        "description": text(_l("Everything about it"), length=LONG),
        "audience": text(_l("For whom is it?")),
        "bring": text(_l("What do people bring?")),
    }


for _code in OTHER_LANGUAGES:
    for _name, _field in _text_fields().items():
        setattr(TextsForm, f"{_name}_{_code}", _field)


class PictureForm(RefusableForm):
    """A picture, and what who cannot see it must know. Without a new file only the text changes."""

    file = FileField(
        _l("Picture"), description=_l("A JPEG, PNG or WebP of at most 10 MB. Only with people who agreed to it.")
    )
    alt = line(
        _l("What is to be seen?"),
        filled(_l("Write what is to be seen")),
        description=_l("For who cannot see the picture. For example: Women walk in a park."),
        length=300,
    )

    def __init__(self, *, has_picture: bool, **given: Any) -> None:
        super().__init__(**given)
        self._has_picture = has_picture

    def validate_file(self, field: Field) -> None:
        if not self._has_picture and not (field.data and field.data.filename):
            raise StopValidation(_("Choose a picture"))


class CopyForm(RefusableForm):
    """When the copy is, and what goes along."""

    day = day_field(_l("Day"))
    starts = hour_field(_l("From"), _l("For example 19.00"))
    keep = SelectMultipleField(_l("What goes along?"), validate_choice=False)

    def __init__(self, *, choices: list[tuple[str, str]], starts_at: datetime) -> None:
        begin = {"starts": f"{formats.local(starts_at):%H.%M}", "keep": [value for value, _label in choices]}
        super().__init__(data=begin)
        self.keep.choices = [SelectChoice(value, label) for value, label in choices]

    def validate_day(self, field: Field) -> None:
        day_of(field)

    def validate_starts(self, field: Field) -> None:
        if not self.day.errors:
            moment_of(self.day, field)

    def answers(self) -> dict[str, Any]:
        """What the organiser said, as `copy_event` takes it."""
        known = {choice.value for choice in self.keep.choices}
        return {"starts_at": moment_of(self.day, self.starts), "keep": {*(self.keep.data or ())} & known}


class ReasonForm(RefusableForm):
    """Why an event does not take place; everybody who signed up reads it."""

    reason = text(
        _l("Why does it not take place?"),
        description=_l("Everybody who signed up reads this sentence. For example: The room is flooded."),
    )


def _as_answer(fact: bool | None) -> str:
    return {True: "yes", False: "no"}.get(fact, "")  # type: ignore[arg-type]


def _as_fact(answer: str | None) -> bool | None:
    return {"yes": True, "no": False}.get(answer or "")
