"""door labels

A door pass may be for one entrance, and is called after it.
"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    op.add_column("door_passes", sa.Column("label", sa.String(length=60), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("door_passes", "label")
