"""known address

Under the lock is asked whether the address of a new sign-up is known; whether a check-in was undone is told by the
facts of its event together.
"""

from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_index("ix_registrations_event_id_email", "registrations", ["event_id", "email"])
    op.drop_index("ix_check_ins_undo_of", "check_ins")


def downgrade() -> None:
    op.create_index("ix_check_ins_undo_of", "check_ins", ["undo_of"])
    op.drop_index("ix_registrations_event_id_email", "registrations")
