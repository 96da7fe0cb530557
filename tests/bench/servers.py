"""The real web server in processes of its own, and what they cost."""

import os
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO

import psutil

from config import ROOT
from scripts import serve

from .databases import environment_for, settings_for

PATIENCE = 60


class DidNotStart(Exception):
    """A part of the service ended or did not answer; with its last words."""


@dataclass
class Part:
    """One command of the service, with all processes that it started."""

    process: subprocess.Popen[bytes]
    log: IO[bytes]
    database_url: str
    port: int

    @property
    def processes(self) -> list[psutil.Process]:
        top = psutil.Process(self.process.pid)
        return [top, *top.children(recursive=True)]

    def cpu_seconds(self) -> float:
        """Spent so far, by the program and by the system for it."""
        return sum(times.user + times.system for times in (process.cpu_times() for process in self.processes))

    def memory(self) -> float:
        """In MB; what processes share is counted once."""
        return sum(process.memory_full_info().pss for process in self.processes) / 1e6

    def last_words(self) -> str:
        self.log.seek(0)
        return self.log.read().decode(errors="replace")[-2000:]

    def wait_for_page(self, path: str = "/") -> str:
        """The first answer that is a page."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise DidNotStart(f"It ended by itself.\n{self.last_words()}")
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=PATIENCE) as answer:
                    return answer.read().decode()
            except urllib.error.HTTPError as error:
                raise DidNotStart(f"{path} answered {error.code}.\n{self.last_words()}") from error
            except OSError:
                time.sleep(0.01)
        raise DidNotStart(f"No answer in {PATIENCE} seconds.\n{self.last_words()}")


@contextmanager
def started(command: list[str], database_url: str, *, port: int) -> Iterator[Part]:
    """One command of the service on this database, ended afterwards with all its processes."""
    environment = os.environ | environment_for(database_url, port=port)
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT)
        part = Part(process, log, database_url, port)
        try:
            yield part
        finally:
            left = part.processes if process.poll() is None else []
            serve.end([process])
            for each in left:
                if each.is_running():
                    each.kill()


@contextmanager
def web_server(database_url: str) -> Iterator[Part]:
    """Our service, just as `make serve` serves it."""
    port = free_port()
    with started(serve.web(settings_for(database_url, port=port)), database_url, port=port) as part:
        part.wait_for_page("/healthz")
        yield part


@contextmanager
def bare_server(database_url: str) -> Iterator[Part]:
    """The bare page on the same server, in as many processes and threads."""
    port = free_port()
    command = serve.web(settings_for(database_url, port=port))
    with started([*command[:-1], "tests.bench.bare:app"], database_url, port=port) as part:
        part.wait_for_page()
        yield part


@contextmanager
def worker(database_url: str) -> Iterator[Part]:
    with started(serve.flask("worker"), database_url, port=0) as part:
        yield part


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
