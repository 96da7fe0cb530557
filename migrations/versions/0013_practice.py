"""practice

An event may be a practice: its letters all go to whoever made it.
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    op.add_column("events", sa.Column("practice_to", sa.String(length=254), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("events", "practice_to")
