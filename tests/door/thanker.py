"""What several workers do at the same moment in the test of letters of thanks."""

from datetime import datetime

from eventapp.door.thanks.actions import thank_due


def rounds(app, now: datetime) -> int:
    """Some rounds after each other; how many letters were written."""
    written = 0
    for _round in range(5):
        with app.app_context():
            written += thank_due(now=now)
    return written
