"""An app for tests that ask it a hundred times, and no database."""

import pytest


@pytest.fixture(scope="session")
def app_of_all(apps):
    with apps["sqlite"].app_context() as context:
        yield context
