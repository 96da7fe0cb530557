"""The same door as the pages of the door have, and a phone with a queue of its own at it."""

import pytest

from ..door.conftest import event, open_phone, phone  # noqa: F401
from .phones import Phone


@pytest.fixture
def mine(phone) -> Phone:  # noqa: F811
    return Phone(phone)
