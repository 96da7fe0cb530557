"""door phones

A phone keeps a queue of its own: the house knows it by an id, when it was heard of last, and how much waits there.
Clocks can be years wrong, and an organiser may let phones keep names for where there is no internet.
"""

import sqlalchemy as sa
from alembic import op

from eventapp import database

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    with op.batch_alter_table("devices", schema=None) as batch_op:
        batch_op.add_column(sa.Column("app", sa.String(length=36), nullable=True))
        batch_op.add_column(sa.Column("contact_at", database.UTCDateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("queued", sa.Integer(), server_default="0", nullable=False))
        batch_op.create_index(batch_op.f("ix_devices_app"), ["app"], unique=False)
    with op.batch_alter_table("check_ins", schema=None) as batch_op:
        batch_op.alter_column("offset_ms", existing_type=sa.Integer(), type_=sa.BigInteger(), existing_nullable=False)
    op.add_column("events", sa.Column("names_on_phones", sa.Boolean(), nullable=True))


def downgrade() -> None:
    op.drop_column("events", "names_on_phones")
    with op.batch_alter_table("check_ins", schema=None) as batch_op:
        batch_op.alter_column("offset_ms", existing_type=sa.BigInteger(), type_=sa.Integer(), existing_nullable=False)
    with op.batch_alter_table("devices", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_devices_app"))
        batch_op.drop_column("queued")
        batch_op.drop_column("contact_at")
        batch_op.drop_column("app")
