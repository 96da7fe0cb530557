"""A house that is served, a browser that visits it, and a far day on which it is always noon."""

import logging
import shutil
from collections.abc import Callable, Iterator
from datetime import datetime
from threading import Thread

import pytest
from flask import Flask
from flask_migrate import upgrade
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from werkzeug.serving import WSGIRequestHandler, make_server

from eventapp import clock, create_app
from eventapp.database import db
from eventapp.door import actions as door

from ..conftest import settings_for
from .world import NOON, make_world

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
SWITCHES = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
PATIENCE = 30_000  # milliseconds, on a machine that also does the rest of the tests
LONG_TITLE = "Gezondheidsbevorderingsbijeenkomstenorganisatiecomitévergadering in de Voorveldse Polder"
LONG_NAME = "Fatima" + "x" * 194
LONG_ADDRESS = f"{'fatima' * 10}@{'voorbeeld' * 6}.nl"


class KeepAlive(WSGIRequestHandler):
    """One connection for all files of a page, as real servers do."""

    protocol_version = "HTTP/1.1"


@pytest.fixture(scope="package", autouse=True)
def stopped_clock() -> Iterator[None]:
    """It is noon on a day so far off that no browser finds the cookie of the door too old."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clock, "now", lambda: NOON)
        yield


@pytest.fixture(autouse=True)
def now(stopped_clock) -> datetime:
    return NOON


class House:
    """The app with an address of its own on this machine; it can be shut and opened again."""

    def __init__(self, new_database: Callable[[str, str], str], name: str) -> None:
        server = make_server("127.0.0.1", 0, Flask("empty"), threaded=True, request_handler=KeepAlive)
        self.port = server.port
        server.server_close()
        address = f"http://127.0.0.1:{self.port}"
        self.app = create_app(settings_for(new_database("sqlite", name), BASE_URL=address))
        with self.app.app_context():
            upgrade()

    def open(self) -> None:
        self.server = make_server("127.0.0.1", self.port, self.app, threaded=True, request_handler=KeepAlive)
        self.thread = Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()

    def shut(self) -> None:
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


@pytest.fixture(scope="package")
def served(stopped_clock, new_database) -> Iterator[Flask]:
    """The app that most tests visit."""
    house = House(new_database, "browser")
    quiet = [logging.getLogger(name) for name in ("werkzeug", "ontmoet.request")]
    for logger in quiet:
        logger.setLevel(logging.ERROR)
    house.open()
    yield house.app
    house.shut()
    for logger in quiet:
        logger.setLevel(logging.NOTSET)


@pytest.fixture(scope="package")
def world(served: Flask) -> dict[str, str]:
    """Something of everything, and the values that stand in addresses."""
    with served.app_context():
        return make_world()


@pytest.fixture(scope="package")
def long_world(served: Flask) -> dict[str, str]:
    """The same once more, with the longest name and a title that hardly fits."""
    with served.app_context():
        return make_world(name=LONG_NAME, email=LONG_ADDRESS, title=LONG_TITLE)


@pytest.fixture
def app(served: Flask) -> Iterator[Flask]:
    """The app that is served, inside its context, with what the world and earlier tests put in it."""
    with served.app_context():
        yield served
        db.session.remove()


@pytest.fixture(scope="package")
def launch() -> Iterator[Callable[..., Browser]]:
    """Starts the browser of this machine, with more switches where a test needs them."""
    program = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if program is None:
        pytest.fail("No Chromium here: start the tests with make test, which installs it.")
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        yield lambda *switches: playwright.chromium.launch(executable_path=program, args=[*SWITCHES, *switches])


@pytest.fixture(scope="package")
def chromium(launch: Callable[..., Browser]) -> Iterator[Browser]:
    """The browser of this machine."""
    browser = launch()
    yield browser
    browser.close()


@pytest.fixture(scope="package")
def new_context(served: Flask, chromium: Browser) -> Callable[..., BrowserContext]:
    """Makes somebody's own browser: a phone in Dutch, unless a test says otherwise."""

    def make(*, width: int = 320, height: int = 640, **options: object) -> BrowserContext:
        context = chromium.new_context(
            base_url=served.config["SETTINGS"].base_url,
            viewport={"width": width, "height": height},
            locale="nl-NL",
            reduced_motion="reduce",
            **options,
        )
        context.set_default_timeout(PATIENCE)
        return context

    return make


@pytest.fixture
def new_page(new_context) -> Iterator[Callable[..., Page]]:
    """Makes a page in a browser of its own."""
    made: list[BrowserContext] = []

    def make(**options: object) -> Page:
        made.append(new_context(**options))
        return made[-1].new_page()

    yield make
    for context in made:
        context.close()


@pytest.fixture
def page(new_page) -> Page:
    return new_page()


class Visitors(dict[str, Page]):
    """Whoever comes by in one world, each with a browser of their own: they come when first asked for."""

    def __init__(self, world: dict[str, str], served: Flask, new_context: Callable[..., BrowserContext]) -> None:
        self.world, self.served, self.new_context = world, served, new_context

    def __missing__(self, who: str) -> Page:
        self[who] = page = self.new_context().new_page()
        if who != "visitor":
            enter(page, self.world[f"{who}_pass"], pin=self.world[f"{who}_pin"])
        if who == "stopped_door":
            with self.served.app_context():
                door.revoke_pass(int(self.world[f"{who}_id"]), now=NOON)
        return page


def enter(page: Page, key: str, *, pin: str, prefix: str = "") -> None:
    """Open a door with its link and PIN."""
    page.goto(f"{prefix}/deur/{key}")
    page.locator("#pin").fill(pin)
    page.locator("main button").click()
    page.wait_for_url("**/deur")


@pytest.fixture(scope="package")
def visitors(world, served, new_context) -> Visitors:
    return Visitors(world, served, new_context)


@pytest.fixture(scope="package")
def visitors_of_long_world(long_world, served, new_context) -> Visitors:
    return Visitors(long_world, served, new_context)
