"""Settings: what is refused at the start, before anybody relies on it."""

import pytest

from config import MissingSetting

from .conftest import settings_for


@pytest.mark.parametrize("name", ["", "mail2026", "s1.post", "Selector_1", "k-1"])
def test_a_key_has_a_name(name):
    assert settings_for("sqlite://", DKIM_SELECTOR=name).dkim_selector == name


@pytest.mark.parametrize("name", ["mail2026._domainkey.voorbeeld.nl", "mail 2026", "a..b", ".a", "a.", "-a", "é"])
def test_what_is_no_name_of_a_key_stops_the_start(name):
    with pytest.raises(MissingSetting, match="DKIM_SELECTOR must be the name of a key"):
        settings_for("sqlite://", DKIM_SELECTOR=name)
