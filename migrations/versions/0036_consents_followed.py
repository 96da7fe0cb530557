"""consents followed

Who agrees to news at a sign-up is asked once whether it is really so.
"""

import sqlalchemy as sa
from alembic import op

from eventapp import database

revision = "0036"
down_revision = "0035"


def upgrade() -> None:
    op.add_column("consents", sa.Column("followed_at", database.UTCDateTime(timezone=True), nullable=True))
    op.create_index(op.f("ix_consents_followed_at"), "consents", ["followed_at"])


def downgrade() -> None:
    op.drop_index(op.f("ix_consents_followed_at"), "consents")
    op.drop_column("consents", "followed_at")
