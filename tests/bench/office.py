"""What organisers' pages cost with a full house: the list, the home, and taking the list along."""

import time
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from statistics import median

from flask.testing import FlaskClient
from sqlalchemy import func, select

from eventapp import clock
from eventapp.database import db
from eventapp.events.models import Event
from eventapp.mail.models import Letter
from eventapp.organisations.models import Organisation
from eventapp.registrations.series.actions import edit, look_at_edit
from tests import make

from .databases import app_here, house, new_database
from .measures import Measure
from .rows import fill, make_season, make_series_with_people

CROWD = 5000
DATES, PEOPLE = 50, 2000
VISITS = 20


def registrations_list(database: str) -> Iterator[Measure]:
    """Pages of a list of 5,000, and the home with 300 events, by somebody in every team."""
    with new_database(database) as url:
        slug, account = full_house(url)
        with app_here(url) as app:
            browser = make.sign_in(app.test_client(), account)
            base = f"/organiseren/activiteiten/{slug}/aanmeldingen"
            for name, path in {
                "list": base,
                "list-last-page": f"{base}?pagina=100",
                "list-searched": f"{base}?q=gast+49",
                "home-300": "/organiseren",
            }.items():
                yield Measure(f"{name}:{database}", cpu_of(browser, path), "ms of CPU", 100, n=VISITS)


def export(database: str) -> Iterator[Measure]:
    """Seconds for the whole list of 5,000, as a program and as Excel want it."""
    with new_database(database) as url:
        slug, account = full_house(url)
        with app_here(url) as app:
            browser = make.sign_in(app.test_client(), account)
            for kind in ("csv", "xlsx"):
                began = time.perf_counter()
                answer = browser.post(f"/organiseren/activiteiten/{slug}/aanmeldingen/export", data={"as": kind})
                size, failures = len(answer.data), () if answer.status_code == 200 else (answer.status,)
                seconds = time.perf_counter() - began
                yield Measure(f"export-{kind}:{database}", seconds, "seconds", 2, n=size, failures=failures)


def series(database: str) -> Iterator[Measure]:
    """Seconds to change the hour of all 50 dates of a series for the 2,000 people who come to some of them."""
    with new_database(database) as url:
        with house(url):
            dates = [date.id for date in make_series_with_people(DATES, people=PEOPLE)]
        with app_here(url) as app, app.app_context():
            this = db.session.get_one(Event, dates[0])
            hour = timedelta(hours=1)
            changes = {"starts_at": this.starts_at + hour, "ends_at": this.ends_at + hour}
            given = {"dates": dates[1:], "seen": this.sequence, "by": make.make_account().id, "now": clock.now()}
            for name, action in (("look", look_at_edit), ("change", edit)):
                began = time.perf_counter()
                action(this.id, changes, **given)
                seconds = time.perf_counter() - began
                yield Measure(f"series-{name}:{database}", seconds, "seconds", 5, n=DATES)
            letters = db.session.scalars(
                select(Letter.about).where(Letter.kind.in_(("dates-changed", "event-changed")))
            )
            twice = [topic for topic, count in Counter(letters).items() if count > 1]
            failures = (f"{len(twice)} people heard of it twice",) if twice else ()
            yield Measure(f"series-letters:{database}", count_letters(), "letters", n=PEOPLE, failures=failures)


def count_letters() -> int:
    told = select(func.count(Letter.id)).where(Letter.kind.in_(("dates-changed", "event-changed")))
    return db.session.scalar(told) or 0


def full_house(url: str):
    """An event with 5,000 sign-ups among 300 events, and somebody who organises them all."""
    with house(url):
        event = make_season(coming=300)[0]
        fill(event, CROWD)
        organisations = db.session.scalars(db.select(Organisation)).all()
        account = make.make_account(*organisations, name="Noor", tf_primary_method="authenticator")
        db.session.refresh(account)
        db.session.expunge(account)
        return event.slug, account


def cpu_of(browser: FlaskClient, path: str) -> float:
    """Milliseconds of CPU of this process for one visit; the middle of a few."""
    spent = []
    for _visit in range(VISITS):
        began = time.process_time()
        answer = browser.get(path)
        spent.append(1000 * (time.process_time() - began))
        if answer.status_code != 200:
            raise AssertionError(f"{path} answered {answer.status_code}.")
    return median(spent)
