"""delivery

A letter says which event it belongs to and when it was handed over or came back; an organiser lets the letters of one
event wait; addresses that do not exist are mailed no more; how far the mailbox with bounces was read.
"""

import sqlalchemy as sa
from alembic import op

from eventapp import database

revision = "0030"
down_revision = "0029"

BEFORE = "state IN ('written', 'claimed', 'at-the-wire', 'sent', 'failed')"
NOW = "state IN ('written', 'claimed', 'at-the-wire', 'sent', 'failed', 'bounced')"


def upgrade() -> None:
    with op.batch_alter_table("letters") as letters:
        letters.add_column(sa.Column("within", sa.String(40), server_default="", nullable=False))
        letters.add_column(sa.Column("wire_at", database.UTCDateTime(timezone=True)))
        letters.add_column(sa.Column("bounced_at", database.UTCDateTime(timezone=True)))
        letters.drop_constraint(op.f("letter_state_known"), type_="check")
        letters.create_check_constraint(op.f("letter_state_known"), NOW)
        letters.create_index("ix_letters_within", ["within"])
    op.create_table(
        "letter_holds",
        sa.Column("within", sa.String(40), nullable=False),
        sa.Column("began_at", database.UTCDateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(100), nullable=False),
        sa.PrimaryKeyConstraint("within", name=op.f("pk_letter_holds")),
    )
    op.create_table(
        "dead_addresses",
        sa.Column("address", sa.String(254), nullable=False),
        sa.Column("since_at", database.UTCDateTime(timezone=True), nullable=False),
        sa.Column("because", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("address", name=op.f("pk_dead_addresses")),
    )
    op.create_table(
        "bounce_readings",
        sa.Column("mailbox", sa.String(200), nullable=False),
        sa.Column("upto", sa.String(200), nullable=False),
        sa.Column("read_at", database.UTCDateTime(timezone=True)),
        sa.Column("fault", sa.String(300), nullable=False),
        sa.PrimaryKeyConstraint("mailbox", name=op.f("pk_bounce_readings")),
    )
    with op.batch_alter_table("calls") as calls:
        calls.add_column(sa.Column("letter_id", sa.Integer()))
        calls.create_unique_constraint("one_call_per_letter", ["letter_id"])
    # to which event a letter belongs that was written before
    numbers = sa.text("SELECT id, event_id FROM registrations")
    events = {row.id: row.event_id for row in op.get_bind().execute(numbers)}
    letters = sa.table("letters", sa.column("id"), sa.column("about"), sa.column("within"))
    known = sa.select(letters.c.id, letters.c.about).where(letters.c.about.like("registration/%"))
    rows = [
        {"letter": row.id, "event": f"event/{events[number]}"}
        for row in op.get_bind().execute(known)
        if (number := int(row.about.partition("/")[2])) in events
    ]
    if rows:
        one = sa.update(letters).where(letters.c.id == sa.bindparam("letter")).values(within=sa.bindparam("event"))
        op.get_bind().execute(one, rows)


def downgrade() -> None:
    with op.batch_alter_table("calls") as calls:
        calls.drop_constraint("one_call_per_letter", type_="unique")
        calls.drop_column("letter_id")
    for table in ("bounce_readings", "dead_addresses", "letter_holds"):
        op.drop_table(table)
    op.execute("UPDATE letters SET state = 'failed' WHERE state = 'bounced'")
    with op.batch_alter_table("letters") as letters:
        letters.drop_index("ix_letters_within")
        letters.drop_constraint(op.f("letter_state_known"), type_="check")
        letters.create_check_constraint(op.f("letter_state_known"), BEFORE)
        for column in ("bounced_at", "wire_at", "within"):
            letters.drop_column(column)
