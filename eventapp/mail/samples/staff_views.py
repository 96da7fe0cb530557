"""Every letter of the service in every language, before anybody gets it."""

from flask import Blueprint, abort, make_response, render_template

from ...enclosures import enclosures_of
from ...guards import for_administrator
from ...i18n import LANGUAGES, _
from ...organisations.rules import Staff
from ...web import CONTENT_SECURITY_POLICY
from .. import pages
from ..models import Letter
from ..writing import subject_of, write
from .examples import KINDS, sample

bp = Blueprint("samples_staff", __name__, url_prefix="/beheer/berichten/voorbeelden")

ONE = "/<kind>/<code>"


def sample_of(kind: str, code: str) -> Letter:
    if code not in LANGUAGES or not any(kind in kinds for kinds in KINDS.values()):
        abort(404)
    return sample(kind, language=code)


@bp.get("")
@for_administrator
def index(staff: Staff):
    names = {
        "signing-up": _("Signing up"),
        "event": _("About an event"),
        "inviting": _("Inviting"),
        "meeting": _("Meeting each other"),
        "news": _("News"),
        "proposals": _("Proposals"),
        "staff": _("Staff"),
    }
    groups = [
        (names[group], [(kind, subject_of(sample(kind, language="nl"))) for kind in kinds])
        for group, kinds in KINDS.items()
    ]
    return render_template("organise/letters/samples.html", groups=groups, languages=LANGUAGES, section="house")


@bp.get(ONE)
@for_administrator
def show(staff: Staff, kind: str, code: str):
    letter = sample_of(kind, code)
    shown = {"letter": letter, "subject": subject_of(letter), "text": write(letter, enclosures_of(letter)).text}
    response = make_response(
        render_template(
            "organise/letters/sample.html", **shown, written_in=LANGUAGES[code], languages=LANGUAGES, section="house"
        )
    )
    response.headers["Content-Security-Policy"] = f"{CONTENT_SECURITY_POLICY}; frame-src 'self'"
    return response


@bp.get(f"{ONE}/html")
@for_administrator
def html(staff: Staff, kind: str, code: str):
    enclosures = enclosures_of(sample_of(kind, code))
    words = pages.with_its_pictures(write(sample_of(kind, code), enclosures).html, enclosures)
    response = make_response(words)
    response.headers["Content-Security-Policy"] = pages.policy_for(words).replace("img-src 'self'", "img-src data:")
    return response
