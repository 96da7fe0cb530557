"""self check-in

A pass can be one that visitors use themselves: a poster at the entrance without a PIN, which shows nothing.
"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"


def upgrade() -> None:
    op.add_column("door_passes", sa.Column("for_visitors", sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    op.drop_column("door_passes", "for_visitors")
