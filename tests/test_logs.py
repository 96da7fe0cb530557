"""What the log says, and above all what it does not."""

import logging
import sys

import pytest
from sqlalchemy.exc import SQLAlchemyError

from eventapp.database import db, transaction
from eventapp.logs import OneObjectALine, mask
from eventapp.registrations.models import Registration

from .make import make_event, make_registration

SECRETS = ("Fatima", "fatima@voorbeeld.nl", "rolstoel", "0612345678")


@pytest.mark.parametrize(
    "path, masked",
    [
        ("/mijn/sleutel/veranderen", "/mijn/***/veranderen"),
        ("/en/T/TOKEN", "/en/T/***"),
        ("/t/token?x=1", "/t/***?x=1"),
        ("/deur/sleutel", "/deur/***"),
        ("/deur/kaartje/0123456789abcdef", "/deur/***"),
        ("/Mijn/sleutel", "/Mijn/***"),
        ("/en/netwerken/uitschrijven/sleutel", "/en/netwerken/uitschrijven/***"),
        ("/agenda/wandelen", "/agenda/wandelen"),
    ],
)
def test_secrets_in_paths_are_masked(path, masked):
    assert mask(path) == masked


@pytest.mark.parametrize("wrong", [{"people": 0}, {"press": "P" * 26}, {"people": 10**12}])
def test_a_row_that_the_database_refuses_is_not_told_to_the_log(app, wrong):
    event = make_event()
    make_registration(event, press="P" * 26)
    row = {
        "event_id": event.id,
        "press": "Q" * 26,
        "key": "a key",
        "status": "confirmed",
        "name": "Fatima",
        "reach": "email",
        "email": "fatima@voorbeeld.nl",
        "phone": "0612345678",
        "people": 1,
        "needs": "een plek voor een\n\nrolstoel",
        "signed_up_at": event.changed_at,
    }

    line = ""
    try:
        with transaction() as session:
            session.add(Registration(**row | wrong))
    except SQLAlchemyError:
        record = logging.LogRecord("x", logging.ERROR, "", 0, "it broke", None, sys.exc_info())
        line = OneObjectALine().format(record)

    db.session.rollback()
    assert [secret for secret in SECRETS if secret in line] == []
    assert "INSERT INTO registrations" in line or wrong == {"people": 10**12}
