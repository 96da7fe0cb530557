"""lists

Who comes back after signing off joins the end of the waiting list, so a turn is more than the order of the rows; who
waits already keeps turn 0, in the order of the rows. The organiser's reason for passing somebody over is kept, and so
is who entered a registration. No table is made anew: on SQLite that would take the tickets with it.
"""

import sqlalchemy as sa
from alembic import op

from eventapp import database

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.add_column("events", sa.Column("last_turn", sa.Integer(), nullable=False, server_default="0"))
    for column in (
        sa.Column("turn", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("source", sa.String(length=10), nullable=False, server_default="self"),
        sa.Column("passed_over_at", database.UTCDateTime(timezone=True), nullable=True),
        sa.Column("passed_over_because", sa.Text(), nullable=False, server_default=""),
    ):
        op.add_column("registrations", column)
    op.create_index("ix_registrations_event_id_status_turn_id", "registrations", ["event_id", "status", "turn", "id"])
    op.drop_index("ix_registrations_event_id_status_id", "registrations")


def downgrade() -> None:
    op.create_index("ix_registrations_event_id_status_id", "registrations", ["event_id", "status", "id"])
    op.drop_index("ix_registrations_event_id_status_turn_id", "registrations")
    for column in ("passed_over_because", "passed_over_at", "source", "turn"):
        op.drop_column("registrations", column)
    op.drop_column("events", "last_turn")
