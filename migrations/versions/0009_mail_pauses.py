"""mail_pauses

Somebody can hold all letters for a while.
"""

import sqlalchemy as sa
from alembic import op

from eventapp import database

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.create_table(
        "mail_pauses",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("began_at", database.UTCDateTime(timezone=True), nullable=False),
        sa.Column("ended_at", database.UTCDateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("by", sa.String(length=100), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_pauses")),
    )


def downgrade() -> None:
    op.drop_table("mail_pauses")
