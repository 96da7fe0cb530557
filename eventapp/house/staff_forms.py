"""What a browser of an administrator may send us about what the events share."""

import re
from typing import Any, ClassVar

from wtforms import BooleanField, Field, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import StopValidation

from ..events.staff_forms import line, place_count, text
from ..fields import RefusableForm, filled, one_of_the_choices, trimmed, whole_number
from ..i18n import DEFAULT, LANGUAGES, _, _l

OTHER_LANGUAGES = [code for code in LANGUAGES if code != DEFAULT]
LAST_IN_LINE = 999
KNOWN = {"": None, "yes": True, "no": False}


def name_line(*, length: int) -> StringField:
    return line(_l("Name"), filled(_l("Enter a name")), length=length)


def order_line() -> StringField:
    return StringField(
        _l("Which place in the list?"), description=_l("0 stands at the top."), filters=[trimmed], default="0"
    )


class KeptForm(RefusableForm):
    """One thing that the events share, as it is or as it should become."""

    needed: ClassVar[tuple[str, ...]] = ("name",)  # the questions that must be answered

    @classmethod
    def shown(cls, row: Any) -> dict[str, Any]:
        """What stands in the fields before anybody types."""
        return {"name": row.name}

    def columns(self) -> dict[str, Any]:
        """The columns as they should become."""
        return {"name": self["name"].data}


class OrderedForm(KeptForm):
    """Something that has its place in a list."""

    needed: ClassVar[tuple[str, ...]] = ("name", "sort_order")

    @classmethod
    def shown(cls, row: Any) -> dict[str, Any]:
        return super().shown(row) | {"sort_order": str(row.sort_order)}

    def validate_sort_order(self, field: Field) -> None:
        number = whole_number(field.data)
        if number is None or number > LAST_IN_LINE:
            raise StopValidation(_("Type a number from 0 to %(most)s", most=LAST_IN_LINE))

    def columns(self) -> dict[str, Any]:
        return super().columns() | {"sort_order": whole_number(self["sort_order"].data)}


class OrganisationForm(KeptForm):
    name = name_line(length=200)
    ambassador = BooleanField(_l("This organisation is an ambassador of the network"))

    @classmethod
    def shown(cls, row: Any) -> dict[str, Any]:
        return super().shown(row) | {"ambassador": row.ambassador}

    def columns(self) -> dict[str, Any]:
        return super().columns() | {"ambassador": self.ambassador.data}


class FocalPointForm(KeptForm):
    name = name_line(length=100)


class NeighbourhoodForm(OrderedForm):
    name = name_line(length=100)
    includes = line(
        _l("Which parts of town belong to it?"), description=_l("With a comma between them: Lombok, Oog in Al.")
    )
    sort_order = order_line()

    @classmethod
    def shown(cls, row: Any) -> dict[str, Any]:
        return super().shown(row) | {"includes": ", ".join(row.includes)}

    def columns(self) -> dict[str, Any]:
        parts = (part.strip() for part in (self.includes.data or "").split(","))
        return super().columns() | {"includes": [part for part in parts if part]}


class ThemeForm(OrderedForm):
    needed: ClassVar[tuple[str, ...]] = ("name", "focal_point_id", "colour", "sort_order")

    name = name_line(length=100)
    name_en = line(_l("Name in English"), length=100)
    name_tr = line(_l("Name in Turkish"), length=100)
    name_ar = line(_l("Name in Arabic"), length=100)
    focal_point_id = SelectField(
        _l("For which focal point does it count?"),
        coerce=whole_number,
        validate_choice=False,
        validators=[one_of_the_choices(_l("Choose a focal point"))],
    )
    colour = SelectField(_l("Colour"), validate_choice=False, validators=[one_of_the_choices(_l("Choose a colour"))])
    sort_order = order_line()

    def __init__(self, *, focal_points: list[tuple[int, str]], **given: Any) -> None:
        super().__init__(**given)
        self.focal_point_id.choices = [SelectChoice(value, label) for value, label in focal_points]
        self.colour.choices = [
            SelectChoice("petrol", _("Blue-green")),
            SelectChoice("brick", _("Brick red")),
            SelectChoice("leaf", _("Leaf green")),
            SelectChoice("plum", _("Plum purple")),
        ]

    @classmethod
    def shown(cls, row: Any) -> dict[str, Any]:
        names = {f"name_{code}": row.names.get(code, "") for code in OTHER_LANGUAGES}
        return super().shown(row) | names | {"focal_point_id": row.focal_point_id, "colour": row.colour}

    def columns(self) -> dict[str, Any]:
        names = {code: self[f"name_{code}"].data for code in OTHER_LANGUAGES}
        return super().columns() | {
            "names": {code: name for code, name in names.items() if name},
            "focal_point_id": self.focal_point_id.data,
            "colour": self.colour.data,
        }


class ExchangeForm(OrderedForm):
    """Something that people seek, offer, or both."""

    name = name_line(length=100)
    name_en = line(_l("Name in English"), length=100)
    name_tr = line(_l("Name in Turkish"), length=100)
    name_ar = line(_l("Name in Arabic"), length=100)
    sought = BooleanField(_l("People can seek this"))
    offered = BooleanField(_l("People can offer this"))
    sort_order = order_line()

    def validate_offered(self, field: Field) -> None:
        if not field.data and not self.sought.data:
            raise StopValidation(_("Tick at least one of the two"))

    @classmethod
    def shown(cls, row: Any) -> dict[str, Any]:
        names = {f"name_{code}": row.names.get(code, "") for code in OTHER_LANGUAGES}
        return super().shown(row) | names | {"sought": row.sought, "offered": row.offered}

    def columns(self) -> dict[str, Any]:
        names = {code: self[f"name_{code}"].data for code in OTHER_LANGUAGES}
        given = {code: name for code, name in names.items() if name}
        return super().columns() | {"names": given, "sought": self.sought.data, "offered": self.offered.data}


# What maps give: 52.0907, 5.1214; and with the commas of Dutch numbers: 52,0907; 5,1214.
POSITION = re.compile(r"\s*(-?\d{1,2}(?:\.\d{1,15})?)\s*[,;\s]\s*(-?\d{1,3}(?:\.\d{1,15})?)\s*", re.ASCII)
DUTCH_POSITION = re.compile(r"\s*(-?\d{1,2},\d{1,15})\s*[,;\s]\s*(-?\d{1,3},\d{1,15})\s*", re.ASCII)


def position_in(typed: str) -> tuple[float, float] | None:
    """Latitude and longitude as somebody copied them from a map; None for anything else."""
    found = DUTCH_POSITION.fullmatch(typed) or POSITION.fullmatch(typed)
    if found is None:
        return None
    latitude, longitude = (float(number.replace(",", ".")) for number in found.groups())
    return (latitude, longitude) if abs(latitude) <= 90 and abs(longitude) <= 180 else None


class VenueForm(KeptForm):
    name = name_line(length=200)
    address = line(_l("Street and number"))
    postcode = line(_l("Postcode"), length=10)
    city = line(_l("Town"), length=100)
    wheelchair = SelectField(_l("Can a wheelchair get in?"), validate_choice=False)
    wheelchair_toilet = SelectField(_l("Is there a toilet for a wheelchair?"), validate_choice=False)
    most_people = StringField(
        _l("How many people may be in the building at most?"),
        description=_l("It says so in the permit or the fire plan. Leave it empty if you do not know."),
        filters=[trimmed],
    )
    position = line(
        _l("Where is it on the map?"),
        description=_l("Press long on the place in a map, and copy the two numbers. For example: 52.0907, 5.1214."),
        length=60,
    )
    directions = text(
        _l("How do people get there?"), description=_l("For example: bus 5, stop Dreef. The door is at the back.")
    )

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        answers = [SelectChoice("", _("We do not know")), SelectChoice("yes", _("Yes")), SelectChoice("no", _("No"))]
        self.wheelchair.choices = self.wheelchair_toilet.choices = answers

    def validate_most_people(self, field: Field) -> None:
        place_count(field)

    def validate_position(self, field: Field) -> None:
        if field.data and position_in(field.data) is None:
            raise StopValidation(_("Type two numbers with a comma between them, for example 52.0907, 5.1214"))

    @classmethod
    def shown(cls, row: Any) -> dict[str, Any]:
        answers = {fact: answer for answer, fact in KNOWN.items()}
        plain = {name: getattr(row, name) for name in ("name", "address", "postcode", "city", "directions")}
        most_people = "" if row.most_people is None else str(row.most_people)
        facts = {name: answers[getattr(row, name)] for name in ("wheelchair", "wheelchair_toilet")}
        position = ", ".join(str(degrees) for degrees in row.position or ())
        return plain | facts | {"most_people": most_people, "position": position}

    def columns(self) -> dict[str, Any]:
        plain = {name: self[name].data or "" for name in ("name", "address", "postcode", "city", "directions")}
        facts = {name: KNOWN.get(self[name].data) for name in ("wheelchair", "wheelchair_toilet")}
        latitude, longitude = position_in(self.position.data or "") or (None, None)
        where = {"latitude": latitude, "longitude": longitude}
        return plain | facts | where | {"most_people": place_count(self.most_people)}


class MergeForm(RefusableForm):
    """Which other one it is the same as."""

    into = SelectField(
        _l("It is the same as"),
        coerce=whole_number,
        validate_choice=False,
        validators=[one_of_the_choices(_l("Choose which one it is the same as"))],
    )

    def __init__(self, *, others: list[tuple[int, str]], **given: Any) -> None:
        super().__init__(**given)
        self.into.choices = [SelectChoice(value, label) for value, label in others]
