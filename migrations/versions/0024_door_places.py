"""door places

A pass can be for the door of a session: what happens there is told under the name of that place.
"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"


def upgrade() -> None:
    op.add_column("door_passes", sa.Column("place", sa.String(length=40), server_default="", nullable=False))


def downgrade() -> None:
    op.drop_column("door_passes", "place")
