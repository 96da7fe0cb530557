"""A phone at the door: how long a code takes to a verdict, and how badly it may be photographed."""

import io
import random
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from PIL import Image, ImageChops, ImageDraw, ImageEnhance, ImageFilter, ImageOps
from playwright.sync_api import Page, sync_playwright
from sqlalchemy import select

from config import ROOT
from eventapp import tokens
from eventapp.database import db
from eventapp.registrations.models import Ticket
from eventapp.tickets.codes import qr_png, ticket_address

from ..browser.conftest import CHROMIUM, SWITCHES
from ..browser.film import HEIGHT, WIDTH, write_film
from ..browser.test_scanning import CAMERA
from ..node import Script
from .databases import house, new_database
from .measures import Measure
from .rows import fill, make_season, open_door
from .servers import web_server

TICKETS, SECONDS = 12, 40
SLOWER = 4  # how much slower a phone may be than this machine
EACH = 35  # pictures of every kind of trouble
READER = Path(__file__).parent / "reader.mjs"

# When the page changed its verdict, how long ago was the picture taken of which it speaks?
WATCH = """() => {
    window.took = [];
    const verdict = document.getElementById("verdict");
    const note = () => window.took.push(performance.now() - Number(document.documentElement.dataset.seenAt));
    new MutationObserver(note).observe(verdict, { childList: true });
}"""


def verdicts(database: str) -> Iterator[Measure]:
    """From a picture of the camera to the verdict on the screen, also on a slower phone; the database plays no part."""
    if database != "sqlite":
        return
    with new_database(database) as url, TemporaryDirectory() as folder:
        with house(url):
            event = make_season()[0]
            fill(event, TICKETS)
            cookie = open_door(event, browsers=1)[0].partition("=")[2]
            secrets = list(db.session.scalars(select(Ticket.token).where(Ticket.event_id == event.id)))
        with web_server(url) as web:
            base_url = f"http://127.0.0.1:{web.port}"
            film = write_film(Path(folder) / "tickets.y4m", [ticket_address(base_url, each) for each in secrets])
            for slower, most in ((1, 60), (SLOWER, 500)):
                took = _scan(base_url, cookie, film, slower=slower)
                name = "door-verdict" if slower == 1 else f"door-verdict, {slower} times slower"
                yield Measure(name, median(took), "ms", most, n=len(took))
                yield Measure(f"{name}, slowest", max(took), "ms", 300 if slower == 1 else 500, n=len(took))


def _scan(base_url: str, cookie: str, film: Path, *, slower: int) -> list[float]:
    program = next(filter(None, map(shutil.which, CHROMIUM)))
    with sync_playwright() as playwright:
        switches = [*SWITCHES, *(switch.format(film=film) for switch in CAMERA)]
        browser = playwright.chromium.launch(executable_path=program, args=switches)
        context = browser.new_context(base_url=base_url, permissions=["camera"], viewport={"width": 390, "height": 844})
        context.add_cookies([{"name": "door", "value": cookie, "url": base_url}])
        page = context.new_page()
        page.goto("/deur/scannen")
        page.locator("#numbers").wait_for(state="visible")
        line = context.new_cdp_session(page)
        line.send("Emulation.setCPUThrottlingRate", {"rate": slower})
        took = _watched(page)
        browser.close()
    return took


def _watched(page: Page) -> list[float]:
    page.evaluate(WATCH)
    page.locator("#start").click()
    time.sleep(SECONDS)
    took: list[float] = page.evaluate("window.took")
    if len(took) < TICKETS / 2:
        raise AssertionError(f"only {len(took)} verdicts in {SECONDS} seconds")
    return took


def images(database: str) -> Iterator[Measure]:
    """How many of 420 badly photographed tickets are read; the database plays no part."""
    if database != "sqlite":
        return
    rng = random.Random(2027)
    read, took = 0, []
    script = Script(READER, scripts=ROOT / "static" / "vendor" / "zxing")
    with TemporaryDirectory() as folder:
        for trouble in TROUBLES.values():
            for step in range(EACH):
                text = ticket_address("https://agenda.voorbeeld.nl", tokens.new_token())
                path = Path(folder) / "picture.png"
                trouble(_ticket(text), step / (EACH - 1), rng).save(path)
                said = script.ask(path=str(path))
                read += said["text"] == text
                took.append(said["took"])
    script.close()
    yield Measure("door-images", read, "read, at least", None, n=EACH * len(TROUBLES))
    yield Measure("door-images, too few", max(350 - read, 0), "images", 0, n=EACH * len(TROUBLES))
    yield Measure("door-images, a picture", median(took), "ms", None, n=len(took))


def _ticket(text: str, *, pixels: int = 260) -> Image.Image:
    """A ticket as a phone shows it, before a grey wall."""
    wall = Image.new("L", (WIDTH, HEIGHT), 150)
    code = Image.open(io.BytesIO(qr_png(text, pixels=pixels))).convert("L")
    wall.paste(code, ((WIDTH - code.width) // 2, (HEIGHT - code.height) // 2))
    return wall


Trouble = Callable[[Image.Image, float, random.Random], Image.Image]  # from hardly (0) to badly (1)


def blur(ticket: Image.Image, how: float, rng: random.Random) -> Image.Image:
    return ticket.filter(ImageFilter.GaussianBlur(0.5 + 3 * how))


def motion(ticket: Image.Image, how: float, rng: random.Random) -> Image.Image:
    steps = 2 + round(7 * how)
    moved = ticket
    for step in range(1, steps):
        moved = Image.blend(moved, ImageChops.offset(ticket, step, 0), 1 / (step + 1))
    return moved


def low_contrast(ticket: Image.Image, how: float, rng: random.Random) -> Image.Image:
    return ImageEnhance.Contrast(ticket).enhance(0.5 - 0.42 * how)


def perspective(ticket: Image.Image, how: float, rng: random.Random) -> Image.Image:
    far = 30 + 140 * how  # pixels by which one side is shorter than the other
    turned = ticket.rotate(rng.uniform(-40, 40), fillcolor=150)
    corners = (0, 0, -far, HEIGHT + far / 2, WIDTH + far, HEIGHT + far / 2, WIDTH, 0)
    return turned.transform(turned.size, Image.Transform.QUAD, corners, Image.Resampling.BILINEAR, fillcolor=150)


def small(ticket: Image.Image, how: float, rng: random.Random) -> Image.Image:
    scale = 0.6 - 0.3 * how
    size = (round(WIDTH * scale), round(HEIGHT * scale))
    wall = Image.new("L", (WIDTH, HEIGHT), 150)
    wall.paste(ticket.resize(size, Image.Resampling.BILINEAR), (rng.randrange(200), rng.randrange(200)))
    return wall


def noise(ticket: Image.Image, how: float, rng: random.Random) -> Image.Image:
    grain = Image.effect_noise(ticket.size, 20 + 110 * how)
    return ImageChops.add(ticket, grain, scale=1.0, offset=-128)


def inverted(ticket: Image.Image, how: float, rng: random.Random) -> Image.Image:
    return blur(ImageOps.invert(ticket), how / 2, rng)


def glare(ticket: Image.Image, how: float, rng: random.Random) -> Image.Image:
    light = Image.new("L", ticket.size, 0)
    x, y, size = WIDTH // 2 + rng.randrange(-90, 90), HEIGHT // 2 + rng.randrange(-90, 90), 10 + round(35 * how)
    ImageDraw.Draw(light).ellipse((x - size, y - size, x + size, y + size), fill=255)
    return ImageChops.add(ticket, light.filter(ImageFilter.GaussianBlur(12)))


def cracks(ticket: Image.Image, how: float, rng: random.Random) -> Image.Image:
    cracked = ticket.copy()
    pen = ImageDraw.Draw(cracked)
    for _crack in range(1 + round(5 * how)):
        ends = [(rng.randrange(150, 490), rng.randrange(90, 390)) for _end in range(3)]
        pen.line(ends, fill=rng.choice((40, 220)), width=2)
    return cracked


def crumpled(ticket: Image.Image, how: float, rng: random.Random) -> Image.Image:
    cells, bend = 4, 2 + 7 * how
    points = {(x, y): (rng.uniform(-bend, bend), rng.uniform(-bend, bend)) for x in range(5) for y in range(5)}
    mesh = []
    for x in range(cells):
        for y in range(cells):
            box = (x * WIDTH // 4, y * HEIGHT // 4, (x + 1) * WIDTH // 4, (y + 1) * HEIGHT // 4)
            corners = ((x, y), (x, y + 1), (x + 1, y + 1), (x + 1, y))
            quad = [
                each for i, j in corners for each in (i * WIDTH / 4 + points[i, j][0], j * HEIGHT / 4 + points[i, j][1])
            ]
            mesh.append((box, tuple(quad)))
    return ticket.transform(ticket.size, Image.Transform.MESH, mesh, Image.Resampling.BILINEAR)


def dim(ticket: Image.Image, how: float, rng: random.Random) -> Image.Image:
    return noise(ImageEnhance.Brightness(ticket).enhance(0.5 - 0.4 * how), how / 8, rng)


def all_at_once(ticket: Image.Image, how: float, rng: random.Random) -> Image.Image:
    for trouble in (crumpled, perspective, dim, blur):
        ticket = trouble(ticket, how / 3, rng)
    return ticket


TROUBLES: dict[str, Trouble] = {
    each.__name__: each
    for each in (
        blur, motion, low_contrast, perspective, small, noise, inverted, glare, cracks, crumpled, dim, all_at_once
    )
}  # fmt: skip
