"""personal feeds

The address of somebody's own calendar holds a number, so that a new address makes the old one worthless.
"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"


def upgrade() -> None:
    op.add_column("registrations", sa.Column("feed_number", sa.Integer(), server_default="0", nullable=False))


def downgrade() -> None:
    op.drop_column("registrations", "feed_number")
