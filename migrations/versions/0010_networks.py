"""networks

A network has a page and a list of members, and an event may be for members only.
"""

import sqlalchemy as sa
from alembic import op

from eventapp import database

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.create_table(
        "networks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_networks_organisation_id")),
        sa.ForeignKeyConstraint(["parent_id"], ["networks.id"], name=op.f("fk_networks_parent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_networks")),
        sa.UniqueConstraint("slug", name=op.f("uq_networks_slug")),
    )
    op.create_index(op.f("ix_networks_organisation_id"), "networks", ["organisation_id"])
    op.create_table(
        "members",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("network_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("organisation", sa.String(length=200), nullable=False),
        sa.Column("language", sa.String(length=10), nullable=False),
        sa.Column("added_at", database.UTCDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["network_id"], ["networks.id"], name=op.f("fk_members_network_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_members")),
        sa.UniqueConstraint("network_id", "email", name="one_member_per_address"),
    )
    op.create_index(op.f("ix_members_email"), "members", ["email"])
    op.create_table(
        "event_networks",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("network_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_event_networks_event_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["network_id"], ["networks.id"], name=op.f("fk_event_networks_network_id")),
        sa.PrimaryKeyConstraint("event_id", "network_id", name=op.f("pk_event_networks")),
    )
    op.create_index(op.f("ix_event_networks_network_id"), "event_networks", ["network_id"])
    op.add_column("events", sa.Column("members_only", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    op.drop_column("events", "members_only")
    for table in ("event_networks", "members", "networks"):
        op.drop_table(table)
