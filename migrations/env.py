"""How Alembic finds our tables and our database."""

from alembic import context
from flask import current_app

from eventapp.database import db


def run_migrations() -> None:
    whole = {"isolation_level": "READ COMMITTED"} if db.engine.dialect.name == "postgresql" else {}
    with db.engine.connect().execution_options(**whole) as connection:
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            compare_type=True,
            compare_server_default=True,
            render_as_batch=True,
            user_module_prefix="database.",
        )
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()


assert current_app, "Run this through flask db"
run_migrations()
