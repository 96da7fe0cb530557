"""What a page costs somebody with an old phone and little data."""

import pytest
from playwright.sync_api import Page

pytestmark = pytest.mark.browser

MOST_REQUESTS = 4
MOST_BYTES = 25_000


class Traffic:
    """Everything that a page fetches, as it goes over the line, and everything that it complains about."""

    def __init__(self, page: Page) -> None:
        self.addresses: list[str] = []
        self.bytes = 0
        self.complaints: list[str] = []
        line = page.context.new_cdp_session(page)
        line.send("Network.enable")
        line.on("Network.requestWillBeSent", lambda event: self.ask(event["request"]["url"]))
        line.on("Network.loadingFinished", lambda event: self.receive(event["encodedDataLength"]))
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("requestfailed", lambda request: self.complaints.append(f"failed: {request.url}"))

    def ask(self, address: str) -> None:
        if not address.startswith("data:"):  # pictures within a page, and of the browser itself
            self.addresses.append(address)

    def receive(self, length: int) -> None:
        self.bytes += length


@pytest.mark.parametrize("path", ["/", "/ar/", "/agenda/{open}", "/ar/agenda/{open}", "/agenda/{long_programme}"])
def test_a_first_visit_is_light_and_asks_nobody_else(page, world, path):
    traffic = Traffic(page)

    page.goto(path.format(**world), wait_until="networkidle")

    own = page.evaluate("location.origin") + "/"
    assert [address for address in traffic.addresses if not address.startswith(own)] == []
    assert 2 <= len(traffic.addresses) <= MOST_REQUESTS
    assert 5_000 < traffic.bytes <= MOST_BYTES
    assert page.context.cookies() == []
    assert traffic.complaints == []


def test_the_scanning_page_with_its_decoder_is_half_a_megabyte_at_most(page, world):
    page.goto("/deur/scannen", wait_until="networkidle")
    page.evaluate("navigator.serviceWorker.ready.then((found) => found.active.state)")
    decoder = page.evaluate("caches.keys().then(async ([name]) => (await (await caches.open(name)).keys()).length)")
    kept = page.evaluate(
        """async () => {
            const own = await caches.open((await caches.keys())[0]);
            const sizes = (await own.keys()).map(async ({ url }) => {
                const stream = (await fetch(url)).body.pipeThrough(new CompressionStream("gzip"));
                return (await new Response(stream).arrayBuffer()).byteLength;
            });
            return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
        }"""
    )

    assert decoder > 10
    assert 300_000 < kept <= 500_000
