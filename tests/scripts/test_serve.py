import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from config import ROOT
from scripts import serve

SUPERVISOR = """
from scripts import serve
lasting = ["sh", "-c", "echo up; exec sleep 60"]
print(serve.run_together({"one": lasting, "other": lasting}, serve.Stop()))
"""


class NobodyAsks(serve.Stop):
    def __init__(self) -> None:
        pass


def test_the_demo_keeps_one_secret_that_only_its_owner_can_read(tmp_path: Path):
    path = tmp_path / "instance" / "secret-key"

    first, second = serve.kept_secret(path), serve.kept_secret(path)

    assert first == second
    assert len(first) == 64
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_taken_port_is_refused_with_a_sentence():
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(SystemExit) as refused:
            serve.refuse_taken_port(port)

    assert str(refused.value) == f"Port {port} is in use. Stop what uses it, or choose another: PORT=8080."


def test_when_one_part_ends_the_other_is_ended_too():
    started = time.monotonic()

    ended = serve.run_together({"worker": ["sh", "-c", "exit 7"], "other": ["sleep", "60"]}, NobodyAsks())

    assert ended == {"worker": 7}
    assert time.monotonic() - started < 5


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_both_parts(number: signal.Signals):
    supervisor = subprocess.Popen(
        [sys.executable, "-c", SUPERVISOR], cwd=ROOT, stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    assert supervisor.stdout
    assert [supervisor.stdout.readline() for _ in range(2)] == ["up\n", "up\n"]

    os.killpg(supervisor.pid, number)  # as a terminal does: to all at once

    assert supervisor.communicate(timeout=5)[0] == "{}\n"
    with pytest.raises(ProcessLookupError):
        os.killpg(supervisor.pid, 0)


def test_the_service_for_real_names_the_setting_it_misses():
    settings = {"SECRET_KEY": "", "BASE_URL": "https://agenda.example.org"}

    done = subprocess.run(
        [sys.executable, "-m", "scripts.serve"],
        cwd=ROOT,
        env=os.environ | settings,
        capture_output=True,
        text=True,
    )

    assert done.returncode == 1
    assert done.stderr == "The setting SECRET_KEY is missing. Set it in the environment or in a .env file.\n"
