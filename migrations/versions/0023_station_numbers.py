"""station numbers

Whoever waits at a station has a number and nothing else: no row leads from it to a person.
"""

import sqlalchemy as sa
from alembic import op

from eventapp import database

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    op.create_table(
        "station_numbers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("part_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=True),
        sa.Column("given_at", database.UTCDateTime(timezone=True), nullable=False),
        sa.Column("due_at", database.UTCDateTime(timezone=True), nullable=True),
        sa.Column("called_at", database.UTCDateTime(timezone=True), nullable=True),
        sa.Column("place", sa.Integer(), nullable=True),
        sa.Column("ended_at", database.UTCDateTime(timezone=True), nullable=True),
        sa.Column("came", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(
            ["part_id"], ["parts.id"], name=op.f("fk_station_numbers_part_id_parts"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_station_numbers")),
        sa.UniqueConstraint("key", name=op.f("uq_station_numbers_key")),
        sa.UniqueConstraint("part_id", "number", name="one_number_per_station"),
    )


def downgrade() -> None:
    op.drop_table("station_numbers")
