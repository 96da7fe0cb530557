"""letter words

A team writes the letters of its event in words of its own.
"""

import sqlalchemy as sa
from alembic import op

from eventapp import database

revision = "0033"
down_revision = "0032"


def upgrade() -> None:
    op.add_column("events", sa.Column("letter_words", database.Texts(), nullable=False, server_default="{}"))


def downgrade() -> None:
    op.drop_column("events", "letter_words")
