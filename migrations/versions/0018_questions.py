"""questions

An event asks questions of its own, and keeps the answers.
"""

import sqlalchemy as sa
from alembic import op

from eventapp import database

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    op.create_table(
        "questions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("label", sa.String(length=200), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("required", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("options", database.Texts(), nullable=False, server_default="{}"),
        sa.Column("old_options", database.Texts(), nullable=False, server_default="{}"),
        sa.Column("texts", database.Texts(), nullable=False, server_default="{}"),
        sa.Column("depends_on_id", sa.Integer(), nullable=True),
        sa.Column("depends_answer", sa.String(length=10), nullable=False, server_default=""),
        sa.Column("removed_at", database.UTCDateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "kind IN ('text', 'long', 'choice', 'several', 'yes-no', 'number')", name="question_kind_known"
        ),
        sa.CheckConstraint("purpose <> ''", name="question_has_purpose"),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=op.f("fk_questions_event_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["depends_on_id"], ["questions.id"], name=op.f("fk_questions_depends_on_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_questions")),
    )
    op.create_index(op.f("ix_questions_event_id"), "questions", ["event_id"])
    op.create_table(
        "answers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registrations.id"], name=op.f("fk_answers_registration_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["question_id"], ["questions.id"], name=op.f("fk_answers_question_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answers")),
        sa.UniqueConstraint("registration_id", "question_id", name="one_answer_per_question"),
    )
    op.create_index(op.f("ix_answers_question_id"), "answers", ["question_id"])


def downgrade() -> None:
    for table in ("answers", "questions"):
        op.drop_table(table)
