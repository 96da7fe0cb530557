"""reminders

An event tells how long before it people are reminded, and whether they are written to afterwards.
"""

import sqlalchemy as sa
from alembic import op

from eventapp import database

revision = "0033"
down_revision = "0029"


def upgrade() -> None:
    op.add_column("events", sa.Column("reminders", database.Codes(length=200), nullable=False, server_default="|day|"))
    op.add_column("events", sa.Column("reminded", sa.String(length=40), nullable=False, server_default=""))
    op.add_column("events", sa.Column("thanks", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.add_column("events", sa.Column("thanked_at", database.UTCDateTime(timezone=True), nullable=True))


def downgrade() -> None:
    for name in ("thanked_at", "thanks", "reminded", "reminders"):
        op.drop_column("events", name)
