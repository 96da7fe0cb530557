"""turns

Places may be offered with a deadline, asked for once more, or given only after a yes of the organiser.
"""

import sqlalchemy as sa
from alembic import op

from eventapp import database

revision = "0016"
down_revision = "0015"

BEFORE = "status IN ('confirmed', 'waiting', 'cancelled')"
AFTER = "status IN ('confirmed', 'waiting', 'cancelled', 'offered', 'lapsed', 'asked', 'declined')"


def upgrade() -> None:
    op.add_column(
        "events",
        sa.Column(
            "offer_hours",
            sa.Integer(),
            sa.CheckConstraint("offer_hours >= 2", name=op.f("offer_of_two_hours_or_more")),
            nullable=True,
        ),
    )
    op.add_column(
        "events",
        sa.Column(
            "reconfirm",
            sa.String(length=10),
            sa.CheckConstraint("reconfirm IN ('', 'keep', 'free')", name=op.f("reconfirm_known")),
            nullable=False,
            server_default="",
        ),
    )
    op.add_column("events", sa.Column("reconfirm_asked_at", database.UTCDateTime(timezone=True), nullable=True))
    op.add_column("events", sa.Column("approval", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column(
        "events",
        sa.Column(
            "asked",
            sa.Integer(),
            sa.CheckConstraint("asked >= 0", name=op.f("asked_not_negative")),
            nullable=False,
            server_default="0",
        ),
    )
    _know_statuses(BEFORE, AFTER)
    op.add_column(
        "registrations",
        sa.Column(
            "offer_until",
            database.UTCDateTime(timezone=True),
            sa.CheckConstraint("(status = 'offered') = (offer_until IS NOT NULL)", name=op.f("offer_has_a_deadline")),
            nullable=True,
        ),
    )
    op.add_column("registrations", sa.Column("reconfirm_asked_at", database.UTCDateTime(timezone=True), nullable=True))
    op.add_column("registrations", sa.Column("coming_said_at", database.UTCDateTime(timezone=True), nullable=True))
    is_open = sa.text("offer_until IS NOT NULL")
    op.create_index(
        "ix_registrations_offer_until",
        "registrations",
        ["offer_until"],
        sqlite_where=is_open,
        postgresql_where=is_open,
    )


def downgrade() -> None:
    op.execute("UPDATE registrations SET cancelled_at = signed_up_at WHERE status = 'asked'")
    op.execute("UPDATE registrations SET status = 'cancelled' WHERE status IN ('lapsed', 'asked', 'declined')")
    op.drop_index("ix_registrations_offer_until", "registrations")
    for column in ("offer_until", "reconfirm_asked_at", "coming_said_at"):
        op.drop_column("registrations", column)
    op.execute("UPDATE registrations SET status = 'confirmed' WHERE status = 'offered'")
    _know_statuses(AFTER, BEFORE)
    for column in ("offer_hours", "reconfirm", "reconfirm_asked_at", "approval", "asked"):
        op.drop_column("events", column)


def _know_statuses(before: str, after: str) -> None:
    """Change one constraint; on SQLite in the words of the table, as making it anew would take its tickets along."""
    if op.get_bind().dialect.name == "postgresql":
        op.drop_constraint("registration_status_known", "registrations", type_="check")
        op.create_check_constraint(op.f("registration_status_known"), "registrations", after)
        return
    version = op.get_bind().exec_driver_sql("PRAGMA schema_version").scalar_one()
    op.execute("PRAGMA writable_schema = ON")
    op.get_bind().exec_driver_sql(
        "UPDATE sqlite_master SET sql = replace(sql, ?, ?) WHERE type = 'table' AND name = 'registrations'",
        (before, after),
    )
    op.execute(f"PRAGMA schema_version = {version + 1}")
    op.execute("PRAGMA writable_schema = OFF")
