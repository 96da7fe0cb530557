"""A message to a group: who gets it, and how it looks for one of them."""

from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select

from ..database import db
from ..events.facts import event_facts
from ..events.models import Event
from ..fields import whole_number
from ..i18n import _, current_language, ngettext
from ..mail.models import Letter
from ..mail.rules import without_keys
from ..mail.sheets import Enclosures
from ..mail.writing import Words, write
from ..organisations.rules import Staff
from . import finding, letters, queries, staff_actions
from .finding import Search
from .models import Registration

if TYPE_CHECKING:
    from .staff_forms import MessageForm

SEARCHES = {
    "registered": Search(status="confirmed"),
    "waiting": Search(status="waiting"),
    "present": Search(present="yes"),
    "absent": Search(present="no"),
}


def ids_in_group(event_id: int, group: str, *, chosen: list[int], present: Select[Any]) -> list[int]:
    """Who belongs to a group at this moment; who is gone hears nothing more."""
    search = SEARCHES.get(group, Search(ids=tuple(chosen), standing=True))
    return finding.ids_of(event_id, search, present=present)


def send(event: Event, ids: list[int], form: "MessageForm", *, staff: Staff, now: datetime) -> int:
    """Send what was written to the number of people that stood on the button."""
    return staff_actions.send_message(
        event.id,
        ids,
        expected=-1 if (expected := whole_number(form.expected.data)) is None else expected,
        subject=form.subject.data,
        text=form.text.data,
        press=form.press.data,
        staff_id=staff.account_id,
        now=now,
    )


def send_test(event: Event, form: "MessageForm", *, staff: Staff, now: datetime) -> None:
    staff_actions.send_test(
        event,
        name=staff.name,
        email=staff.email,
        subject=form.subject.data,
        text=form.text.data,
        language=current_language().code,
        press=form.test_press.data,
        now=now,
    )


class MessagePage:
    """The form, and once it is whole the letter as the first of the group gets it."""

    def __init__(self, event: Event, group: str, ids: list[int], written: "MessageForm | None") -> None:
        self.event, self.group, self.ids, self._written = event, group, ids, written

    @property
    def groups(self) -> list[dict[str, str]]:
        names = {
            "registered": _("Who has a place"),
            "waiting": _("Who is on the waiting list"),
            "present": _("Who is present"),
            "absent": _("Who has a place and is not present"),
        }
        if self.group == "selection":
            names["selection"] = _("Who you chose in the list")
        return [{"code": code, "name": name} for code, name in names.items()]

    @property
    def chosen(self) -> list[int]:
        return self.ids if self.group == "selection" else []

    @cached_property
    def count(self) -> int:
        """How many letters there will be."""
        return queries.count_mailable(self.event.id, self.ids)

    @property
    def without_mail(self) -> str:
        rest = len(self.ids) - self.count
        return (
            ngettext(
                "%(num)s sign-up has no e-mail address. Call them.",
                "%(num)s sign-ups have no e-mail address. Call them.",
                rest,
            )
            if rest
            else ""
        )

    @property
    def button(self) -> str:
        return ngettext("Send to %(num)s person", "Send to %(num)s people", self.count)

    @cached_property
    def reader(self) -> Registration | None:
        """Whose letter is shown."""
        return db.session.scalars(queries.mailable(self.event.id, self.ids).limit(1)).first()

    @cached_property
    def preview(self) -> Words | None:
        if self._written is None or self.reader is None:
            return None
        draft = letters.message(
            self.reader,
            event_facts(self.event),
            subject=self._written.subject.data,
            text=self._written.text.data,
            press="",
        )
        return write(Letter(**vars(draft) | {"facts": without_keys(draft.facts)}), Enclosures())
