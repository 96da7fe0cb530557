"""A letter as mail: words, ticket and calendar entry in one message that every mail program understands."""

from datetime import datetime
from email.header import Header
from email.headerregistry import Address, BaseHeader, HeaderRegistry, UniqueUnstructuredHeader, UnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, Policy
from email.utils import format_datetime
from urllib.parse import urlsplit

from flask_mail import Message

from ..web import address, settings
from .models import Letter
from .sheets import Enclosures, Invitation
from .writing import write

LONGEST_WORD = 60  # a longer one does not fit on the first line of a header


class OneWord(UnstructuredHeader, BaseHeader):
    """A header for programs. Python would encode a word that is longer than a line, and no program reads that."""

    def fold(self, *, policy: Policy) -> str:
        return f"{self.name}: {self}{policy.linesep}"


class Sentence(UniqueUnstructuredHeader, BaseHeader):  # type: ignore[misc]
    """A header for people. Where Python folds one that is not ASCII it loses the space between two of its lines."""

    def fold(self, *, policy: Policy) -> str:
        fits = str(self).isascii() and max(map(len, str(self).split()), default=0) <= LONGEST_WORD
        charset = "us-ascii" if fits else "utf-8"
        words = Header(str(self), charset, header_name=self.name).encode(linesep=policy.linesep)
        return f"{self.name}: {words}{policy.linesep}"


HEADERS = HeaderRegistry()
HEADERS.map_to_type("subject", Sentence)
for name in ("list-id", "list-unsubscribe", "x-letter-key"):
    HEADERS.map_to_type(name, OneWord)

# Only ASCII at the wire: not every server on the way takes more.
POLICY = SMTP.clone(cte_type="7bit", header_factory=HEADERS)


class LetterMessage(Message):
    """A message whose picture sits with the text that shows it, and whose invitation is its last alternative."""

    def __init__(self, *, message_id: str, dated: datetime, enclosures: Enclosures, **parts: object) -> None:
        super().__init__(date=dated.timestamp(), **parts)  # type: ignore[arg-type]
        self.msgId = message_id
        self.dated = dated
        self.enclosures = enclosures

    def _message(self) -> EmailMessage:  # type: ignore[override]
        mail = EmailMessage(policy=POLICY)
        mail["From"] = self.sender
        mail["To"] = Address(addr_spec=str(self.recipients[0]))
        mail["Reply-To"] = self.reply_to
        mail["Subject"] = self.subject
        mail["Date"] = format_datetime(self.dated)
        mail["Message-ID"] = self.msgId
        self._add_words(mail)
        if self.enclosures.invitation:
            _add_invitation(mail, self.enclosures.invitation)
        for name, value in (self.extra_headers or {}).items():
            mail[name] = value  # last: what is about the content moves inwards with it
        return mail

    def _add_words(self, mail: EmailMessage) -> None:
        mail.set_content(self.body)
        mail.add_alternative(self.html, subtype="html")
        one = [self.enclosures.picture] if self.enclosures.picture else []
        for picture in one or [ticket.picture for ticket in self.enclosures.tickets]:
            page = mail.get_body(("html",))
            assert page is not None
            page.add_related(
                picture.png, "image", "png", cid=f"<{picture.cid}>", disposition="inline", filename="kaartje.png"
            )


def _add_invitation(mail: EmailMessage, invitation: Invitation) -> None:
    """Mail programs take it from the alternative; people take it from the attachment."""
    if invitation.method:
        mail.add_alternative(invitation.ics.decode(), subtype="calendar", params={"method": invitation.method})
    mail.add_attachment(invitation.ics, "application", "ics", filename=invitation.file_name)


def compose(letter: Letter, enclosures: Enclosures) -> LetterMessage:
    """The mail for a letter; on a retry it is the same mail, by the same name and of the same moment."""
    config = settings()
    words = write(letter, enclosures)
    return LetterMessage(
        message_id=letter.message_id,
        dated=letter.written_at,
        enclosures=enclosures,
        sender=str(Address(config.site_name, addr_spec=config.mail_from)),
        reply_to=config.contact_email,
        recipients=[letter.to_address],
        subject=words.subject,
        body=words.text,
        html=words.html,
        extra_headers={
            "X-Letter-Key": letter.key,
            "Auto-Submitted": "auto-generated",
            "Content-Language": letter.language,
            **_list_headers(letter),
        },
    )


def _list_headers(letter: Letter) -> dict[str, str]:
    """For a letter that goes to many, and that its reader can stop: with one press in the mail program itself."""
    if "stop" not in letter.facts:
        return {}
    stop = address("subscriptions.stop", language=letter.language, key=letter.facts["stop"])
    return {
        "List-Id": f"<{letter.kind}.{urlsplit(settings().base_url).hostname}>",
        "List-Unsubscribe": f"<{stop}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Precedence": "bulk",
    }
