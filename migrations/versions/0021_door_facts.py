"""door facts

Facts are numbered in the order in which they were stored, so that a phone can ask what came after; what does not agree
with what is known is kept apart.
"""

import sqlalchemy as sa
from alembic import op

from eventapp import database

revision = "0021"
down_revision = "0020"

NUMBERED = """
UPDATE check_ins SET number = numbered.n FROM (
    SELECT id, row_number() OVER (PARTITION BY event_id ORDER BY stored_at, device, seq) AS n FROM check_ins
) AS numbered WHERE numbered.id = check_ins.id
"""


def upgrade() -> None:
    op.add_column("check_ins", sa.Column("number", sa.Integer(), nullable=True))
    op.execute(NUMBERED)
    op.create_index("ix_check_ins_event_id_number", "check_ins", ["event_id", "number"], unique=True)
    op.create_table(
        "quarantined_facts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("device", sa.String(length=36), nullable=False),
        sa.Column("fact_id", sa.String(length=36), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("why", sa.String(length=20), nullable=False),
        sa.Column("told_at", database.UTCDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=op.f("fk_quarantined_facts_event_id_events")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quarantined_facts")),
    )
    op.create_index("ix_quarantined_facts_event_id_fact_id", "quarantined_facts", ["event_id", "fact_id"], unique=False)


def downgrade() -> None:
    op.drop_table("quarantined_facts")
    op.drop_index("ix_check_ins_event_id_number", table_name="check_ins")
    op.drop_column("check_ins", "number")
