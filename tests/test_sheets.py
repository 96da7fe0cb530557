"""Lists that come back with a form."""

import pytest

from eventapp.sheets import Unreadable, seen_table


def test_rows_that_were_shown_come_back():
    assert seen_table('[["Naam"], ["\u2019t Hooft"], ["ليلى"]]') == [["Naam"], ["\u2019t Hooft"], ["ليلى"]]


@pytest.mark.parametrize(
    "rows",
    ["", "[", "7", "null", "[]", "{}", '["x"]', '[["Naam"], ["Ana", 7]]', "[" * 100_000, "9" * 5_000, r'[["\ud800"]]'],
    ids=str,
)
def test_what_we_never_showed_is_refused(app, rows):
    with pytest.raises(Unreadable):
        seen_table(rows)
