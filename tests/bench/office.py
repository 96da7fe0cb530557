"""What organisers' pages cost with a full house: the list, the home, and taking the list along."""

import time
from collections.abc import Iterator
from statistics import median

from flask.testing import FlaskClient

from eventapp.database import db
from eventapp.organisations.models import Organisation
from tests import make

from .databases import app_here, house, new_database
from .measures import Measure
from .rows import fill, make_season

CROWD = 5000
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
