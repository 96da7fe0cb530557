"""What the tests of letters share."""

from collections.abc import Iterator

import pytest
from flask import Flask

from eventapp import create_app

from ..conftest import settings_for
from .mail_server import MailServer, mail_server


@pytest.fixture(scope="session")
def app_without_rows(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    return create_app(settings_for(f"sqlite:///{tmp_path_factory.mktemp('mail') / 'unused'}.sqlite"))


@pytest.fixture
def desk(app_without_rows: Flask) -> Iterator[Flask]:
    """Where letters are written: from plain facts, without a database."""
    with app_without_rows.app_context():
        yield app_without_rows


@pytest.fixture
def server() -> Iterator[MailServer]:
    with mail_server() as server:
        yield server
