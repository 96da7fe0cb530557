"""Bounces for tests, in the words of different mail servers."""

from eventapp.mail.models import Letter

GONE = "550 5.1.1 <{to}>: Recipient address rejected: User unknown"


def notice(letter: Letter, *, status: str = "5.1.1", action: str = "failed", words: str = "", to: str = "") -> bytes:
    """A delivery status notice as RFC 3464 wants it, with the headers of the letter."""
    to = to or letter.to_address
    said = words or GONE.format(to=to)
    return f"""From: MAILER-DAEMON@mx.voorbeeld.nl (Mail Delivery System)
To: tests@voorbeeld.nl
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="B"
Message-Id: <20270518.1@mx.voorbeeld.nl>

--B
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not be delivered.

--B
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.voorbeeld.nl

Final-Recipient: rfc822; {to}
Original-Recipient: rfc822;{to}
Action: {action}
Status: {status}
Remote-MTA: dns; mx.voorbeeld.nl
Diagnostic-Code: smtp; {said}

--B
Content-Type: text/rfc822-headers

From: Gezondheidspact <tests@voorbeeld.nl>
To: {to}
Message-ID: {letter.message_id}
Subject: Uw plek

--B--
""".replace("\n", "\r\n").encode()


def qmail(letter: Letter) -> bytes:
    """Plain words, as qmail has written them since 1997."""
    return f"""From: MAILER-DAEMON@voorbeeld.nl
To: tests@voorbeeld.nl
Subject: failure notice

Hi. This is the qmail-send program at voorbeeld.nl.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<{letter.to_address}>:
Sorry, no mailbox here by that name. (#5.1.1)

--- Below this line is a copy of the message.

Return-Path: <tests@voorbeeld.nl>
Message-ID: {letter.message_id}
Subject: Uw plek
""".encode()


def holiday(letter: Letter) -> bytes:
    """An answer of somebody who is away, about our letter."""
    return f"""From: {letter.to_address}
To: tests@voorbeeld.nl
Subject: Afwezig: Uw plek
Auto-Submitted: auto-replied
In-Reply-To: {letter.message_id}
References: {letter.message_id}

Ik ben met vakantie. 550 5.1.1 staat hier zomaar.
""".encode()
