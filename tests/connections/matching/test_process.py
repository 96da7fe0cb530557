"""Who meets whom runs beside the web server, which knows nothing of it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

import eventapp.connections
from eventapp.connections.matching.answers import answer, answer_from

from ..generated import generated

pytestmark = pytest.mark.slow

HERE = Path(eventapp.connections.__file__).parent


def test_a_process_of_its_own_gives_the_same_answer_and_tells_how_far_it_is():
    question = generated(40, seed=2)

    done = subprocess.run(
        [sys.executable, "-m", "matching"], cwd=HERE,
        input=question.as_json(), capture_output=True, text=True, check=True, timeout=120,
    )  # fmt: skip

    assert answer_from(done.stdout) == answer(question)
    assert [json.loads(line)["step"] for line in done.stderr.splitlines()] == ["scores", "pairs", "reasons"]


def test_the_web_server_does_not_load_it():
    code = "import sys, eventapp, eventapp.worker; print(sorted({'numpy', 'scipy', 'sklearn'} & set(sys.modules)))"

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=120)

    assert done.stdout.strip() == "[]"
