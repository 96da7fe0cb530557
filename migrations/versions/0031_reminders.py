"""reminders

An event tells how long before it people are reminded, and whether they are written to afterwards.
"""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

from eventapp import database

revision = "0031"
down_revision = "0030"


def upgrade() -> None:
    op.add_column("events", sa.Column("reminders", database.Codes(length=200), nullable=False, server_default="|day|"))
    op.add_column("events", sa.Column("reminded", sa.String(length=40), nullable=False, server_default=""))
    op.add_column("events", sa.Column("thanks", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.add_column("events", sa.Column("thanked_at", database.UTCDateTime(timezone=True), nullable=True))
    # nobody is thanked now for what was over before
    moment = database.UTCDateTime(timezone=True)
    events = sa.table("events", sa.column("ends_at", moment), sa.column("thanked_at", moment))
    over = events.update().where(events.c.ends_at < datetime.now(UTC))
    op.execute(over.values(thanked_at=events.c.ends_at))


def downgrade() -> None:
    for name in ("thanked_at", "thanks", "reminded", "reminders"):
        op.drop_column("events", name)
