"""subscriptions

Who wants to hear of new events, and what they were told. Events that are in the agenda already are no news.
"""

import sqlalchemy as sa
from alembic import op

from eventapp import database

revision = "0028"
down_revision = "0027"


def upgrade() -> None:
    op.create_table(
        "readers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("stop_key", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_readers")),
        sa.UniqueConstraint("email", name=op.f("uq_readers_email")),
        sa.UniqueConstraint("key", name=op.f("uq_readers_key")),
        sa.UniqueConstraint("stop_key", name=op.f("uq_readers_stop_key")),
    )
    op.create_table(
        "subscriptions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reader_id", sa.Integer(), nullable=False),
        sa.Column("press", sa.String(length=40), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("wanted", sa.Text(), nullable=False),
        sa.Column("rhythm", sa.String(length=20), nullable=False),
        sa.Column("language", sa.String(length=10), nullable=False),
        sa.Column("asked_at", database.UTCDateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", database.UTCDateTime(timezone=True), nullable=True),
        sa.Column("told_until", database.UTCDateTime(timezone=True), nullable=True),
        sa.CheckConstraint("rhythm IN ('at-once', 'weekly', 'fortnightly')", name="rhythm_known"),
        sa.CheckConstraint("(confirmed_at IS NULL) = (told_until IS NULL)", name="told_from_confirmation"),
        sa.ForeignKeyConstraint(
            ["reader_id"], ["readers.id"], name=op.f("fk_subscriptions_reader_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscriptions")),
        sa.UniqueConstraint("press", name=op.f("uq_subscriptions_press")),
        sa.UniqueConstraint("key", name=op.f("uq_subscriptions_key")),
    )
    op.create_index(op.f("ix_subscriptions_reader_id"), "subscriptions", ["reader_id"])
    op.create_index("ix_subscriptions_rhythm_told_until", "subscriptions", ["rhythm", "told_until"])
    op.create_table(
        "listings",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("listed_at", database.UTCDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=op.f("fk_listings_event_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_listings")),
    )
    op.create_index(op.f("ix_listings_listed_at"), "listings", ["listed_at"])
    op.execute(
        "INSERT INTO listings (event_id, listed_at) SELECT id, changed_at FROM events "
        "WHERE status = 'published' AND NOT unlisted AND practice_to = ''"
    )
    op.create_table(
        "told_events",
        sa.Column("reader_id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["reader_id"], ["readers.id"], name=op.f("fk_told_events_reader_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=op.f("fk_told_events_event_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("reader_id", "event_id", name=op.f("pk_told_events")),
    )
    op.create_index(op.f("ix_told_events_event_id"), "told_events", ["event_id"])


def downgrade() -> None:
    for table in ("told_events", "listings", "subscriptions", "readers"):
        op.drop_table(table)
