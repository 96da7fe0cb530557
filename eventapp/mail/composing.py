"""A letter as mail: words, ticket and calendar entry in one message that every mail program understands."""

from base64 import encodebytes
from binascii import b2a_qp
from datetime import datetime
from email.header import Header
from email.mime.base import MIMEBase
from email.mime.multipart import MIMEMultipart
from email.policy import Compat32
from email.utils import format_datetime, formataddr
from urllib.parse import urlsplit

from flask_mail import Message

from ..web import address, settings
from .models import Letter
from .sheets import Enclosures, Invitation, Picture
from .writing import write

LONGEST_WORD = 60  # a longer one does not fit on the first line of a header


class AsGiven(Compat32):
    """Headers leave as they are given: not every program puts a folded address or number together again.

    The newer policies read each header as it is set, which takes more time than all the rest of a letter, and lose
    spaces where they fold what is not ASCII.
    """

    def fold_binary(self, name: str, value: str) -> bytes:
        if "\n" in value.replace("\r\n ", ""):
            raise ValueError(f"The header {name} would end where it should not.")
        return f"{name}: {value}\r\n".encode("ascii")


POLICY = AsGiven(linesep="\r\n", cte_type="7bit")  # only ASCII: not every server on the way takes more


class LetterMessage(Message):
    """A message whose picture sits with the text that shows it, and whose invitation is its last alternative."""

    def __init__(self, *, message_id: str, dated: datetime, enclosures: Enclosures, **parts: object) -> None:
        super().__init__(date=dated.timestamp(), **parts)  # type: ignore[arg-type]
        self.msgId = message_id
        self.dated = dated
        self.enclosures = enclosures

    def _message(self) -> MIMEBase:
        mail = self._alternatives()
        if files := [each for each in (self.enclosures.invitation, self.enclosures.programme) if each]:
            mail = self._together("mixed", mail, *map(_file, files))
        for name, value in self._headers().items():
            mail[name] = value
        return mail

    def _headers(self) -> dict[str, str]:
        return {
            "From": str(self.sender),
            "To": str(self.recipients[0]),
            "Reply-To": str(self.reply_to),
            "Subject": _folded(self.subject),
            "Date": format_datetime(self.dated),
            "Message-ID": str(self.msgId),
            **(self.extra_headers or {}),
        }

    def _alternatives(self) -> MIMEBase:
        """Mail programs take the invitation from here; people take it from the attachment."""
        one = [self.enclosures.picture] if self.enclosures.picture else []
        pictures = [_picture(each) for each in one or [ticket.picture for ticket in self.enclosures.tickets]]
        page = _words(self.html or "", "html")
        parts = [
            _words(self.body or "", "plain"),
            self._together("related", page, *pictures) if pictures else page,
        ]
        invitation = self.enclosures.invitation
        if invitation and invitation.method:
            parts.append(_words(invitation.ics.decode(), "calendar", method=invitation.method))
        return self._together("alternative", *parts)

    def _together(self, how: str, *parts: MIMEBase) -> MIMEBase:
        """Between the parts a line that none of them can hold, and that is the same on every try."""
        line = f"=_{how}_{str(self.msgId).strip('<>').partition('@')[0]}"
        return MIMEMultipart(how, line, parts, policy=POLICY)


def _words(words: str, subtype: str, **params: str) -> MIMEBase:
    part = MIMEBase("text", subtype, charset="utf-8", policy=POLICY, **params)
    text = words.replace("\r\n", "\n").encode()
    legible, short = b2a_qp(text), encodebytes(text)
    _fill(part, *((legible, "quoted-printable") if len(legible) <= len(short) else (short, "base64")))
    return part


def _picture(picture: Picture) -> MIMEBase:
    part = _data(picture.png, "image", "png")
    part.add_header("Content-ID", f"<{picture.cid}>")
    part.add_header("Content-Disposition", "inline", filename="kaartje.png")
    return part


def _file(invitation: Invitation) -> MIMEBase:
    part = _data(invitation.ics, "application", "ics")
    part.add_header("Content-Disposition", "attachment", filename=invitation.file_name)
    return part


def _data(data: bytes, maintype: str, subtype: str) -> MIMEBase:
    part = MIMEBase(maintype, subtype, policy=POLICY)
    _fill(part, encodebytes(data), "base64")
    return part


def _fill(part: MIMEBase, encoded: bytes, encoding: str) -> None:
    part["Content-Transfer-Encoding"] = encoding
    part.set_payload(encoded.decode("ascii"))


def _folded(subject: str) -> str:
    fits = subject.isascii() and max(map(len, subject.split()), default=0) <= LONGEST_WORD
    return Header(subject, "us-ascii" if fits else "utf-8", header_name="Subject").encode(linesep="\r\n")


def compose(letter: Letter, enclosures: Enclosures) -> LetterMessage:
    """The mail for a letter; on a retry it is the same mail, by the same name and of the same moment."""
    config = settings()
    words = write(letter, enclosures)
    return LetterMessage(
        message_id=letter.message_id,
        dated=letter.written_at,
        enclosures=enclosures,
        sender=formataddr((config.site_name, config.mail_from)),
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
