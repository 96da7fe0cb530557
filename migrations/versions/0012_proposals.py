"""proposals

Somebody who is no organiser proposes an event.
"""

import sqlalchemy as sa
from alembic import op

from eventapp import database

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.create_table(
        "proposals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("press", sa.String(length=40), nullable=False),
        sa.Column("made_at", database.UTCDateTime(timezone=True), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("when", sa.String(length=200), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("organisation", sa.String(length=200), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("phone", sa.String(length=30), nullable=False),
        sa.Column("language", sa.String(length=10), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=True),
        sa.Column("told_at", database.UTCDateTime(timezone=True), nullable=True),
        sa.CheckConstraint("status IN ('new', 'accepted', 'declined')", name="proposal_status_known"),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=op.f("fk_proposals_event_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposals")),
        sa.UniqueConstraint("press", name=op.f("uq_proposals_press")),
    )
    op.create_index(op.f("ix_proposals_event_id"), "proposals", ["event_id"])


def downgrade() -> None:
    op.drop_table("proposals")
