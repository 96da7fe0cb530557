"""house

An administrator writes the texts of the pages about the service.
"""

import sqlalchemy as sa
from alembic import op

from eventapp import database

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.create_table(
        "site_texts",
        sa.Column("key", sa.String(length=20), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("changed_at", database.UTCDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", "language", name=op.f("pk_site_texts")),
    )


def downgrade() -> None:
    op.drop_table("site_texts")
