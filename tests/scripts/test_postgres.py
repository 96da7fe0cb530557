import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from config import ROOT

pytestmark = pytest.mark.slow

POSTGRES = [sys.executable, "scripts/postgres.py"]
WITHOUT = {name: value for name, value in os.environ.items() if name != "TEST_DATABASE_URL"}


def folder_of(address: str) -> Path:
    return Path(address.strip().rpartition("host=")[2])


def test_the_command_gets_an_address_and_its_exit_code_is_passed_on():
    command = ["sh", "-c", 'echo "$TEST_DATABASE_URL"; exit 3']

    done = subprocess.run([*POSTGRES, "--", *command], cwd=ROOT, env=WITHOUT, capture_output=True, text=True)

    assert done.returncode == 3
    assert done.stdout.startswith("postgresql+psycopg://ontmoet@/postgres?host=/tmp/ontmoet-pg-")
    assert not folder_of(done.stdout).exists()


def test_a_given_server_is_used():
    command = ["sh", "-c", 'echo "$TEST_DATABASE_URL"']

    done = subprocess.run(
        [*POSTGRES, "--", *command],
        cwd=ROOT,
        env=WITHOUT | {"TEST_DATABASE_URL": "given"},
        capture_output=True,
        text=True,
    )

    assert (done.returncode, done.stdout) == (0, "given\n")


def test_a_signal_takes_the_server_and_the_command_along():
    command = ["sh", "-c", 'echo "$TEST_DATABASE_URL"; sleep 60']
    running = subprocess.Popen([*POSTGRES, "--", *command], cwd=ROOT, env=WITHOUT, stdout=subprocess.PIPE, text=True)
    assert running.stdout
    folder = folder_of(running.stdout.readline())
    assert folder.is_dir()

    running.send_signal(signal.SIGTERM)

    assert running.wait(timeout=15) == 128 + signal.SIGTERM
    assert not folder.exists()
