"""A worker in a process of its own, which tests may kill.

    python -m tests.mail.postman DATABASE_URL SMTP_URL MINUTES [once]

Its clock stands still, so many minutes past noon.
"""

import sys
from datetime import timedelta

from eventapp import clock, create_app, worker
from tests.conftest import NOON, settings_for


def main() -> None:
    database_url, smtp_url, minutes, *once = sys.argv[1:]
    clock.now = lambda: NOON + timedelta(minutes=int(minutes))
    app = create_app(settings_for(database_url, SMTP_URL=smtp_url))
    with app.app_context():
        print("ready", flush=True)
        sys.stdin.readline()
        worker.run(once=bool(once))


if __name__ == "__main__":
    main()
