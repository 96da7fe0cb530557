"""The steps lead, on both engines, from nothing and from a filled database, to what the models say."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect

from eventapp import create_app
from eventapp.database import db

from .conftest import settings_for
from .make import make_event, make_registration


def differences() -> list:
    with db.engine.connect() as connection:
        return compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), db.metadata)


def test_the_steps_make_what_the_models_say(app):
    assert differences() == []


def test_the_database_holds_the_promises_by_name(app):
    tables = inspect(db.engine)

    constraints = {row["name"] for table in ("events", "registrations") for row in tables.get_check_constraints(table)}
    constraints |= {row["name"] for row in tables.get_unique_constraints("registrations")}

    assert {"places_within_ceiling", "ceiling_from_capacity", "one_registration_per_press"} <= constraints


def test_a_filled_database_goes_down_to_events_and_up_again(database_url, apps, new_database):
    app = create_app(settings_for(new_database(database_url.split(":")[0].split("+")[0], "steps")))
    with app.app_context():
        upgrade()
        make_registration(make_event(capacity=3, title="Blijft staan"))

        downgrade(revision="0001")
        upgrade()

        assert db.session.execute(db.text("SELECT title, taken FROM events")).all() == [("Blijft staan", 1)]
        assert differences() == []
        db.session.remove()
        db.engine.dispose()
