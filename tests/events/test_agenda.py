from datetime import UTC, datetime, timedelta
from urllib.parse import quote, urlencode

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import event as sqlalchemy_event

from eventapp.database import db
from eventapp.events.models import Theme

from ..conftest import NOON
from ..make import (
    make_event,
    make_neighbourhood,
    make_organisation,
    make_registration,
    make_series,
    make_theme,
    make_venue,
)

DAY = timedelta(days=1)


def page(client, **asked) -> BeautifulSoup:
    answer = client.get(f"/en/agenda?{urlencode(asked, doseq=True)}")
    assert answer.status_code == 200
    return BeautifulSoup(answer.text, "html5lib")


def titles(client, **asked) -> list[str]:
    return [heading.text for heading in page(client, **asked).select("article h3")]


def badges(client, **asked) -> list[str]:
    return [badge.text for badge in page(client, **asked).select("article .badge")]


def texts(soup: BeautifulSoup, selector: str) -> list[str]:
    return [" ".join(tag.text.split()) for tag in soup.select(selector)]


@pytest.fixture
def queries(app):
    """The statements that were sent while a test ran."""
    sent: list[str] = []

    def note(_connection, _cursor, statement, *_rest):
        sent.append(statement)

    sqlalchemy_event.listen(db.engine, "before_cursor_execute", note)
    yield sent
    sqlalchemy_event.remove(db.engine, "before_cursor_execute", note)


def test_the_first_page_is_the_agenda(client):
    make_event(title="Samen wandelen")

    for address in ("/", "/agenda", "/en/", "/en/agenda"):
        answer = client.get(address)
        assert (answer.status_code, "Samen wandelen" in answer.text) == (200, True)


def test_events_stand_under_their_month_in_order(client):
    make_event(title="Later", starts_at=datetime(2027, 7, 2, 10, tzinfo=UTC))
    make_event(title="Eerst", starts_at=datetime(2027, 6, 14, 10, tzinfo=UTC))
    make_event(title="Ook in juli, in Utrecht", starts_at=datetime(2027, 6, 30, 22, 30, tzinfo=UTC))

    soup = page(client)

    assert texts(soup, "h2.month") == ["June 2027", "July 2027"]
    assert texts(soup, "article h3") == ["Eerst", "Ook in juli, in Utrecht", "Later"]
    assert texts(soup, "[role=status]") == ["3 events found"]


def test_a_card_tells_day_hours_and_neighbourhood(client):
    make_event(starts_at=datetime(2027, 6, 14, 11, tzinfo=UTC), neighbourhood=make_neighbourhood(name="Overvecht"))

    soup = page(client)

    assert soup.select_one("article time")["datetime"] == "2027-06-14"
    assert texts(soup, "article .facts li") == ["Monday 14 June 2027, 13:00 - 14:30", "Overvecht"]


@pytest.mark.parametrize(
    "given, words",
    [
        ({"capacity": 8, "taken": 5}, ["3 places left", "Free"]),
        ({"capacity": 8, "taken": 7}, ["1 place left", "Free"]),
        ({"capacity": 2, "taken": 2}, ["Full. There is a waiting list", "Free"]),
        ({"capacity": 2, "taken": 2, "waiting_list": False}, ["Full", "Free"]),
        ({"capacity": 3, "taken": 1, "waiting": 1}, ["Full. There is a waiting list", "Free"]),
        ({"capacity": 2, "ceiling": 4, "taken": 4}, ["Full. There is a waiting list", "Free"]),
        ({"status": "cancelled"}, ["Cancelled"]),
        ({"drop_in": True, "capacity": 2, "taken": 2}, ["You need not sign up", "Free"]),
        ({"registration_closes_at": NOON}, ["Sign-up is closed", "Free"]),
        ({"cost_cents": 250}, ["2.50 euro"]),
        ({"languages": ("nl", "tr")}, ["Free", "Dutch, Turkish"]),
        ({"languages": ("ar",), "capacity": 1}, ["1 place left", "Free", "Arabic"]),
    ],
)
def test_a_card_has_at_most_three_badges_with_words(client, given, words):
    make_event(**given)

    assert badges(client) == words


def test_what_is_not_for_everybody_is_never_listed(client):
    make_event(title="Zichtbaar")
    make_event(title="Concept", status="draft")
    make_event(title="Verborgen", unlisted=True)
    make_event(title="Voorbij en verborgen", unlisted=True, starts_at=NOON - DAY)
    make_event(title="Voorbij concept", status="draft", starts_at=NOON - DAY)

    assert titles(client) == ["Zichtbaar"]
    assert titles(client, verleden="1") == []
    assert titles(client, q="verborgen") == []


def test_a_cancelled_event_stays_until_its_time_has_passed(client):
    make_event(title="Nog te zien", status="cancelled", starts_at=NOON + DAY)
    make_event(title="Bezig", starts_at=NOON - timedelta(hours=1))
    make_event(title="Afgelast en voorbij", status="cancelled", starts_at=NOON - DAY)

    assert titles(client) == ["Bezig", "Nog te zien"]
    assert titles(client, verleden="1") == []


def test_filter_by_neighbourhood(client):
    west, zuid = make_neighbourhood(slug="west"), make_neighbourhood(slug="zuid")
    make_event(title="In west", neighbourhood=west)
    make_event(title="In zuid", neighbourhood=zuid)
    make_event(title="Nergens")

    assert titles(client, wijk="west") == ["In west"]
    assert titles(client, wijk=["west", "zuid"]) == ["In west", "In zuid"]


def test_filter_by_theme(client):
    moving, eating = make_theme(slug="bewegen"), make_theme(slug="eten")
    make_event(title="Allebei", themes=[moving, eating])
    make_event(title="Eten", themes=[eating])

    assert titles(client, thema="bewegen") == ["Allebei"]
    assert titles(client, thema=["bewegen", "eten"]) == ["Allebei", "Eten"]


def test_filter_by_kind(client):
    make_event(title="Wandelen", kind="wandeling")
    make_event(title="Feest", kind="festival")

    assert titles(client, soort="festival") == ["Feest"]
    assert titles(client, soort=["festival", "wandeling"]) == ["Wandelen", "Feest"]


def test_filter_by_language(client):
    make_event(title="Turks", languages=("nl", "tr"))
    make_event(title="Tigrinya", languages=("ti",))

    assert titles(client, taal="tr") == ["Turks"]
    assert titles(client, taal="ti") == ["Tigrinya"]
    assert titles(client, taal=["ti", "nl"]) == ["Turks", "Tigrinya"]


def test_filter_by_organisation(client):
    make_event(title="Van DOCK", organisations=[make_organisation(slug="dock"), make_organisation()])
    make_event(title="Van een ander", organisations=[make_organisation()])

    assert titles(client, organisatie="dock") == ["Van DOCK"]


def test_filter_by_wheelchair(client):
    make_event(title="Breed", venue=make_venue(wheelchair=True))
    make_event(title="Smal", venue=make_venue(wheelchair=False))
    make_event(title="Onbekend", venue=make_venue())
    make_event(title="Thuis", online_url="https://vergadering.voorbeeld.nl/1")

    assert titles(client, rolstoel="1") == ["Breed", "Thuis"]


def test_filter_by_days_in_utrecht(client):
    make_event(title="Maandagnacht", starts_at=datetime(2027, 6, 14, 21, tzinfo=UTC))  # 23.00 until 0.30
    make_event(title="Dinsdagnacht", starts_at=datetime(2027, 6, 14, 22, tzinfo=UTC))  # 0.00 on Tuesday

    assert titles(client, tot="2027-06-14") == ["Maandagnacht"]
    assert titles(client, van="2027-06-15") == ["Maandagnacht", "Dinsdagnacht"]
    assert titles(client, van="2027-06-16") == []


def test_filters_narrow_together(client):
    west = make_neighbourhood(slug="west")
    make_event(title="Feest in west", kind="festival", neighbourhood=west)
    make_event(title="Wandelen in west", neighbourhood=west)
    make_event(title="Feest elders", kind="festival")

    assert titles(client, wijk="west", soort="festival", q="feest") == ["Feest in west"]


@pytest.mark.parametrize(
    "words",
    [
        "WANDELEN",
        "rustig",
        "hooft",
        "’t Hooft",
        "ozturk",
        "Öztürk",
        "zuid",
        "نمشي",
        "نَمشي",
        "wandelen ozturk",
        "dialogen",
    ],
)
def test_words_are_found_without_capitals_and_accents(client, words):
    make_event(
        title="Samen wandelen نمشي معًا",
        summary="Rustig aan, voor iedereen.",
        venue=make_venue(name="Buurthuis 't Hooft"),
        organisations=[make_organisation(name="Stichting Öztürk")],
        neighbourhood=make_neighbourhood(name="Zuid"),
        series=make_series(title="Dialogen"),
    )
    make_event(title="Iets anders")

    assert titles(client, q=words) == ["Samen wandelen نمشي معًا"]


@pytest.mark.parametrize(
    "words, found",
    [("100%", ["100% gezond"]), ("%", ["100% gezond"]), ("_", ["a_b"]), ("a_b", ["a_b"]), ("/", []), ("\\", [])],
)
def test_signs_with_a_meaning_in_databases_are_only_signs(client, words, found):
    make_event(title="100% gezond")
    make_event(title="a_b")
    make_event(title="axb")

    assert titles(client, q=words) == found


@pytest.mark.parametrize(
    "asked",
    [
        "q=" + "a" * 10_000,
        "q=" + quote("<script>alert(1)</script>"),
        "q=%00%01&wijk=%00&van=%00&pagina=%00",
        "q=%ff%fe",
        "pagina=99999999999999999999999",
        "van=0001-01-01&tot=9999-12-31",
        "&".join(f"wijk=x{n}" for n in range(500)),
        "thema=%27%3B+DROP+TABLE+events",
        "netwerk=gezondheidspact&onbekend=1",
    ],
)
def test_no_address_makes_the_agenda_fall_over(client, asked):
    make_event()

    answer = client.get(f"/agenda?{asked}")

    assert answer.status_code == 200
    assert "<script" not in answer.text


def test_what_we_left_out_is_said(client):
    make_event(title="Blijft staan")

    soup = page(client, wijk="<b>atlantis</b>")

    assert texts(soup, ".alert p") == ["We do not know “<b>atlantis</b>”."]
    assert texts(soup, "article h3") == ["Blijft staan"]


def test_the_form_keeps_what_was_asked(client):
    make_neighbourhood(slug="west", name="West")
    make_neighbourhood(slug="zuid", name="Zuid")
    make_theme(slug="bewegen")

    soup = page(client, wijk=["west", "zuid"], thema="bewegen", q="'t <Hooft>", van="2027-06-01", rolstoel="1")

    assert soup.form["method"] == "get"
    assert soup.select_one("details.more").has_attr("open")
    assert [option["value"] for option in soup.select("select[name=wijk] option[selected]")] == ["west", "zuid"]
    assert len(soup.select("select[name=wijk]")) == 3
    assert soup.select_one("#thema-bewegen").has_attr("checked")
    assert (soup.select_one("#q")["value"], soup.select_one("#van")["value"]) == ("'t <Hooft>", "2027-06-01")
    assert soup.select_one("#rolstoel").has_attr("checked")


def test_the_other_ways_to_search_are_closed_until_used(client):
    assert not page(client).select_one("details.more").has_attr("open")
    assert page(client, q="x").select_one("details.more").has_attr("open")


def test_nothing_found_gives_advice_and_a_way_back(client):
    make_event()

    soup = page(client, q="bestaat niet")

    assert texts(soup, "#found h2") == ["We found no events"]
    assert soup.select_one("#found .btn")["href"] == "/en/agenda"


def test_an_empty_agenda_says_so(client):
    assert "There is nothing in the agenda at this moment." in page(client).select_one("#found").text


def test_twenty_on_a_page_with_links_to_the_next_and_the_one_before(client):
    for n in range(45):
        make_event(title=f"Nummer {n:02}", starts_at=NOON + DAY * (n + 1), kind="wandeling")

    first, middle, last = (page(client, soort="wandeling", pagina=n) for n in (1, 2, 3))

    assert [len(soup.select("article")) for soup in (first, middle, last)] == [20, 20, 5]
    assert texts(middle, "article h3")[0] == "Nummer 20"
    assert texts(middle, "[role=status]") == ["45 events found"]
    assert middle.select_one("head link[rel=prev]")["href"] == "/en/agenda?soort=wandeling"
    assert middle.select_one("head link[rel=next]")["href"] == "/en/agenda?soort=wandeling&pagina=3"
    assert (first.select_one("[rel=prev]"), last.select_one("[rel=next]")) == (None, None)


def test_beyond_the_last_page_is_the_last_page(client):
    for n in range(21):
        make_event(title=f"Nummer {n:02}", starts_at=NOON + DAY * (n + 1))

    assert titles(client, pagina="9999") == ["Nummer 20"]


def test_a_series_stands_once_with_its_next_date(client):
    series = make_series(slug="dialogen", title="Dialogen Levenseinde")
    make_event(title="Was er al", series=series, starts_at=NOON - DAY)
    for week in range(7):
        make_event(title=f"Avond {week}", series=series, starts_at=NOON + timedelta(weeks=week + 1))
    make_event(title="Los", starts_at=NOON + timedelta(days=10))

    soup = page(client)

    assert texts(soup, "article h3") == ["Dialogen Levenseinde", "Los"]
    assert texts(soup, "[role=status]") == ["2 events found"]
    card = soup.article
    assert card.h3.a["href"] == "/en/reeks/dialogen"
    assert card.time["datetime"] == "2027-06-09"
    assert card.select_one("p").text == "Also on Wed 16 Jun, Wed 23 Jun, Wed 30 Jun, Wed 7 Jul, and 2 more dates"
    assert texts(card, ".badge") == ["Series of 7 dates", "Free"]


def test_the_last_date_of_a_series_is_an_event_by_itself(client):
    make_event(title="Laatste avond", slug="laatste", series=make_series())

    card = page(client).article

    assert (card.h3.text, card.h3.a["href"]) == ("Laatste avond", "/en/agenda/laatste")


def test_a_series_shows_the_next_date_that_takes_place(client):
    series = make_series()
    make_event(series=series, starts_at=NOON + DAY, status="cancelled")
    make_event(series=series, starts_at=NOON + 2 * DAY, capacity=3)

    card = page(client).article

    assert card.time["datetime"] == "2027-06-04"
    assert card.select_one("p").text == "Also on Thu 3 Jun (cancelled)"
    assert texts(card, ".badge") == ["Series of 2 dates", "3 places left", "Free"]


def test_a_search_counts_only_the_dates_that_match(client):
    series = make_series()
    west = make_neighbourhood(slug="west")
    make_event(title="Elders", series=series)
    make_event(title="In west", series=series, neighbourhood=west)

    assert titles(client, wijk="west") == ["In west"]


def test_the_archive_tells_the_newest_first_and_how_many_came(client):
    make_event(title="Komt nog")
    make_event(title="Vorige week", starts_at=NOON - 7 * DAY, kind="festival", known_attendance=200)
    make_event(title="Gisteren", starts_at=NOON - DAY, known_attendance=1)
    make_event(title="Vorig jaar", starts_at=NOON - 365 * DAY)

    soup = page(client, verleden="1")

    assert texts(soup, "article h3") == ["Gisteren", "Vorige week", "Vorig jaar"]
    assert texts(soup, "h2.month") == ["2027", "2026"]
    assert texts(soup, "article .badge") == ["Walk", "1 person came", "Festival", "200 people came", "Walk"]
    assert texts(soup, "[role=status]") == ["3 past events found"]
    assert titles(client, verleden="1", soort="festival") == ["Vorige week"]


def test_of_the_archive_sometimes_only_the_month_or_the_year_is_known(client):
    def known(title, precision, start, end):
        make_event(title=title, precision=precision, starts_at=start, ends_at=end)

    known("Maand", "month", datetime(2022, 6, 1, tzinfo=UTC), datetime(2022, 6, 30, tzinfo=UTC))
    known("Jaren", "year", datetime(2021, 1, 1, tzinfo=UTC), datetime(2022, 12, 31, tzinfo=UTC))
    known("Jaar", "year", datetime(2023, 1, 1, tzinfo=UTC), datetime(2023, 12, 31, tzinfo=UTC))

    soup = page(client, verleden="1")

    assert texts(soup, "article .facts") == ["2023", "2021 - 2022", "June 2022"]
    assert [time["datetime"] for time in soup.select("article time")] == ["2023", "2021", "2022-06"]
    assert texts(soup, "article time") == ["2023", "2021–2022", "Jun2022"]


def test_titles_are_text_and_never_markup(client):
    title = "<script>alert(1)</script> & 'نمشي معًا'"
    make_event(title=title, neighbourhood=make_neighbourhood(name="<i>West</i>"))

    soup = page(client)

    assert soup.h3.text == title
    assert soup.find("script", type=None) is None
    assert soup.select("article i") == []


def test_the_number_of_queries_stays_the_same(client, queries):
    theme, venue, west = make_theme(), make_venue(), make_neighbourhood()
    series = make_series()

    def add(count: int) -> None:
        for n in range(count):
            given = {"venue": venue, "neighbourhood": west, "themes": [theme], "capacity": 9}
            event = make_event(starts_at=NOON + DAY * (n + 1), organisations=[make_organisation()], **given)
            make_registration(event)
            make_event(starts_at=NOON + DAY * (n + 1), series=series, themes=[theme])
            make_event(starts_at=NOON - DAY * (n + 1), themes=[theme])

    def asked(address: str) -> int:
        client.get(address)
        queries.clear()
        client.get(address)
        return len(queries)

    addresses = ("/agenda", "/agenda?verleden=1", "/agenda?q=samen+wandelen")
    add(3)
    few = [asked(address) for address in addresses]
    add(60)
    many = [asked(address) for address in addresses]

    assert few == many
    assert max(many) <= 8


def test_themes_have_a_name_in_the_language_of_the_page(client):
    make_theme(slug="bewegen", name="Bewegen", names={"en": "Moving"})
    db.session.expire_all()

    assert db.session.scalar(db.select(Theme.name)) == "Bewegen"
    assert texts(page(client), ".chip label") == ["Moving"]


def test_the_agenda_sets_no_cookie_and_may_be_kept(client):
    make_event()

    first = client.get("/agenda")
    again = client.get("/agenda", headers={"If-None-Match": first.headers["ETag"]})

    assert "Set-Cookie" not in first.headers
    assert "Cookie" not in first.headers.get("Vary", "")
    assert first.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert (again.status_code, again.data) == (304, b"")
