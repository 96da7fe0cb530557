"""profiles

What people seek and offer at an event, and whom they want to speak again.
"""

import sqlalchemy as sa
from alembic import op

from eventapp import database

revision = "0034"
down_revision = "0033"

MOMENT = database.UTCDateTime(timezone=True)
CODES = database.Codes(length=200)

# in Dutch, English, Turkish and Arabic
EXCHANGES = {
    "een-plek": ("Een plek", "A place", "Bir yer", "مكان"),
    "mensen-die-helpen": ("Mensen die helpen", "People who help", "Yardım edecek insanlar", "أشخاص يساعدون"),
    "kennis-of-advies": ("Kennis of advies", "Knowledge or advice", "Bilgi veya tavsiye", "معرفة أو نصيحة"),
    "contacten": ("Contacten", "Contacts", "Bağlantılar", "معارف"),
    "spullen": ("Spullen", "Things", "Eşyalar", "أغراض"),
    "meer-bereik": ("Meer bereik", "A wider reach", "Daha geniş çevre", "الوصول إلى ناس أكثر"),
    "deelnemers": ("Deelnemers", "Participants", "Katılımcılar", "مشاركون"),
    "een-activiteit": ("Een activiteit", "An activity", "Bir etkinlik", "نشاط"),
    "een-ervaringsverhaal": ("Een ervaringsverhaal", "Somebody's own story", "Bir yaşam hikâyesi", "قصة من تجربة"),
    "samen-beginnen": (
        "Iemand om samen iets te beginnen",
        "Somebody to start something with",
        "Birlikte bir şeye başlayacak biri",
        "شخص نبدأ معه شيئًا",
    ),
    "tijd": ("Tijd", "Time", "Zaman", "وقت"),
}
TIME, PEOPLE_WHO_HELP = "tijd", "mensen-die-helpen"  # time is only offered, to who seeks people


def upgrade() -> None:
    op.add_column("events", sa.Column("meet", sa.Boolean(), nullable=False, server_default=sa.false()))
    exchanges = op.create_table(
        "exchanges",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("names", sa.JSON(), nullable=False),
        sa.Column("sought", sa.Boolean(), nullable=False),
        sa.Column("offered", sa.Boolean(), nullable=False),
        sa.Column("serves", sa.String(length=80), nullable=False),
        sa.Column("sort_order", sa.Integer(), nullable=False),
        sa.CheckConstraint("sought OR offered", name="exchange_sought_or_offered"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exchanges")),
        sa.UniqueConstraint("slug", name=op.f("uq_exchanges_slug")),
    )
    op.bulk_insert(
        exchanges,
        [
            {
                "slug": slug,
                "name": name,
                "names": {"en": en, "tr": tr, "ar": ar},
                "sought": slug != TIME,
                "offered": True,
                "serves": PEOPLE_WHO_HELP if slug == TIME else "",
                "sort_order": 10 * n,
            }
            for n, (slug, (name, en, tr, ar)) in enumerate(EXCHANGES.items(), 1)
        ],
    )
    op.create_table(
        "profiles",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("language", sa.String(length=10), nullable=False),
        sa.Column("organisation", sa.String(length=200), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("seeks", CODES, nullable=False),
        sa.Column("offers", CODES, nullable=False),
        sa.Column("cap", sa.Integer(), nullable=False),
        sa.Column("themes", CODES, nullable=False),
        sa.Column("neighbourhood_id", sa.Integer(), nullable=True),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.Column("named", sa.Boolean(), nullable=False),
        sa.Column("choosable", sa.Boolean(), nullable=False),
        sa.Column("consented_at", MOMENT, nullable=True),
        sa.Column("proven_at", MOMENT, nullable=True),
        sa.Column("paused", sa.String(length=10), nullable=False),
        sa.Column("withdrawn_at", MOMENT, nullable=True),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.CheckConstraint("cap BETWEEN 1 AND 9", name="profile_cap_known"),
        sa.CheckConstraint("paused IN ('', 'own', 'silent')", name="profile_pause_known"),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_profiles_event_id_events"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_profiles_organisation_id_organisations"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["neighbourhood_id"],
            ["neighbourhoods.id"],
            name=op.f("fk_profiles_neighbourhood_id_neighbourhoods"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_profiles")),
        sa.UniqueConstraint("key", name=op.f("uq_profiles_key")),
        sa.UniqueConstraint("event_id", "email", name="one_profile_per_address"),
    )
    for column in ("event_id", "email", "organisation_id"):
        op.create_index(op.f(f"ix_profiles_{column}"), "profiles", [column])
    op.create_table(
        "wishes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("profile_id", sa.Integer(), nullable=False),
        sa.Column("wished_id", sa.Integer(), nullable=True),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("(wished_id IS NULL) <> (organisation_id IS NULL)", name="wish_for_one"),
        sa.ForeignKeyConstraint(
            ["profile_id"], ["profiles.id"], name=op.f("fk_wishes_profile_id_profiles"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["wished_id"], ["profiles.id"], name=op.f("fk_wishes_wished_id_profiles"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_wishes_organisation_id_organisations"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wishes")),
        sa.UniqueConstraint("profile_id", "wished_id", name="one_wish_per_person"),
        sa.UniqueConstraint("profile_id", "organisation_id", name="one_wish_per_organisation"),
    )
    for column in ("wished_id", "organisation_id"):
        op.create_index(op.f(f"ix_wishes_{column}"), "wishes", [column])


def downgrade() -> None:
    for table in ("wishes", "profiles", "exchanges"):
        op.drop_table(table)
    op.drop_column("events", "meet")
