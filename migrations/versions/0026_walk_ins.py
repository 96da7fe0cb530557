"""walk-ins

Who comes without a sign-up may tell a first name, a language and a neighbourhood; who is counted, an age.
"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"

TOLD = {"name": 60, "language": 10, "neighbourhood": 80, "age": 10}


def upgrade() -> None:
    for name, longest in TOLD.items():
        op.add_column("check_ins", sa.Column(name, sa.String(longest), server_default="", nullable=False))


def downgrade() -> None:
    for name in TOLD:
        op.drop_column("check_ins", name)
