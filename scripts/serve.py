"""Serves Ontmoet: the web server and the worker side by side, until one of them ends or somebody stops them.

python -m scripts.serve             for real: stops with a sentence where a required setting is missing
python -m scripts.serve --demo      with demo data, and with settings of its own where none are given
python -m scripts.serve web         the web server alone; likewise "worker"
"""

import argparse
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from dotenv import load_dotenv

from config import ROOT, Settings, read_settings

HOST = "127.0.0.1"
BLOCKING_THREADS = 2  # per web process: more of them take turns at the cost of every page
PATIENCE = 10  # seconds in which a part may finish what it is doing
STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stop:
    """Whether somebody asked us to stop: Ctrl-C, kill, or a terminal that closes."""

    asked = False

    def __init__(self) -> None:
        for number in STOPPING:
            signal.signal(number, self.ask)

    def ask(self, number: int, frame: object) -> None:
        self.asked = True


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--demo", action="store_true")
    parser.add_argument("part", nargs="?", choices=("web", "worker"), help="both, unless one is named")
    options = parser.parse_args()

    load_dotenv(ROOT / ".env")
    if options.demo:
        choose_demo_settings()
    settings = read_settings()
    parts = {"web": web(settings), "worker": flask("worker")}
    if options.part:
        parts = {options.part: parts[options.part]}
    if "web" in parts:
        refuse_taken_port(settings.port)

    stop = Stop()
    if not options.part:
        prepare(stop, demo=settings.demo)
    ended = run_together(parts, stop, meanwhile=announcement(settings) if settings.demo else None)
    if not ended:
        return 0
    print(f"Stopped, for this ended by itself: {' and '.join(ended)}.", file=sys.stderr)
    return 1


def choose_demo_settings() -> None:
    """A demo needs no settings: it makes its own secret once, so that links survive a restart."""
    os.environ["DEMO"] = "on"
    if not os.environ.get("SECRET_KEY"):
        os.environ["SECRET_KEY"] = kept_secret(ROOT / "instance" / "secret-key")


def kept_secret(path: Path) -> str:
    """The secret in this file, which nobody else can read; made where there is none."""
    if not path.exists():
        path.parent.mkdir(mode=0o700, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48))
    return path.read_text()


def flask(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "flask", "--app", "wsgi", *arguments]


def web(settings: Settings) -> list[str]:
    serving = [sys.executable, "-m", "granian", "--interface=wsgi", "--no-ws", "--log-level=warning"]
    placed = [f"--host={HOST}", f"--port={settings.port}"]
    sized = [f"--workers={settings.web_processes}", f"--blocking-threads={BLOCKING_THREADS}"]
    lasting = ["--respawn-failed-workers"]  # a process that is killed takes its own requests with it, not the service
    return [*serving, *placed, *sized, *lasting, "wsgi:app"]


def refuse_taken_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            raise SystemExit(f"Port {port} is in use. Stop what uses it, or choose another: PORT=8080.") from None


def prepare(stop: Stop, *, demo: bool) -> None:
    """Bring the schema up to date and, in a demo, fill an empty database and print where to look."""
    (ROOT / "instance").mkdir(mode=0o700, exist_ok=True)
    for step in [("db", "upgrade"), ("demo",)] if demo else [("db", "upgrade")]:
        ended = run_together({"step": flask(*step)}, stop)
        if ended != {"step": 0}:
            raise SystemExit(ended.get("step", 0))


def announcement(settings: Settings) -> Iterator[None]:
    """Says once, when it is so, that the pages can be opened."""
    while not answers(settings.port):
        yield
    print(f"\nOpen now: {settings.base_url} (Ctrl-C stops it)", flush=True)


def run_together(commands: dict[str, list[str]], stop: Stop, meanwhile: Iterator[None] | None = None) -> dict[str, int]:
    """Run all until one ends or somebody asks to stop, then end the others too: half a service is worse than none.

    Says which ended by themselves, with their exit codes.
    """
    parts = {name: start(command) for name, command in commands.items()}
    ended: dict[str, int] = {}
    while not ended and not stop.asked:
        time.sleep(0.05)
        if meanwhile:
            next(meanwhile, None)
        ended = {name: code for name, part in parts.items() if (code := part.poll()) is not None}
    end(list(parts.values()))
    return {} if stop.asked else ended


def start(command: list[str]) -> subprocess.Popen[bytes]:
    """Ctrl-C reaches every process in the terminal; a part waits for our word instead, so that it ends only once."""
    return subprocess.Popen(command, cwd=ROOT, preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_IGN))


def answers(port: int) -> bool:
    try:
        socket.create_connection((HOST, port), timeout=1).close()
    except OSError:
        return False
    return True


def end(parts: list[subprocess.Popen[bytes]]) -> None:
    """Ask all to finish at the same time; who does not in time is ended."""
    for part in parts:
        part.terminate()
    deadline = time.monotonic() + PATIENCE
    for part in parts:
        try:
            part.wait(timeout=max(0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            part.kill()


if __name__ == "__main__":
    sys.exit(main())
