"""pace of letters

How many letters went to a domain in the last minute is asked of the outbox, for all workers together.
"""

from alembic import op

revision = "0032"
down_revision = "0031"


def upgrade() -> None:
    op.create_index("ix_letters_wire_at", "letters", ["wire_at"])


def downgrade() -> None:
    op.drop_index("ix_letters_wire_at", "letters")
