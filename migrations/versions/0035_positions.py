"""positions

Where a venue is on the map.
"""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"


def upgrade() -> None:
    with op.batch_alter_table("venues") as venues:
        venues.add_column(sa.Column("latitude", sa.Float(), nullable=True))
        venues.add_column(sa.Column("longitude", sa.Float(), nullable=True))
        venues.create_check_constraint("position_whole", "(latitude IS NULL) = (longitude IS NULL)")
        venues.create_check_constraint(
            "position_on_earth", "latitude BETWEEN -90 AND 90 AND longitude BETWEEN -180 AND 180"
        )


def downgrade() -> None:
    with op.batch_alter_table("venues") as venues:
        venues.drop_constraint("position_on_earth", type_="check")
        venues.drop_constraint("position_whole", type_="check")
        venues.drop_column("longitude")
        venues.drop_column("latitude")
