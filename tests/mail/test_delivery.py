"""Handing letters to a mail server: one connection for many, encrypted where it leaves the machine."""

import ssl
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from eventapp.enclosures import enclosures_of
from eventapp.mail.composing import compose
from eventapp.mail.delivery import DemoMailbox, MailServer, RelayUnreachable, relay_for
from eventapp.mail.rules import Answer

from ..conftest import settings_for
from .mail_server import HANG_UP, free_port
from .test_writing import a_letter


def settings(smtp_url: str):
    return settings_for("sqlite:///unused.sqlite", SMTP_URL=smtp_url)


def letter_to(address: str = "fatima@voorbeeld.nl") -> tuple[str, bytes]:
    letter = a_letter("place-confirmed")
    letter.to_address = address
    return address, compose(letter, enclosures_of(letter)).as_bytes()


@pytest.mark.parametrize(
    "url, server",
    [
        ("smtp://mail.voorbeeld.nl", MailServer("mail.voorbeeld.nl", 587, sender="tests@voorbeeld.nl")),
        ("smtp://localhost:25", MailServer("localhost", 25, sender="tests@voorbeeld.nl")),
        (
            "smtps://sam%40x:p%2Fw@mail.voorbeeld.nl",
            MailServer("mail.voorbeeld.nl", 465, True, "sam@x", "p/w", "tests@voorbeeld.nl"),
        ),
    ],
)
def test_a_mail_server_is_read_from_its_address(url, server):
    assert relay_for(settings(url)) == server


def test_the_password_is_in_no_log():
    assert "secret" not in repr(relay_for(settings("smtp://sam:secret@mail.voorbeeld.nl")))


def test_many_letters_go_over_one_connection(desk, server):
    relay = relay_for(settings(server.url))

    for _n in range(5):
        relay.prepare()
        assert relay.hand_over(*letter_to()) == Answer(250, "taken")
    relay.close()

    assert (server.connections, len(server.letters)) == (1, 5)


def test_the_letter_arrives_as_it_was_sent(desk, server):
    relay = relay_for(settings(server.url))

    relay.prepare()
    relay.hand_over(*letter_to())

    [mail] = server.mails
    assert mail["Message-ID"] == "<one@localhost>"
    assert "K7M-4QX" in mail.get_body(("plain",)).get_content()


@pytest.mark.parametrize("answer", ["550 no such person", "450 later", "552 full"])
def test_a_refused_address_does_not_touch_the_next_letter(desk, server, answer):
    server.to = lambda address: answer if address.startswith("nobody") else "250 fine"
    relay = relay_for(settings(server.url))

    relay.prepare()
    refused = relay.hand_over(*letter_to("nobody@voorbeeld.nl"))
    relay.prepare()
    taken = relay.hand_over(*letter_to())

    assert str(refused) == answer
    assert taken.code == 250
    assert (server.connections, server.recipients) == (1, ["fatima@voorbeeld.nl"])


def test_a_refused_text_does_not_touch_the_next_letter(desk, server):
    server.text = lambda address: "554 spam" if address.startswith("nobody") else "250 taken"
    relay = relay_for(settings(server.url))

    relay.prepare()

    assert str(relay.hand_over(*letter_to("nobody@voorbeeld.nl"))) == "554 spam"
    assert relay.hand_over(*letter_to()).code == 250


def test_a_server_that_refuses_our_own_address_says_nothing_about_the_letter(desk, server):
    server.sender = "550 who are you"
    relay = relay_for(settings(server.url))

    relay.prepare()

    assert relay.hand_over(*letter_to()) == Answer(0, "550 who are you")


@pytest.mark.parametrize("moment", ["to", "text"])
def test_a_dropped_connection_is_no_answer_and_the_next_letter_gets_a_new_one(desk, server, moment):
    setattr(server, moment, lambda address: HANG_UP if address.startswith("nobody") else "250 fine")
    relay = relay_for(settings(server.url))

    relay.prepare()
    assert relay.hand_over(*letter_to("nobody@voorbeeld.nl")).code == 0
    relay.prepare()
    assert relay.hand_over(*letter_to()).code == 250

    assert server.connections == 2


def test_a_server_that_goes_away_after_its_answer_is_asked_again_on_a_new_connection(desk, server):
    server.to = lambda address: "421 closing"
    relay = relay_for(settings(server.url))
    relay.prepare()
    assert str(relay.hand_over(*letter_to())) == "421 closing"
    server.to = lambda address: "250 fine"

    relay.prepare()

    assert relay.hand_over(*letter_to()).code == 250
    assert server.connections == 2


def test_nobody_there_is_said_before_a_letter_leaves_our_hands(desk):
    relay = relay_for(settings(f"smtp://127.0.0.1:{free_port()}"))

    with pytest.raises(RelayUnreachable):
        relay.prepare()


def test_a_server_elsewhere_without_encryption_gets_nothing(desk, server, monkeypatch):
    monkeypatch.setattr("eventapp.mail.delivery.THIS_MACHINE", ())
    relay = relay_for(settings(server.url.replace("smtp://", "smtp://sam:secret@")))

    with pytest.raises(RelayUnreachable, match="STARTTLS"):
        relay.prepare()

    assert server.letters == []


def test_a_server_elsewhere_that_vouches_for_itself_gets_nothing(desk, server, monkeypatch, tmp_path):
    monkeypatch.setattr("eventapp.mail.delivery.THIS_MACHINE", ())
    server.tls = signed_by_itself(tmp_path)
    relay = relay_for(settings(server.url.replace("smtp://", "smtp://sam:secret@")))

    with pytest.raises(RelayUnreachable, match=r"SSLCertVerificationError.*self-signed") as refusal:
        relay.prepare()

    assert "secret" not in str(refusal.value)
    assert server.letters == []


def signed_by_itself(folder: Path) -> ssl.SSLContext:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    builder = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2099, 1, 1, tzinfo=UTC))
    )
    certificate = builder.sign(key, hashes.SHA256())
    pem = serialization.Encoding.PEM
    own = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "both.pem").write_bytes(own + certificate.public_bytes(pem))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "both.pem")
    return context


def test_without_a_server_letters_stay_in_the_mailbox(desk):
    relay = relay_for(settings(""))

    relay.prepare()

    assert isinstance(relay, DemoMailbox)
    assert str(relay.hand_over(*letter_to())) == "250 mailbox page"


def test_only_servers_elsewhere_need_pacing(desk):
    assert [relay_for(settings(url)).needs_pacing for url in ("", "smtp://localhost", "smtps://mail.voorbeeld.nl")] == [
        False,
        False,
        True,
    ]
