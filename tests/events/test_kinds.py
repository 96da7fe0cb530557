from datetime import timedelta

import pytest

from eventapp.events.kinds import USUAL, how_it_goes, what_it_is
from eventapp.events.models import Kind
from eventapp.i18n import in_language


def test_every_kind_has_its_usual_way():
    assert set(USUAL) == set(Kind)


@pytest.mark.parametrize(
    "kind, told",
    [
        (Kind.NETWORK_MEETING, ["2.5 hours", "40 places"]),
        (Kind.FIT_AND_HEALTHY, ["4 hours", "People may drop in"]),
        (Kind.FESTIVAL, ["5 hours", "200 places"]),
        (Kind.DIALOGUE, ["2 hours", "16 places"]),
        (Kind.WALK, ["1.5 hours", "20 places"]),
        (Kind.CAFE, ["3 hours", "People may drop in"]),
        (Kind.WEBINAR, ["1 hour", "100 places"]),
        (Kind.TRAINING, ["6 hours", "12 places"]),
    ],
)
def test_a_kind_tells_how_it_goes(kind, told):
    with in_language("en"):
        assert how_it_goes(kind) == told


def test_every_kind_says_what_it_is_in_a_sentence_of_its_own():
    with in_language("en"):
        sentences = [what_it_is(kind) for kind in Kind]

    assert len(set(sentences)) == len(Kind)
    assert sentences[0] == "Members meet each other around a theme."


def test_where_people_drop_in_no_places_are_counted():
    assert [kind for kind, usual in USUAL.items() if usual.drop_in] == [Kind.FIT_AND_HEALTHY, Kind.CAFE]
    assert [kind for kind, usual in USUAL.items() if usual.capacity is None] == [Kind.FIT_AND_HEALTHY, Kind.CAFE]


def test_a_party_fits_in_the_room():
    assert [kind for kind, usual in USUAL.items() if usual.capacity and usual.party_size_max > usual.capacity] == []


def test_every_kind_ends_on_the_day_on_which_it_begins():
    late = [
        kind
        for kind, usual in USUAL.items()
        if timedelta(hours=usual.starts.hour, minutes=usual.starts.minute) + usual.lasts > timedelta(hours=23)
    ]

    assert late == []
