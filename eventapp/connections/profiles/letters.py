"""Letters about what somebody seeks and offers."""

from ... import tokens
from ...events.facts import event_facts
from ...mail.drafts import Draft
from ...registrations.letters import within
from .models import Profile

CONFIRM = "meet-confirm"


def about(profile_id: int) -> str:
    return f"profile/{profile_id}"


def confirm(profile: Profile, *, press: str) -> Draft:
    """Asks who typed this address whether it was really its owner; or leads to what stands there already."""
    return Draft(
        key=f"{about(profile.id)}/confirm/{tokens.fingerprint(press)[:32]}",
        kind=CONFIRM,
        about=about(profile.id),
        within=within(profile.event_id),
        language=profile.language,
        to_address=profile.event.practice_to or profile.email,
        facts={"key": profile.key, "name": profile.name, "event": event_facts(profile.event)},
    )
