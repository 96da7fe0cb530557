"""What the audit log says: its codes as sentences."""

from ..i18n import _, _l

SENTENCES = {
    "account.failed": _l("Tried to sign in with something wrong"),
    "account.invited": _l("Invited somebody"),
    "account.moved": _l("Moved somebody to another team"),
    "account.no-passkey": _l("Removed a passkey"),
    "account.no-second-step": _l("Removed the second step"),
    "account.passkey": _l("Made a passkey"),
    "account.password": _l("Chose a new password"),
    "account.restored": _l("Opened an account again"),
    "account.role": _l("Changed what somebody may do"),
    "account.second-step": _l("Made a second step"),
    "account.signed-in": _l("Signed in"),
    "account.signed-out": _l("Signed out everywhere"),
    "account.suspended": _l("Stopped an account"),
    "call.ticked": _l("Called somebody"),
    "event.cancelled": _l("Cancelled an event"),
    "event.changed": _l("Changed an event"),
    "event.copied": _l("Copied an event"),
    "event.draft": _l("Made an event a draft again"),
    "event.made": _l("Made an event"),
    "event.published": _l("Published an event"),
    "focal-point.changed": _l("Changed a focal point"),
    "focal-point.made": _l("Added a focal point"),
    "focal-point.removed": _l("Removed a focal point"),
    "letters.again": _l("Sent letters again"),
    "mail.paused": _l("Let all letters wait"),
    "mail.resumed": _l("Let the letters go"),
    "member.changed": _l("Changed a member"),
    "member.removed": _l("Took a member off the list"),
    "members.added": _l("Put members on the list"),
    "members.exported": _l("Took a list of members along"),
    "members.invited": _l("Wrote to members"),
    "message.sent": _l("Sent a message"),
    "neighbourhood.changed": _l("Changed a neighbourhood"),
    "neighbourhood.made": _l("Added a neighbourhood"),
    "neighbourhood.removed": _l("Removed a neighbourhood"),
    "network.changed": _l("Changed a network"),
    "network.made": _l("Made a network"),
    "organisation.changed": _l("Changed an organisation"),
    "organisation.made": _l("Added an organisation"),
    "organisation.merged": _l("Merged two organisations"),
    "organisation.removed": _l("Removed an organisation"),
    "proposal.accepted": _l("Made an event of a proposal"),
    "proposal.declined": _l("Declined a proposal"),
    "registration.added": _l("Signed somebody up"),
    "registration.changed": _l("Changed a sign-up"),
    "registration.passed-over": _l("Passed somebody over"),
    "registration.removed": _l("Signed somebody off"),
    "registration.restored": _l("Put somebody back on the list"),
    "registrations.exported": _l("Took a list along"),
    "registrations.imported": _l("Brought in a list"),
    "text.restored": _l("Put back the standing text"),
    "text.written": _l("Wrote a text of the site"),
    "theme.changed": _l("Changed a theme"),
    "theme.made": _l("Added a theme"),
    "theme.removed": _l("Removed a theme"),
    "venue.changed": _l("Changed a place"),
    "venue.made": _l("Added a place"),
    "venue.merged": _l("Merged two places"),
    "venue.removed": _l("Removed a place"),
}


def sentence(what: str) -> str:
    """What was done; a code that has no sentence is shown as it is."""
    return str(SENTENCES.get(what, what))


def topics() -> list[tuple[str, str]]:
    """What can be looked for: the first half of the codes."""
    return [
        ("account", _("Accounts and signing in")),
        ("event", _("Events")),
        ("registration", _("Sign-ups")),
        ("registrations", _("Lists of sign-ups")),
        ("message", _("Messages to groups")),
        ("letters", _("Letters sent again")),
        ("members", _("Lists of members")),
        ("network", _("Networks")),
        ("proposal", _("Proposals")),
        ("organisation", _("Organisations")),
        ("venue", _("Places")),
        ("text", _("Texts of the site")),
        ("mail", _("The mail")),
    ]
