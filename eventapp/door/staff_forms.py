"""What organisers may send us about the door."""

import re
from collections.abc import Sequence

from wtforms import SelectField, StringField
from wtforms.fields.choices import SelectChoice

from ..fields import RefusableForm, at_most, on_one_line, one_of_the_choices, trimmed
from ..i18n import _, _l
from ..programme.models import Part
from .places import ENTRANCE, place_of, table_of

LABEL_LENGTH = 60
PIN = re.compile(r"[0-9]{6}")


class PassForm(RefusableForm):
    """A new door link, for the entrance, the door of a session or the tables of a station."""

    place = SelectField(
        _l("For which door?"),
        default=ENTRANCE,
        validators=[one_of_the_choices(_l("Choose a door"))],
        validate_choice=False,
    )

    label = StringField(
        _l("Which entrance?"),
        description=_l("Only where there are more, for example: Side entrance."),
        filters=[trimmed],
        validators=[at_most(LABEL_LENGTH), on_one_line],
    )

    def __init__(self, sessions: Sequence[Part], stations: Sequence[Part]) -> None:
        super().__init__()
        doors = [(place_of(session), session.title) for session in sessions]
        doors += [(table_of(station), _("Table: %(station)s", station=station.title)) for station in stations]
        self.place.choices = [SelectChoice(*door) for door in [(ENTRANCE, _("The entrance")), *doors]]
        self._titles = dict(doors)

    def door(self) -> tuple[str, str]:
        """The place and what its link is called: that of a session or a station after it."""
        place = self.place.data or ENTRANCE
        return place, (self.label.data or self._titles.get(place, ""))[:LABEL_LENGTH]
