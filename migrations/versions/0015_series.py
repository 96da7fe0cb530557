"""series

Somebody signs up for several dates of a series at once, with one ticket; a date that was taken out stays out.
"""

import sqlalchemy as sa
from alembic import op

from eventapp import database

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    op.add_column("series", sa.Column("texts", database.Texts(), nullable=False, server_default="{}"))
    op.add_column("series", sa.Column("left_out", database.Texts(), nullable=False, server_default="{}"))
    op.add_column("registrations", sa.Column("together", sa.String(length=40), nullable=True))
    op.create_index(op.f("ix_registrations_together"), "registrations", ["together"])
    with op.batch_alter_table("tickets") as tickets:
        tickets.drop_constraint(op.f("uq_tickets_token"), type_="unique")
        tickets.create_unique_constraint("one_token_per_event", ["token", "event_id"])


def downgrade() -> None:
    with op.batch_alter_table("tickets") as tickets:
        tickets.drop_constraint("one_token_per_event", type_="unique")
        tickets.create_unique_constraint(op.f("uq_tickets_token"), ["token"])
    op.drop_index(op.f("ix_registrations_together"), "registrations")
    op.drop_column("registrations", "together")
    op.drop_column("series", "left_out")
    op.drop_column("series", "texts")
