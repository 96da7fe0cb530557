"""Every page in every state that somebody can meet, and how to come there."""

from collections.abc import Callable
from typing import NamedTuple

from playwright.sync_api import Page, Response

Do = Callable[[Page], Response | None]  # what is done on a page, and what the house answers


class State(NamedTuple):
    """An address, which still misses the values of a world; whose browser opens it, and what is then done there."""

    path: str
    status: int = 200
    who: str = "visitor"
    do: Do | None = None
    within: str = ":root"  # the part of the page that is looked at


def send(page: Page) -> Response:
    """Press the button of the form as it is."""
    with page.expect_navigation() as answer:
        page.locator("main form[method=post] button[type=submit]").last.click()
    return answer.value


def send_with(*, reach: str = "", **answers: str) -> Do:
    """Choose this way to be kept informed, fill in these fields, and press the button."""

    def do(page: Page) -> Response:
        if reach:
            page.locator(f"label[for={reach}]").click()
        for name, answer in answers.items():
            page.locator(f"#{name}").fill(answer)
        return send(page)

    return do


def look_for(text: str) -> Do:
    def do(page: Page) -> Response:
        page.locator("#q").fill(text)
        with page.expect_navigation() as answer:
            page.locator("[role=search] button").click()
        return answer.value

    return do


def scan(page: Page) -> None:
    """Wait until the page knows its guests, open all that is closed, and type the code behind the ? in the address."""
    page.locator("#numbers").wait_for(state="visible")
    page.evaluate("for (const more of document.querySelectorAll('details')) more.open = true")
    if code := page.url.partition("?")[2]:
        page.locator("#q").fill(code)
        page.locator("#q").press("Enter")
        page.locator("#verdict [data-verdict]").wait_for()


def open_languages(page: Page) -> None:
    page.locator(".lang summary").click()


VISITOR = {
    "agenda": State("/"),
    "agenda, languages open": State("/", do=open_languages, within=".lang"),
    "networks": State("/netwerken"),
    "network": State("/netwerken/{network}"),
    "off the list": State("/netwerken/uitschrijven/{leaving}"),
    "proposing": State("/voorstellen"),
    "proposing, refused": State("/voorstellen", 422, do=send),
    "proposed": State("/voorstellen/bedankt"),
    "members only": State("/agenda/{members_only}"),
    "members only, no link": State("/agenda/{members_only}/aanmelden", 403),
    "invited only": State("/agenda/{invited_only}"),
    "invited": State("/uitnodiging/{invited}"),
    "invited, said no": State("/uitnodiging/{invited_no}"),
    "invited, used already": State("/uitnodiging/{invited_used}"),
    "invited, a colleague comes": State("/uitnodiging/{invited_away}"),
    "invited, who comes instead": State("/uitnodiging/{invited}/collega"),
    "invited, who comes instead, refused": State("/uitnodiging/{invited}/collega", 422, do=send),
    "ticket, who comes instead": State("/mijn/{guest}/collega"),
    "agenda, last page": State("/agenda?pagina=2"),
    "agenda, searched": State("/agenda?q=wandelen&rolstoel=1&taal=tr&soort=wandeling&van=2098-09-04&tot=2098-09-07"),
    "agenda, searched for nonsense": State("/agenda?van=gisteren&tot=2098-09-04&taal=xx&soort=" + "x" * 200),
    "agenda, nothing found": State("/agenda?q=zeppelin"),
    "archive": State("/agenda?verleden=1"),
    "archive, nothing found": State("/agenda?verleden=1&q=zeppelin"),
    "event": State("/agenda/{open}"),
    "event without signing up": State("/agenda/{drop_in}"),
    "event with a waiting list": State("/agenda/{waiting_list}"),
    "event that is full": State("/agenda/{full}"),
    "event in a series": State("/agenda/{date}"),
    "event that opens later": State("/agenda/{not_yet}"),
    "event that is closed": State("/agenda/{closed}"),
    "event that is cancelled": State("/agenda/{cancelled_event}"),
    "event that is over": State("/agenda/{past}"),
    "event online": State("/agenda/{online}"),
    "event that is a draft": State("/agenda/{draft}", 404),
    "event with a programme": State("/agenda/{programme}"),
    "event with a long programme": State("/agenda/{long_programme}"),
    "series": State("/reeks/{series}"),
    "series, refused": State("/reeks/{series}", 422, do=send),
    "sign-up with a programme": State("/agenda/{programme}/aanmelden"),
    "sign-up with a programme, refused": State("/agenda/{programme}/aanmelden", 422, do=send),
    "sign-up with questions": State("/agenda/{asking}/aanmelden"),
    "sign-up with questions, refused": State("/agenda/{asking}/aanmelden", 422, do=send),
    "own programme": State("/mijn/{chose}/programma"),
    "ticket with a programme": State("/mijn/{chose}"),
    "tickets of a family": State("/mijn/{family}"),
    "tickets of a family on paper": State("/mijn/{family}/kaartje"),
    "dates of a series": State("/mijn/{dates}"),
    "place offered": State("/mijn/{offered}"),
    "asked for a place": State("/mijn/{asked}"),
    "place offered, no answer in time": State("/mijn/{lapsed}"),
    "organiser said no": State("/mijn/{declined}"),
    "asked if they come": State("/mijn/{silent}"),
    "said to come": State("/mijn/{comes}"),
    "said not to come": State("/mijn/{stays_away}"),
    "organisation": State("/organisaties/{organisation}"),
    "sign-up": State("/agenda/{open}/aanmelden"),
    "sign-up with errors": State("/agenda/{open}/aanmelden", 422, do=send_with(email="geen adres", needs="x" * 501)),
    "sign-up with a wrong phone number": State(
        "/agenda/{open}/aanmelden", 422, do=send_with(reach="reach-1", phone="geen nummer")
    ),
    "sign-up for the waiting list": State("/agenda/{waiting_list}/aanmelden"),
    "sign-up for a full event": State("/agenda/{full}/aanmelden"),
    "sign-up that opens later": State("/agenda/{not_yet}/aanmelden"),
    "sign-up for a cancelled event": State("/agenda/{cancelled_event}/aanmelden"),
    "ticket": State("/mijn/{ticket}"),
    "ticket of who is called": State("/mijn/{called}"),
    "ticket on paper": State("/mijn/{ticket}/kaartje"),
    "ticket of an event that is over": State("/mijn/{over}"),
    "ticket of a cancelled event": State("/mijn/{called_off}"),
    "waiting": State("/mijn/{waiting}"),
    "waiting without an address": State("/mijn/{waiting_long}"),
    "signed off": State("/mijn/{left}"),
    "change": State("/mijn/{ticket}/veranderen"),
    "change with an error": State("/mijn/{ticket}/veranderen", 422, do=send_with(name="")),
    "my tickets": State("/mijn"),
    "my tickets with an error": State("/mijn", 422, do=send),
    "my tickets sent": State("/mijn/gestuurd"),
    "help": State("/hulp"),
    "privacy": State("/privacy"),
    "accessibility": State("/toegankelijkheid"),
    "unknown address": State("/bestaat-niet", 404),
    "code of a ticket": State("/T/{t_welcome}"),
    "mailbox": State("/postvak"),
    "letter": State("/postvak/{letter_ticket}"),
    "letter, as mail shows it": State("/postvak/{letter_ticket}/html"),
    "letter about waiting, as mail shows it": State("/postvak/{letter_waiting}/html"),
    "letter about signing off, as mail shows it": State("/postvak/{letter_left}/html"),
    "letter about an event called off, as mail shows it": State("/postvak/{letter_called_off}/html"),
    "letter about a private event, as mail shows it": State("/postvak/{letter_private}/html"),
    "door, scanning without a pass": State("/deur/scannen"),
    "checking in oneself": State("/binnen/{poster}"),
    "checking in oneself, unknown code": State("/binnen/{poster}", 422, do=send),
    "own number": State("/nummer/{n_waits}"),
    "own number, called": State("/nummer/{n_called}"),
    "own number, was not there": State("/nummer/{n_missed}"),
    "screen in the hall": State("/scherm/{screen}"),
    "door, closed": State("/deur", 403),
    "door, its link": State("/deur/{door_pass}"),
    "door, wrong PIN": State("/deur/{door_pass}", 422, do=send),
    "door, stopped": State("/deur/gestopt"),
}

AT_THE_DOOR = {
    "door": State("/deur", who="door"),
    "door, found": State("/deur", who="door", do=look_for("fatima")),
    "door, nobody found": State("/deur", who="door", do=look_for("zeppelin")),
    "door, searched for too little": State("/deur", 422, who="door", do=look_for("f")),
    "door, welcome": State("/T/{t_welcome}", who="door"),
    "door, welcome to one": State("/T/{t_alone}", who="door"),
    "door, part in": State("/T/{t_part_in}", who="door"),
    "door, already in": State("/T/{t_already_in}", who="door"),
    "door, other day": State("/T/{t_other_day}", who="door"),
    "door, other event": State("/T/{t_other_event}", who="door"),
    "door, cancelled": State("/T/{t_signed_off}", who="door"),
    "door, waiting": State("/T/{t_waits}", who="door"),
    "door, unknown": State("/T/AAAAAAAAAAAAAAAAAAAAAAAAAA", who="door"),
    "door, scanning": State("/deur/scannen", who="door", do=scan),
    "door, scanned, welcome": State("/deur/scannen?{t_welcome}", who="door", do=scan),
    "door, scanned, already in": State("/deur/scannen?{t_already_in}", who="door", do=scan),
    "door, scanned, cancelled": State("/deur/scannen?{t_signed_off}", who="door", do=scan),
    "tables": State("/deur/tafels", who="door"),
    "table": State("/deur/tafels/{station}", who="door"),
    "table, a number given": State("/deur/tafels/{station}?nummer=4", who="door"),
    "table, none like it": State("/deur/tafels/{station}?tafel=9", 422, who="door"),
    "door, let in": State("/deur/binnen/{in_part_in}", who="door"),
    "door, taken back": State("/deur/binnen/{in_undone}", who="door"),
    "door, event called off": State("/T/{t_event_off}", who="off_door"),
    "door, pass taken back": State("/T/{t_welcome}", who="stopped_door"),
}

STATES = VISITOR | AT_THE_DOOR
MOST_SEEN = ("agenda, searched", "event", "sign-up", "sign-up with errors", "ticket", "waiting", "door, welcome")
EACH_PAGE = (  # once, in the state that shows most of what people typed
    "agenda", "archive", "event in a series", "event with a programme", "event that is cancelled", "series",
    "organisation",
    "sign-up with errors", "sign-up for a cancelled event",
    "ticket", "ticket on paper", "ticket of a cancelled event", "waiting", "signed off", "change with an error",
    "my tickets with an error", "help", "privacy", "accessibility", "unknown address", "code of a ticket",
    "mailbox", "letter", "letter, as mail shows it", "letter about waiting, as mail shows it",
    "door, wrong PIN", "door", "door, found", "door, welcome", "door, part in", "door, already in", "door, other day",
    "door, let in",
)  # fmt: skip


def bring_to(page: Page, state: State, world: dict[str, str], *, prefix: str = "") -> None:
    """Bring a browser to this state, with everything unfolded that hides something."""
    answer = page.goto(prefix + state.path.format(**world))
    if state.do:
        answer = state.do(page) or answer
    assert answer is not None
    assert answer.status == state.status
    page.evaluate("document.querySelectorAll('details:not(.lang)').forEach(part => { part.open = true })")
