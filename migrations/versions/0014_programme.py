"""programme

An event has sessions, stations and stands; people choose a session or a time slot.
"""

import sqlalchemy as sa
from alembic import op

from eventapp import database

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    op.add_column("venues", sa.Column("most_people", sa.Integer(), nullable=True))
    op.create_table(
        "parts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("texts", database.Texts(), nullable=False, server_default="{}"),
        sa.Column("room", sa.String(length=100), nullable=False),
        sa.Column("speakers", sa.String(length=300), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("starts_at", database.UTCDateTime(timezone=True), nullable=False),
        sa.Column("ends_at", database.UTCDateTime(timezone=True), nullable=False),
        sa.Column("for_all", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("discreet", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("slot_minutes", sa.Integer(), nullable=True),
        sa.Column("tables", sa.Integer(), nullable=False, server_default="1"),
        sa.CheckConstraint("kind IN ('session', 'station', 'stand')", name="part_kind_known"),
        sa.CheckConstraint("ends_at > starts_at", name="part_ends_after_start"),
        sa.CheckConstraint("tables >= 1", name="station_has_a_table"),
        sa.CheckConstraint("slot_minutes >= 1", name="slot_takes_time"),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=op.f("fk_parts_event_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_parts_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_parts")),
    )
    op.create_index("ix_parts_event_id_position", "parts", ["event_id", "position"])
    op.create_index(op.f("ix_parts_organisation_id"), "parts", ["organisation_id"])
    op.create_table(
        "slots",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("part_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", database.UTCDateTime(timezone=True), nullable=False),
        sa.Column("ends_at", database.UTCDateTime(timezone=True), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column("ceiling", sa.Integer(), nullable=True),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column("waiting", sa.Integer(), nullable=False),
        sa.Column("last_turn", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("waiting_list", sa.Boolean(), nullable=False),
        sa.CheckConstraint("taken >= 0", name="places_not_negative"),
        sa.CheckConstraint("taken <= ceiling", name="places_within_ceiling"),
        sa.CheckConstraint("capacity >= 0", name="capacity_not_negative"),
        sa.CheckConstraint("waiting >= 0", name="waiting_not_negative"),
        sa.CheckConstraint(
            "(capacity IS NULL) = (ceiling IS NULL) AND ceiling >= capacity", name="ceiling_from_capacity"
        ),
        sa.CheckConstraint("ends_at > starts_at", name="slot_ends_after_start"),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=op.f("fk_slots_event_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["part_id"], ["parts.id"], name=op.f("fk_slots_part_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slots")),
        sa.UniqueConstraint("part_id", "starts_at", name="one_slot_per_moment"),
    )
    op.create_index(op.f("ix_slots_event_id"), "slots", ["event_id"])
    op.create_table(
        "choices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("slot_id", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("chosen_at", database.UTCDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("people >= 1", name="choice_not_empty"),
        sa.CheckConstraint("status IN ('confirmed', 'waiting')", name="choice_status_known"),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registrations.id"], name=op.f("fk_choices_registration_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["slot_id"], ["slots.id"], name=op.f("fk_choices_slot_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_choices")),
        sa.UniqueConstraint("registration_id", "slot_id", name="one_choice_per_slot"),
    )
    op.create_index("ix_choices_slot_id_status_turn_id", "choices", ["slot_id", "status", "turn", "id"])


def downgrade() -> None:
    for table in ("choices", "slots", "parts"):
        op.drop_table(table)
    op.drop_column("venues", "most_people")
