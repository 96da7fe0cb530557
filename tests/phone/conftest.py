"""A script that runs what a phone runs."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ..node import Script

PHONE = Path(__file__).parent / "phone.mjs"


@pytest.fixture(scope="module")
def script() -> Iterator[Script]:
    script = Script(PHONE)
    yield script
    script.close()
