"""A PostgreSQL of its own for one command: `python scripts/postgres.py -- pytest`.

The server lives in a temporary folder, is reached through a socket in it as TEST_DATABASE_URL, and is gone when the
command ends, however that ends. Where TEST_DATABASE_URL is set already, the command runs with that one.
"""

import argparse
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NoReturn

OPTIONS = ("listen_addresses=''", "max_connections=400")
HASTY = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def find_programs() -> Path | None:
    """The folder that holds initdb, pg_ctl and postgres together; Debian keeps it off the PATH."""
    if initdb := shutil.which("initdb"):
        return Path(initdb).resolve().parent
    versions = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = max(versions, key=lambda path: int(path.parts[-3]), default=None)
    return newest and newest.parent


def unprivileged_user() -> str | None:
    """Who runs the server: PostgreSQL refuses to be root."""
    if os.geteuid() != 0:
        return None
    names = {user.pw_name for user in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


@contextmanager
def postgres(*, durable: bool = False) -> Iterator[str]:
    """An empty server and its address; durable commits reach the disk, as for real, others only seem to."""
    programs = find_programs()
    if programs is None:
        raise SystemExit("PostgreSQL is not installed: no initdb on the PATH or in /usr/lib/postgresql.")
    user = unprivileged_user()
    folder = Path(tempfile.mkdtemp(prefix="ontmoet-pg-", dir="/tmp"))
    if user:
        shutil.chown(folder, user)

    def run(program: str, *arguments: str) -> None:
        command = [str(programs / program), f"--pgdata={folder / 'data'}", *arguments]
        done = subprocess.run(
            command, user=user, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        if done.returncode:
            log = folder / "log"
            raise SystemExit(done.stdout + (log.read_text() if log.exists() else ""))

    options = (*OPTIONS, f"unix_socket_directories={folder}", *(() if durable else HASTY))
    try:
        run("initdb", "--username=ontmoet", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync")
        run("pg_ctl", "start", "--wait", f"--log={folder / 'log'}", "--options", " ".join(f"-c {o}" for o in options))
        yield f"postgresql+psycopg://ontmoet@/postgres?host={folder}"
    finally:
        with suppress(SystemExit):
            run("pg_ctl", "stop", "--wait", "--mode=immediate")
        shutil.rmtree(folder, ignore_errors=True)


def run_with(address: str, command: list[str]) -> int:
    """Run the command in a group of its own, and leave nothing of it behind."""
    process = subprocess.Popen(command, env=os.environ | {"TEST_DATABASE_URL": address}, process_group=0)
    try:
        return process.wait()
    finally:
        with suppress(ProcessLookupError, subprocess.TimeoutExpired):
            os.killpg(process.pid, signal.SIGINT)
            process.wait(timeout=10)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)


def stop(number: int, frame: object) -> NoReturn:
    for each in STOPPING:
        signal.signal(each, signal.SIG_IGN)
    raise SystemExit(128 + number)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--durable", action="store_true", help="commits reach the disk, for measuring")
    parser.add_argument("--found", action="store_true", help="only say whether PostgreSQL is installed")
    parser.add_argument("command", nargs="*")
    options = parser.parse_args()
    if options.found:
        return 0 if find_programs() else 1
    for number in STOPPING:
        signal.signal(number, stop)
    if address := os.environ.get("TEST_DATABASE_URL"):
        return run_with(address, options.command)
    with postgres(durable=options.durable) as address:
        return run_with(address, options.command)


if __name__ == "__main__":
    sys.exit(main())
