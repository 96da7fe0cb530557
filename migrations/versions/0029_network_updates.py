"""network updates

The keepers of a network say something of their own in its next update, and may let it wait.
"""

import sqlalchemy as sa
from alembic import op

from eventapp import database

revision = "0029"
down_revision = "0028"


def upgrade() -> None:
    op.create_table(
        "network_updates",
        sa.Column("network_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("moment", database.UTCDateTime(timezone=True), nullable=False),
        sa.Column("held", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["network_id"], ["networks.id"], name=op.f("fk_network_updates_network_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("network_id", name=op.f("pk_network_updates")),
    )


def downgrade() -> None:
    op.drop_table("network_updates")
