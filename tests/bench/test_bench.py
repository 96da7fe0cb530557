"""The benchmarks' own tools."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.bench.__main__ import chosen
from tests.bench.form import hidden_fields
from tests.bench.load import crowd, get, page, post
from tests.bench.measures import Measure


class SmallServer(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.send_response(200 if self.path == "/" else 500)
        self.send_header("Content-Length", "5")
        self.end_headers()
        self.wfile.write(b"Hello")

    def log_message(self, *arguments):
        pass


@pytest.fixture
def port():
    server = ThreadingHTTPServer(("127.0.0.1", 0), SmallServer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port
    server.shutdown()
    server.server_close()


def test_a_crowd_counts_its_visits(port):
    tally = crowd(port, page("/"), seconds=0.2, clients=2)

    assert tally.failures == []
    assert tally.visits >= 2
    assert tally.seconds >= 0.2


def test_a_wrong_answer_is_a_failure_and_no_visit(port):
    visits = iter([page("/"), page("/"), page("/broken")])

    tally = crowd(port, lambda: next(visits, page("/"))(), seconds=1, clients=1)

    assert tally.failures == ["Unexpected: 500 instead of 200: 'Hello'"]
    assert tally.visits >= 2


def test_a_visit_may_ask_more_than_once(port):
    seen = []

    def visit():
        seen.append((yield get("/")).text)
        seen.append((yield get("/")).text)

    tally = crowd(port, visit, seconds=0, clients=1)

    assert (tally.visits, seen) == (1, ["Hello", "Hello"])


def test_a_form_is_sent_as_a_browser_does():
    request = post("/naam", {"name": "Zoë & co"}, host="127.0.0.1:8000")

    assert request.startswith(b"POST /naam HTTP/1.1\r\nHost: 127.0.0.1:8000\r\n")
    assert request.endswith(b"Content-Length: 20\r\n\r\nname=Zo%C3%AB+%26+co")


def test_hidden_fields_are_found_in_whatever_order():
    text = (
        '<input type="hidden" name="press" value="ABC"><input name="name"><input value="" name="waiting" type="hidden">'
    )

    assert hidden_fields(text) == {"press": "ABC", "waiting": ""}


@pytest.mark.parametrize(
    "measure, verdict",
    [
        (Measure("pages", 900.0, "per second", 0.1, 0.12), "within 0.1"),
        (Measure("pages", 900.0, "per second", 0.1, 0.09), "NOT WITHIN 0.1"),
        (Measure("pages-cpu", 2.4, "ms of CPU", 2.5), "within 2.5"),
        (Measure("growth", 5.0, "ms of CPU", 1.25, 1.3), "NOT WITHIN 1.25"),
        (Measure("start", 3.0, "seconds"), ""),
    ],
)
def test_a_limit_is_a_floor_for_rates_and_a_ceiling_for_costs(measure, verdict):
    assert measure.verdict == verdict


def test_a_benchmark_runs_on_both_databases_unless_one_is_named():
    assert chosen(["sign-up"]) == [("sign-up", "sqlite"), ("sign-up", "postgresql")]
    assert chosen(["sign-up:postgresql", "start:sqlite"]) == [("sign-up", "postgresql"), ("start", "sqlite")]


@pytest.mark.parametrize("name", ["signup", "sign-up:oracle", ":sqlite"])
def test_a_benchmark_that_is_not_there_is_told(name):
    with pytest.raises(SystemExit, match=f"There is no benchmark '{name}'"):
        chosen([name])
