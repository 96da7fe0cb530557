"""Several phones scan the same ticket at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from eventapp.database import db
from eventapp.door import actions, queries

from ..make import make_registration
from ..processes import Other, all_at_once
from .doors import press, stored_facts
from .rusher import let_in

PHONES = 8


def at_once(app, calls):
    """What each of these calls answers, all made at the same moment, each in a thread of its own."""
    barrier = Barrier(len(calls))

    def call(one):
        barrier.wait()
        with app.app_context():
            try:
                return one()
            finally:
                db.session.remove()

    with ThreadPoolExecutor(len(calls)) as threads:
        return list(threads.map(call, calls))


def test_eight_browsers_admit_a_ticket_once(app, event, open_phone):
    phones = [open_phone(event) for _phone in range(PHONES)]
    for _round in range(3):
        registration = make_registration(event, people=2)
        reference = registration.ticket.reference
        presses = [press(registration) for _phone in phones]

        answers = at_once(
            app,
            [
                lambda phone=phone, data=data: phone.post("/deur/binnen", data=data)
                for phone, data in zip(phones, presses, strict=True)
            ],
        )

        yes = [data["fact"] for data, a in zip(presses, answers, strict=True) if "/deur/binnen/" in a.location]
        assert {answer.status_code for answer in answers} == {303}
        assert [answer.location for answer in answers].count(f"/deur/kaartje/{reference}") == PHONES - 1
        db.session.rollback()
        facts = queries.facts_of_ticket(reference, event_id=event.id)
        assert [(fact.id, fact.kind, fact.people) for fact in facts] == [(yes[0], "in", 2)]
        assert "Already in" in phones[0].get(f"/en/deur/kaartje/{reference}").text


def test_one_press_that_arrives_eight_times_is_one_fact(app, event, phone):
    registration = make_registration(event, people=2)
    data = press(registration)
    cookie = phone.get_cookie("door")

    def again():
        client = app.test_client()
        client.set_cookie("door", cookie.value)
        return client.post("/deur/binnen", data=data).location

    assert set(at_once(app, [again] * PHONES)) == {f"/deur/binnen/{data['fact']}"}
    assert stored_facts() == [("in", registration.ticket.reference, 2)]


def test_the_rest_of_a_party_comes_in_once(app, event, open_phone):
    registration = make_registration(event, people=3)
    phones = [open_phone(event) for _phone in range(PHONES)]
    phones[0].post("/deur/binnen", data=press(registration, people=1))
    presses = [press(registration, people=2, seen=1) for _phone in phones]

    at_once(
        app,
        [
            lambda phone=phone, data=data: phone.post("/deur/binnen", data=data)
            for phone, data in zip(phones, presses, strict=True)
        ],
    )

    assert sorted(stored_facts()) == [
        ("in", registration.ticket.reference, 1),
        ("more", registration.ticket.reference, 2),
    ]


def test_an_undo_that_arrives_eight_times_is_one_fact(app, event, now):
    registration = make_registration(event)
    reference, fact_id = registration.ticket.reference, press(registration)["fact"]
    actions.check_in(event.id, device="one", fact_id=fact_id, reference=reference, people=1, seen=0, now=now)

    at_once(app, [lambda: actions.undo(event.id, device="other", fact_id=fact_id, now=now)] * PHONES)

    assert sorted(stored_facts()) == [("in", reference, 1), ("undo", reference, 0)]


@pytest.mark.slow
def test_phones_of_two_processes_admit_a_ticket_once(app, database_url, event):
    registration = make_registration(event, people=2)
    reference = registration.ticket.reference

    told_yes = all_at_once(*(Other(let_in, database_url, event.id, reference, 2) for _process in range(2)))

    assert sum(told_yes) == 1
    assert stored_facts() == [("in", reference, 2)]
