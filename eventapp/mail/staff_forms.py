"""What an administrator may send us about the letters."""

from werkzeug.datastructures import MultiDict
from wtforms import StringField

from ..fields import RefusableForm, at_most, filled, on_one_line, trimmed
from ..i18n import _l
from .rules import GROUPS

MOST_PAGES = 10_000


def asked_group(args: MultiDict[str, str]) -> str:
    """Which letters a list should show, of what its address asks."""
    group = args.get("groep", "")
    return group if group in GROUPS else ""


def asked_words(args: MultiDict[str, str]) -> str:
    return args.get("q", "").replace("\0", "").strip()[:200]


def asked_page(args: MultiDict[str, str]) -> int:
    return min(max(args.get("pagina", 1, type=int), 1), MOST_PAGES)


class PauseForm(RefusableForm):
    """Why all letters wait; every organiser reads it."""

    reason = StringField(
        _l("Why do the letters wait?"),
        description=_l("All organisers read this. For example: Our mail server is being moved."),
        filters=[trimmed],
        validators=[filled(_l("Write why the letters wait")), at_most(300), on_one_line],
    )
