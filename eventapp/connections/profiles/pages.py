"""What the pages about seeking and offering show."""

from sqlalchemy import select

from ... import formats
from ...database import db
from ...events.models import Event, Theme
from ...i18n import _
from . import queries, rules
from .forms import CardForm, ProfileForm, WishForm
from .models import Profile


def profile_form(profile: Profile | None) -> ProfileForm:
    """The four questions, as somebody answered them before."""
    return ProfileForm(*_lists(), data=ProfileForm.shown(profile))


def card_form() -> CardForm:
    """The four questions for who comes from a card on the table."""
    return CardForm(*_lists(), data=CardForm.shown(None))


def _lists():
    themes = db.session.scalars(select(Theme).order_by(Theme.sort_order, Theme.id)).all()
    return queries.exchanges(), themes, queries.neighbourhoods()


def wish_form(profile: Profile) -> WishForm:
    """Whom somebody can say to want to speak again; never a list of everybody."""
    people = [(each.id, _with_organisation(each)) for each in queries.people_to_pick(profile)]
    organisations = [(each.id, each.name) for each in queries.organisations_to_pick(profile)]
    chosen = queries.wishes_of([profile.id])
    return WishForm(
        people,
        organisations,
        data={
            "people": [wish.wished_id for wish in chosen if wish.wished_id],
            "organisations": [wish.organisation_id for wish in chosen if wish.organisation_id],
        },
    )


def _with_organisation(profile: Profile) -> str:
    return f"{profile.name} ({profile.organisation})" if profile.named and profile.organisation else profile.name


def remarks(profile: Profile | None) -> list[str]:
    """What the writer of the sentence is told about it."""
    words = {
        rules.Remark.PHONE: _(
            "There seems to be a phone number in your sentence. The other gets your address only later."
        ),
        rules.Remark.ADDRESS: _("There seems to be an address in your sentence. The other gets yours only later."),
        rules.Remark.HEALTH: _("Your sentence seems to tell something about health. You need not tell that here."),
    }
    return [words[each] for each in rules.remarks_on(profile.sentence)] if profile else []


def closes_on(event: Event) -> str:
    """Until when the form can be filled in."""
    return formats.format_day(rules.moment_after(event, rules.FORM_CLOSES))


def erased_on(event: Event) -> str:
    """When what people said here is erased."""
    return formats.format_day(rules.erased_at(event))
