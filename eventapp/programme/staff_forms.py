"""What a browser of an organiser may send us about the programme: a session, a station, a stand, or many stands."""

from datetime import date, datetime, timedelta
from typing import Any, ClassVar

from wtforms import BooleanField, Field, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import StopValidation

from .. import formats
from ..events.models import Event
from ..events.staff_forms import OTHER_LANGUAGES, hour_field, hour_of, line, place_count, text
from ..fields import RefusableForm, filled, no_control_characters, trimmed, whole_number
from ..i18n import _, _l
from .models import TRANSLATED, Part, PartKind
from .rules import LONGEST_SLOT, MOST_TABLES, SHORTEST_SLOT

MOST_STANDS = 100  # at once
LONGEST_NAME = 200
SLOTS, QUEUE = "slots", "queue"


class ProgrammeForm(RefusableForm):
    """One part of a programme, with its texts in every language."""

    kind: ClassVar[PartKind]

    day = SelectField(_l("Day"), validate_choice=False)
    starts = hour_field(_l("From"), _l("For example 13.45"))
    ends = hour_field(_l("Until"), _l("For example 14.30"))
    room = line(_l("Which room?"), description=_l("For example: Garden room."), length=100)
    description = text(_l("What is it?"), description=_l("One or two sentences."))
    knowingly = BooleanField(_l("Yes, I know that this is more than the building may hold"))

    def __init__(self, *, event: Event, part: Part | None = None, **given: Any) -> None:
        """Empty, or as a part is; what was sent comes instead of that."""
        days = _days_of(event)
        begin = self.shown(part) if part else {"day": days[0].isoformat()}
        super().__init__(data=begin | given.pop("data", {}), **given)
        self.day.choices = [SelectChoice(day.isoformat(), _day_in_words(day)) for day in days]
        if len(days) == 1:
            self.day.data = days[0].isoformat()
        self._last_day = days[-1]

    def validate_day(self, field: Field) -> None:
        if field.data not in {choice.value for choice in field.choices}:
            raise StopValidation(_("Choose a day"))

    def validate_starts(self, field: Field) -> None:
        if not self.day.errors:
            self._moment(field)

    def validate_ends(self, field: Field) -> None:
        hour_of(field)
        if self.day.errors or self.starts.errors:
            return
        if self.moments["ends_at"] <= self.moments["starts_at"]:
            raise StopValidation(_("The end must come after the start."))

    @property
    def moments(self) -> dict[str, datetime]:
        """The hours; an end before the start is after midnight, where the event goes on so long."""
        starts_at, ends_at = self._moment(self.starts), self._moment(self.ends)
        if ends_at <= starts_at and formats.local(ends_at).date() < self._last_day:
            ends_at = formats.from_local(formats.local(ends_at).date() + timedelta(days=1), hour_of(self.ends))
        return {"starts_at": starts_at, "ends_at": ends_at}

    def _moment(self, hour: Field) -> datetime:
        moment = formats.from_local(date.fromisoformat(self.day.data), hour_of(hour))
        if not formats.exists_on_the_clock(moment):
            raise StopValidation(_("This hour does not exist: that night the clock goes on by an hour."))
        return moment

    @classmethod
    def shown(cls, part: Part) -> dict[str, Any]:
        """What stands in the fields before anybody types."""
        start, end = formats.local(part.starts_at), formats.local(part.ends_at)
        said = {
            f"{name}_{code}": part.texts.get(code, {}).get(name, "") for code in OTHER_LANGUAGES for name in TRANSLATED
        }
        plain = {name: getattr(part, name) for name in ("title", "room", "description")}
        return said | plain | {"day": start.date().isoformat(), "starts": f"{start:%H.%M}", "ends": f"{end:%H.%M}"}

    def columns(self) -> dict[str, Any]:
        """The columns of the part as they should become."""
        texts = {
            code: {name: said for name in TRANSLATED if (said := self[f"{name}_{code}"].data)}
            for code in OTHER_LANGUAGES
        }
        plain = {name: self[name].data or "" for name in ("title", "room", "description")}
        return plain | self.moments | {"texts": {code: said for code, said in texts.items() if said}}

    def places(self) -> dict[str, Any]:
        """How many places there are, and whether people can wait for one."""
        return {}


class SessionForm(ProgrammeForm):
    kind = PartKind.SESSION

    title = line(
        _l("What is it called?"), filled(_l("Give it a name")), description=_l("For example: Yoga on a chair.")
    )
    speakers = line(_l("Who leads it?"), description=_l("For example: Samira (yoga teacher)."), length=300)
    for_all = BooleanField(_l("This is for everybody: nobody needs to choose it"))
    capacity = StringField(
        _l("How many places are there?"), description=_l("Leave it empty if there is no limit."), filters=[trimmed]
    )
    waiting_list = BooleanField(_l("When it is full there is a waiting list"), default=True)

    def validate_capacity(self, field: Field) -> None:
        place_count(field)

    @classmethod
    def shown(cls, part: Part) -> dict[str, Any]:
        slot = part.slots[0] if part.slots else None
        return super().shown(part) | {
            "speakers": part.speakers,
            "for_all": part.for_all,
            "capacity": str(slot.capacity) if slot and slot.capacity is not None else "",
            "waiting_list": slot.waiting_list if slot else True,
        }

    def columns(self) -> dict[str, Any]:
        return super().columns() | {"speakers": self.speakers.data or "", "for_all": self.for_all.data}

    def places(self) -> dict[str, Any]:
        return {"capacity": place_count(self.capacity), "waiting_list": self.waiting_list.data}


class StationForm(ProgrammeForm):
    kind = PartKind.STATION

    title = line(
        _l("What is it called?"), filled(_l("Give it a name")), description=_l("For example: Measuring blood pressure.")
    )
    way = RadioField(_l("How do people come to it?"), default=SLOTS, validate_choice=False)
    slot_minutes = StringField(_l("How many minutes does a time slot last?"), filters=[trimmed], default="15")
    tables = StringField(
        _l("How many tables are there?"),
        description=_l("So many people can come at the same time."),
        filters=[trimmed],
        default="1",
    )
    waiting_list = BooleanField(_l("When a time slot is full there is a waiting list"))
    discreet = BooleanField(
        _l("Do not name this station anywhere but on the page of the event"),
        description=_l(
            "The ticket and all messages say only: time slot 14.20. So nobody reads what somebody comes for."
        ),
        default=True,
    )

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.way.choices = [
            SelectChoice(SLOTS, _("They choose a time slot when they sign up")),
            SelectChoice(QUEUE, _("They take a number on the day itself")),
        ]

    def validate_way(self, field: Field) -> None:
        if field.data not in (SLOTS, QUEUE):
            raise StopValidation(_("Choose how people come to it"))

    def validate_slot_minutes(self, field: Field) -> None:
        if self.has_slots and not SHORTEST_SLOT <= (whole_number(field.data) or 0) <= LONGEST_SLOT:
            raise StopValidation(_("Type a number from %(first)s to %(last)s", first=SHORTEST_SLOT, last=LONGEST_SLOT))

    def validate_tables(self, field: Field) -> None:
        if self.has_slots and not 1 <= (whole_number(field.data) or 0) <= MOST_TABLES:
            raise StopValidation(_("Type a number from %(first)s to %(last)s", first=1, last=MOST_TABLES))

    @property
    def has_slots(self) -> bool:
        return self.way.data == SLOTS

    @classmethod
    def shown(cls, part: Part) -> dict[str, Any]:
        return super().shown(part) | {
            "way": QUEUE if part.slot_minutes is None else SLOTS,
            "slot_minutes": "15" if part.slot_minutes is None else str(part.slot_minutes),
            "tables": str(part.tables),
            "waiting_list": part.slots[0].waiting_list if part.slots else False,
            "discreet": part.discreet,
        }

    def columns(self) -> dict[str, Any]:
        slots = {"slot_minutes": whole_number(self.slot_minutes.data), "tables": whole_number(self.tables.data)}
        queue = {"slot_minutes": None, "tables": 1}
        return super().columns() | {"discreet": self.discreet.data} | (slots if self.has_slots else queue)

    def places(self) -> dict[str, Any]:
        return {"waiting_list": self.waiting_list.data}


class StandForm(ProgrammeForm):
    """A stand is there as long as the event."""

    kind = PartKind.STAND

    organisation = SelectField(_l("Whose stand is it?"), coerce=whole_number, validate_choice=False)
    title = line(_l("Or type a name"), description=_l("For example: The bakery on the corner."))
    room = line(_l("Where is it?"), description=_l("For example: beside the entrance."), length=100)
    starts = ends = None

    def __init__(self, *, event: Event, organisations: list[tuple[int, str]], **given: Any) -> None:
        super().__init__(event=event, **given)
        self._hours = {"starts_at": event.starts_at, "ends_at": event.ends_at}
        self.organisation.choices = [
            SelectChoice("", _("Not on the list")),
            *(SelectChoice(value, label) for value, label in organisations),
        ]

    def validate_title(self, field: Field) -> None:
        if self._organisation is None and not (field.data or "").strip():
            raise StopValidation(_("Choose an organisation, or type a name"))

    @property
    def _organisation(self) -> SelectChoice | None:
        chosen = self.organisation.data
        return next((each for each in self.organisation.choices if each.value == chosen and each.value), None)

    @property
    def moments(self) -> dict[str, datetime]:
        return self._hours

    @classmethod
    def shown(cls, part: Part) -> dict[str, Any]:
        title = "" if part.organisation_id else part.title
        return super().shown(part) | {"organisation": part.organisation_id, "title": title}

    def columns(self) -> dict[str, Any]:
        chosen = self._organisation
        who = {"organisation_id": chosen.value if chosen else None}
        return super().columns() | who | ({"title": chosen.label} if chosen else {})


class StandsForm(RefusableForm):
    """Many stands at once, one on each line."""

    names = TextAreaField(
        _l("Who has a stand?"),
        description=_l("One name on each line. We recognise the organisations that are here already."),
        filters=[trimmed],
        validators=[no_control_characters, filled(_l("Type at least one name"))],
    )

    def validate_names(self, field: Field) -> None:
        if len(self.lines) > MOST_STANDS:
            raise StopValidation(_("Add at most %(most)s stands at once.", most=MOST_STANDS))
        if any(len(name) > LONGEST_NAME for name in self.lines):
            raise StopValidation(
                _("One of these names is too long. Use at most %(count)s letters.", count=LONGEST_NAME)
            )

    @property
    def lines(self) -> list[str]:
        """The names, each once."""
        return list(dict.fromkeys(name for each in (self.names.data or "").splitlines() if (name := each.strip())))


def _days_of(event: Event) -> list[date]:
    first, last = formats.local(event.starts_at).date(), formats.local(event.ends_at).date()
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def _day_in_words(day: date) -> str:
    return formats.format_day(formats.from_local(day, datetime.min.time()))


for _code in OTHER_LANGUAGES:
    setattr(ProgrammeForm, f"title_{_code}", line(_l("What is it called?")))
    setattr(ProgrammeForm, f"description_{_code}", text(_l("What is it?")))

FORMS: dict[PartKind, type[ProgrammeForm]] = {
    PartKind.SESSION: SessionForm,
    PartKind.STATION: StationForm,
    PartKind.STAND: StandForm,
}
