"""invitations

People are invited by name; members who were written to before have invitations from now on, with the links they have.
"""

import json

import sqlalchemy as sa
from alembic import op

from eventapp import database

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    op.add_column("events", sa.Column("invitation_only", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        "invitations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("organisation", sa.String(length=200), nullable=False),
        sa.Column("language", sa.String(length=10), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=True),
        sa.Column("invited_by", sa.Integer(), nullable=True),
        sa.Column("invited_at", database.UTCDateTime(timezone=True), nullable=False),
        sa.Column("reminded_at", database.UTCDateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.String(length=10), nullable=False),
        sa.Column("answered_at", database.UTCDateTime(timezone=True), nullable=True),
        sa.Column("registration_id", sa.Integer(), nullable=True),
        sa.Column("in_place_of", sa.Integer(), nullable=True),
        sa.CheckConstraint("answer IN ('', 'yes', 'no', 'colleague')", name="answer_known"),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=op.f("fk_invitations_event_id")),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_invitations_member_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["invited_by"], ["accounts.id"], name=op.f("fk_invitations_invited_by"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registrations.id"], name=op.f("fk_invitations_registration_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["in_place_of"], ["invitations.id"], name=op.f("fk_invitations_in_place_of"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitations")),
        sa.UniqueConstraint("key", name=op.f("uq_invitations_key")),
        sa.UniqueConstraint("event_id", "email", name="one_invitation_per_address"),
    )
    for column in ("email", "member_id", "invited_by", "registration_id", "in_place_of"):
        op.create_index(op.f(f"ix_invitations_{column}"), "invitations", [column])
    _invite_who_was_written_to()


def _invite_who_was_written_to() -> None:
    connection = op.get_bind()
    meta = sa.MetaData()
    letters, members, registrations, events, invitations = (
        sa.Table(name, meta, autoload_with=connection)
        for name in ("letters", "members", "registrations", "events", "invitations")
    )
    there = set(connection.scalars(sa.select(events.c.id)))
    known: set[tuple[int, str]] = set()
    for letter in connection.execute(sa.select(letters).where(letters.c.kind == "members-invited")).all():
        facts = letter.facts if isinstance(letter.facts, dict) else json.loads(letter.facts)
        key = facts["key"].replace("/", "-")  # a key that stands in a path
        connection.execute(
            letters.update().where(letters.c.id == letter.id).values(kind="invitation", facts=facts | {"key": key})
        )
        topic, _slash, number = letter.about.partition("/")
        member = None
        if topic == "member":
            member = connection.execute(sa.select(members).where(members.c.id == int(number))).first()
        if member is None or facts["event"]["id"] not in there or (facts["event"]["id"], member.email) in known:
            continue
        known.add((facts["event"]["id"], member.email))
        came = connection.scalar(
            sa.select(sa.func.min(registrations.c.id)).where(
                registrations.c.event_id == facts["event"]["id"],
                registrations.c.email == member.email,
                registrations.c.status != "cancelled",
            )
        )
        connection.execute(
            invitations.insert().values(
                event_id=facts["event"]["id"],
                key=key,
                name=member.name,
                email=member.email,
                organisation=member.organisation,
                language=letter.language,
                member_id=member.id,
                invited_at=letter.written_at,
                answer="yes" if came else "",
                answered_at=letter.written_at if came else None,
                registration_id=came,
            )
        )


def downgrade() -> None:
    op.drop_table("invitations")
    op.drop_column("events", "invitation_only")
    op.execute("UPDATE letters SET kind = 'members-invited' WHERE kind = 'invitation'")
    op.execute("DELETE FROM letters WHERE kind IN ('invitation-reminder', 'invitation-colleague')")
