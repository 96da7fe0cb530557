"""door"""

import sqlalchemy as sa
from alembic import op

from eventapp import database

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "check_ins",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("device", sa.String(length=36), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("reference", sa.String(length=16), nullable=True),
        sa.Column("place", sa.String(length=40), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("at", database.UTCDateTime(timezone=True), nullable=False),
        sa.Column("offset_ms", sa.Integer(), nullable=False),
        sa.Column("undo_of", sa.String(length=36), nullable=True),
        sa.Column("stored_at", database.UTCDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('in', 'more', 'walkIn', 'tally', 'undo')", name=op.f("check_in_kind_known")),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=op.f("fk_check_ins_event_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_ins")),
        sa.UniqueConstraint("device", "seq", name="one_fact_per_device_and_number"),
    )
    with op.batch_alter_table("check_ins", schema=None) as batch_op:
        batch_op.create_index("ix_check_ins_event_id_reference", ["event_id", "reference"], unique=False)
        batch_op.create_index(batch_op.f("ix_check_ins_undo_of"), ["undo_of"], unique=False)

    op.create_table(
        "door_passes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("pin_fingerprint", sa.String(length=64), nullable=False),
        sa.Column("valid_from", database.UTCDateTime(timezone=True), nullable=False),
        sa.Column("valid_until", database.UTCDateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", database.UTCDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=op.f("fk_door_passes_event_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_door_passes")),
        sa.UniqueConstraint("key", name=op.f("uq_door_passes_key")),
    )
    with op.batch_alter_table("door_passes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_door_passes_event_id"), ["event_id"], unique=False)

    op.create_table(
        "devices",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("pass_id", sa.Integer(), nullable=False),
        sa.Column("secret_fingerprint", sa.String(length=64), nullable=False),
        sa.Column("opened_at", database.UTCDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["pass_id"], ["door_passes.id"], name=op.f("fk_devices_pass_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_devices")),
        sa.UniqueConstraint("secret_fingerprint", name=op.f("uq_devices_secret_fingerprint")),
    )
    with op.batch_alter_table("devices", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_devices_pass_id"), ["pass_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("devices", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_devices_pass_id"))

    op.drop_table("devices")
    with op.batch_alter_table("door_passes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_door_passes_event_id"))

    op.drop_table("door_passes")
    with op.batch_alter_table("check_ins", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_check_ins_undo_of"))
        batch_op.drop_index("ix_check_ins_event_id_reference")

    op.drop_table("check_ins")
