"""household

Several people of one sign-up may each have a ticket of their own, and one of them may stay at home.
"""

import sqlalchemy as sa
from alembic import op

from eventapp import database

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    op.add_column("registrations", sa.Column("companions", sa.Text(), nullable=False, server_default=""))
    op.add_column("registrations", sa.Column("separate", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("tickets") as tickets:
        tickets.add_column(sa.Column("position", sa.Integer(), nullable=False, server_default="0"))
        tickets.add_column(sa.Column("name", sa.String(length=200), nullable=False, server_default=""))
        tickets.add_column(sa.Column("left_at", database.UTCDateTime(timezone=True), nullable=True))
        tickets.drop_constraint(op.f("uq_tickets_registration_id"), type_="unique")
        tickets.create_unique_constraint("one_ticket_per_position", ["registration_id", "position"])


def downgrade() -> None:
    op.execute("DELETE FROM tickets WHERE position > 0")
    with op.batch_alter_table("tickets") as tickets:
        tickets.drop_constraint("one_ticket_per_position", type_="unique")
        tickets.create_unique_constraint(op.f("uq_tickets_registration_id"), ["registration_id"])
        for name in ("left_at", "name", "position"):
            tickets.drop_column(name)
    op.drop_column("registrations", "separate")
    op.drop_column("registrations", "companions")
