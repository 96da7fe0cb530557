"""A door that is open."""

import pytest

from eventapp.door import actions

from ..make import make_event
from .doors import today


@pytest.fixture
def event(app):
    """Today's event, with places left."""
    return make_event(starts_at=today(14), capacity=40, party_size_max=5)


@pytest.fixture
def open_phone(app, now):
    """Opens the door of an event in a browser of its own."""

    def open_phone(event, **how):
        door_pass, pin = actions.make_pass(event.id, now=now, **how)
        phone = app.test_client()
        assert phone.post(f"/deur/{door_pass.key}", data={"pin": pin}).status_code == 303
        return phone

    return open_phone


@pytest.fixture
def phone(open_phone, event):
    return open_phone(event)
