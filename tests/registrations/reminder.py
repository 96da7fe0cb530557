"""What several workers do at the same moment in the test of reminders."""

from datetime import datetime

from eventapp.registrations.reminders.actions import remind_due


def rounds(app, now: datetime) -> int:
    """Some rounds after each other; how many reminders were written."""
    written = 0
    for _round in range(5):
        with app.app_context():
            written += remind_due(now=now)
    return written
