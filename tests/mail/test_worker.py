"""The worker: every letter goes out once, whatever servers answer and whoever dies."""

import logging
import signal
from collections import Counter
from datetime import timedelta
from random import Random
from threading import Event

import pytest

from eventapp import clock
from eventapp.database import db, transaction
from eventapp.logs import OneObjectALine
from eventapp.mail import actions, delivery, rules
from eventapp.mail.delivery import relay_for
from eventapp.mail.models import Letter, State, WorkerBeat
from eventapp.mail.rules import LEASE
from eventapp.registrations import actions as registrations
from eventapp.registrations.models import Registration
from eventapp.worker import Worker, run

from ..conftest import NOON, settings_for
from ..make import make_event, make_registration
from ..processes import Other, all_at_once, go
from .mail_server import HANG_UP, MailServer, free_port
from .post import letters, make_letter
from .postman import deliver

pytestmark = pytest.mark.slow

MINUTE = timedelta(minutes=1)


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch):
    """Sets the clock to so long past noon."""

    def set_clock(past_noon: timedelta) -> None:
        monkeypatch.setattr(clock, "now", lambda: NOON + past_noon)

    return set_clock


@pytest.fixture
def logged(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    """What the worker logs, whole."""
    caplog.handler.setFormatter(OneObjectALine())
    logging.getLogger("ontmoet").addHandler(caplog.handler)
    yield caplog
    logging.getLogger("ontmoet").removeHandler(caplog.handler)


def worker_for(server: MailServer | None, *, url: str = "") -> Worker:
    relay = relay_for(settings_for("sqlite:///unused.sqlite", SMTP_URL=server.url if server else url))
    return Worker(relay, rng=Random(1), stop=Event())


def told() -> list[tuple[str, int, str]]:
    return [(letter.state, letter.attempts, letter.answer) for letter in letters()]


def test_a_letter_is_delivered_once(app, server):
    make_letter(to="fatima@voorbeeld.nl")
    worker = worker_for(server)

    worker.do_what_is_due()
    worker.do_what_is_due()

    assert server.recipients == ["fatima@voorbeeld.nl"]
    assert told() == [(State.SENT, 1, "250 taken")]


def test_everything_that_is_due_goes_in_one_go_over_one_connection(app, server):
    for _n in range(45):
        make_letter()

    worker_for(server).do_what_is_due()

    assert (len(server.letters), len(set(server.recipients)), server.connections) == (45, 45, 1)


def test_a_full_mailbox_is_tried_again_under_the_same_name(app, server, at):
    message_id = make_letter().message_id
    server.text = lambda address: "450 full"
    worker = worker_for(server)

    worker.do_what_is_due()
    assert told() == [(State.WRITTEN, 1, "450 full")]
    [letter] = letters()
    assert NOON + 0.75 * MINUTE <= letter.due_at <= NOON + 1.25 * MINUTE

    server.text = lambda address: "250 taken"
    at(2 * MINUTE)
    worker.do_what_is_due()

    assert told() == [(State.SENT, 2, "250 taken")]
    assert [mail["Message-ID"] for mail in server.mails] == [message_id]


def test_an_address_that_does_not_exist_is_given_up_at_once(app, server, at):
    make_letter()
    server.to = lambda address: "550 no such person"
    worker = worker_for(server)

    worker.do_what_is_due()
    at(timedelta(days=3))
    worker.do_what_is_due()

    assert told() == [(State.FAILED, 1, "550 no such person")]


def test_one_bad_address_holds_up_nobody(app, server):
    for address in ("bad@voorbeeld.nl", "slow@voorbeeld.nl", "gone@voorbeeld.nl", "good@voorbeeld.nl"):
        make_letter(to=address)
    answers = {"bad@voorbeeld.nl": "550 no", "slow@voorbeeld.nl": "450 later", "gone@voorbeeld.nl": HANG_UP}
    server.to = lambda address: answers.get(address, "250 fine")

    worker_for(server).do_what_is_due()

    assert server.recipients == ["good@voorbeeld.nl"]
    assert [letter.state for letter in letters()] == [State.FAILED, State.WRITTEN, State.WRITTEN, State.SENT]


def test_a_letter_that_cannot_be_written_holds_up_nobody_and_its_words_stay_out_of_the_log(app, server, logged):
    broken = make_letter(name="Geheim").id
    make_letter(to="good@voorbeeld.nl")
    with transaction() as session:
        session.execute(db.update(Letter).where(Letter.id == broken).values(facts={"name": "Geheim", "ticket": None}))

    worker_for(server).do_what_is_due()

    assert server.recipients == ["good@voorbeeld.nl"]
    assert told() == [(State.WRITTEN, 1, "0 cannot be written: KeyError"), (State.SENT, 1, "250 taken")]
    assert '"letter cannot be written"' in logged.text
    assert "Geheim" not in logged.text


def test_logs_hold_no_address_and_no_name(app, server, logged):
    make_letter(to="fatima@voorbeeld.nl", name="Fatima")
    server.text = lambda address: f"450 <{address}> is full"

    worker_for(server).do_what_is_due()

    assert '"outcome": "retry"' in logged.text
    assert "fatima" not in logged.text.lower()


def test_a_letter_in_doubt_because_the_connection_ended_goes_again_under_the_same_name(app, server, at):
    message_id = make_letter().message_id
    server.text = lambda address: HANG_UP
    worker = worker_for(server)
    worker.do_what_is_due()
    server.text = lambda address: "250 taken"
    at(2 * MINUTE)

    worker.do_what_is_due()

    assert [mail["Message-ID"] for mail in server.mails] == [message_id, message_id]
    assert told() == [(State.SENT, 2, "250 taken")]


def test_without_a_mail_server_letters_wait_and_are_not_counted_as_tried(app, server, at):
    for _n in range(25):
        make_letter()

    worker_for(None, url=f"smtp://127.0.0.1:{free_port()}").do_what_is_due()
    assert set(told()) == {(State.WRITTEN, 0, "")}
    at(MINUTE)
    worker_for(server).do_what_is_due()

    assert len(set(server.recipients)) == 25


def test_a_server_that_is_gone_between_two_letters_is_waited_for(app, server):
    for _n in range(3):
        make_letter()
    worker = worker_for(server)

    def close_after_this(address: str) -> str:
        worker.relay.port = free_port()
        return "421 closing"

    server.text = close_after_this
    worker.do_what_is_due()

    assert told() == [(State.WRITTEN, 1, "421 closing"), (State.WRITTEN, 0, ""), (State.WRITTEN, 0, "")]


def test_a_domain_to_which_other_workers_wrote_waits_a_minute(app, server, at, monkeypatch):
    monkeypatch.setattr(rules, "PER_DOMAIN_A_MINUTE", 2)
    monkeypatch.setattr(delivery.MailServer, "needs_pacing", True)
    for address in ("x@groot.example", "y@Groot.example"):
        make_letter(to=address)
    worker_for(server).do_what_is_due()
    for address in ("a@groot.example", "b@groot.example", "c@klein.example"):
        make_letter(to=address)
    worker = worker_for(server)

    worker.do_what_is_due()
    assert server.recipients[2:] == ["c@klein.example"]
    at(MINUTE)
    worker.do_what_is_due()

    assert server.recipients[3:] == ["a@groot.example", "b@groot.example"]


def test_a_pause_stops_what_is_in_hand_too_but_not_what_staff_need(app, server):
    make_letter(to="first@voorbeeld.nl")
    make_letter(to="second@voorbeeld.nl")
    make_letter("staff-reset", to="noor@voorbeeld.nl")

    def pause_at_the_first(_text: str) -> str:
        with app.app_context():
            actions.pause(reason="Even.", by="Baas", now=NOON)
        return "250 taken"

    server.text = pause_at_the_first
    worker = worker_for(server)
    worker.do_what_is_due()
    assert server.recipients == ["first@voorbeeld.nl", "noor@voorbeeld.nl"]

    actions.resume(now=NOON)
    worker.do_what_is_due()
    assert server.recipients == ["first@voorbeeld.nl", "noor@voorbeeld.nl", "second@voorbeeld.nl"]
    assert [letter.attempts for letter in letters()] == [1, 1, 1]


def test_who_is_told_to_stop_leaves_the_rest_to_others(app, server):
    for _n in range(3):
        make_letter()
    worker = worker_for(server)

    def stop_after_this(address: str) -> str:
        worker.stop.set()
        return "250 taken"

    server.text = stop_after_this
    worker.work()

    assert [letter.state for letter in letters()] == [State.SENT, State.WRITTEN, State.WRITTEN]
    assert [letter.attempts for letter in letters()] == [1, 0, 0]


def test_a_letter_goes_in_the_language_of_its_reader(app, server):
    event = make_event()
    for language in ("nl", "en", "tr", "ar"):
        make_registration(event, language=language, email=f"{language}@voorbeeld.nl")

    worker_for(server).do_what_is_due()

    assert [(mail["To"], mail["Content-Language"]) for mail in server.mails] == [
        (f"{language}@voorbeeld.nl", language) for language in ("nl", "en", "tr", "ar")
    ]


def test_every_letter_of_a_registration_can_be_delivered(app, server, at):
    event = make_event(capacity=2)
    event_id = event.id
    first = make_registration(event, people=2, email="first@voorbeeld.nl")
    make_registration(event, people=1, email="second@voorbeeld.nl")
    make_registration(event, people=1, email="second@voorbeeld.nl")
    registrations.change(first.id, people=1, name="Sam", needs="", news=False, now=NOON)
    registrations.cancel(first.id, now=NOON)
    registrations.change_event(event.id, {"online_url": "https://meet.voorbeeld.nl"}, now=NOON)
    at(MINUTE * 30)
    worker_for(server).do_what_is_due()
    registrations.send_my_links("second@voorbeeld.nl", language="ar", press="A" * 26, now=NOON)
    registrations.call_off(event_id, reason="Storm", now=NOON)

    worker_for(server).do_what_is_due()

    assert {letter.state for letter in letters()} == {State.SENT}
    assert sorted({letter.kind for letter in letters()}) == [
        "event-cancelled", "event-changed", "my-links", "on-waiting-list", "place-confirmed", "place-free",
        "registration-cancelled", "registration-changed",
    ]  # fmt: skip


def test_in_a_demo_without_a_server_letters_are_delivered_to_the_mailbox_page(app):
    make_letter()

    run(once=True)

    assert told() == [(State.SENT, 1, "250 mailbox page")]


def test_a_worker_shows_that_it_is_alive_and_erases_what_is_due_once_an_hour(app, at):
    event = make_event(starts_at=NOON - timedelta(hours=1))
    registration_id = make_registration(event).id
    at(timedelta(days=29))
    worker = worker_for(None)

    worker.do_what_is_due()
    assert db.session.get_one(Registration, registration_id).erased_at is None
    at(timedelta(days=31))
    worker.do_what_is_due()

    assert db.session.get_one(Registration, registration_id).erased_at == NOON + timedelta(days=31)
    assert letters() == []
    assert [beat.seen_at for beat in db.session.scalars(db.select(WorkerBeat))] == [NOON + timedelta(days=31)]


def start(database_url: str, server: MailServer, *, minutes: int = 0, once: bool = True) -> Other:
    return Other(deliver, database_url, minutes, once, SMTP_URL=server.url)


def test_two_workers_never_send_the_same_letter(app, database_url, server):
    for _n in range(40):
        make_letter()
    server.seconds = 0.005

    all_at_once(*(start(database_url, server) for _n in range(2)))

    assert Counter(Counter(server.recipients).values()) == {1: 40}
    assert server.connections == 2


def test_a_letter_whose_worker_died_after_the_server_took_it_goes_again_once_under_the_same_name(
    app, database_url, server, at
):
    message_id = make_letter().message_id
    worker = start(database_url, server)

    def kill_before_answering(address: str) -> str:
        worker.kill()
        return "250 taken"

    server.text = kill_before_answering
    go(worker)
    server.wait_for(1)
    assert told() == [(State.AT_THE_WIRE, 1, "")]

    server.text = lambda address: "250 taken"
    at(LEASE - timedelta(seconds=1))
    worker_for(server).do_what_is_due()
    assert len(server.letters) == 1
    at(LEASE)
    worker_for(server).do_what_is_due()

    assert [mail["Message-ID"] for mail in server.mails] == [message_id, message_id]
    assert told() == [(State.SENT, 2, "250 taken")]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_the_work_between_two_letters(app, database_url, server, number):
    for _n in range(40):
        make_letter()
    server.seconds = 0.02
    worker = start(database_url, server, once=False)

    go(worker)
    server.wait_for(3)
    worker.signal(number)
    worker.answer()

    assert 3 <= len(server.letters) < 40
    assert Counter(letter.state for letter in letters()) == {
        State.SENT: len(server.letters),
        State.WRITTEN: 40 - len(server.letters),
    }


def test_a_signal_wakes_a_worker_that_has_nothing_to_do(app, database_url, server):
    make_letter()
    worker = start(database_url, server, once=False)

    go(worker)
    server.wait_for(1)
    worker.signal(signal.SIGTERM)

    worker.answer()


def test_a_round_offers_what_came_free_and_asks_who_comes(app, server, at):
    full = make_event(capacity=1, offer_hours=24)
    first = make_registration(full, email="eerst@voorbeeld.nl")
    make_registration(full, email="wacht@voorbeeld.nl")
    asks = make_event(reconfirm="keep", starts_at=NOON + timedelta(days=2, hours=3))
    make_registration(asks, email="komt@voorbeeld.nl", now=NOON - timedelta(days=1))
    registrations.cancel(first.id, now=NOON + timedelta(hours=12))  # at midnight nobody is offered anything
    at(timedelta(hours=22))

    for _round in range(2):
        worker_for(server).do_what_is_due()

    kinds = [letter.kind for letter in letters() if letter.kind in ("place-offered", "are-you-coming")]
    assert sorted(kinds) == ["are-you-coming", "place-offered"]


def test_a_round_reminds_of_what_is_near_and_looks_back_on_what_was(app, server, at):
    make_registration(make_event(starts_at=NOON + timedelta(days=2)), email="morgen@voorbeeld.nl")
    make_registration(make_event(starts_at=NOON + timedelta(hours=2)), email="gisteren@voorbeeld.nl")
    at(timedelta(days=1))

    for _round in range(2):
        worker_for(server).do_what_is_due()

    written = [(letter.kind, letter.to_address, letter.state) for letter in letters()[2:]]
    assert written == [
        ("reminder", "morgen@voorbeeld.nl", "sent"),
        ("thanks-for-signing-up", "gisteren@voorbeeld.nl", "sent"),
    ]
