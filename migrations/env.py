"""Runs migrations on the application's database; the owner's, where the program's own role may not alter it."""

import os

from alembic import context
from flask import current_app
from sqlalchemy import NullPool, create_engine

from core.db import Base, UtcDateTime


def plain_types(kind, thing, _autogen):
    """A migration outlives our code, so it must not import it."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(thing, UtcDateTime) else False


url = os.environ.get("MIGRATION_DATABASE_URL") or current_app.config["DATABASE_URL"]
engine = create_engine(url, poolclass=NullPool)  # one that fails leaves no connection behind
with engine.connect() as connection:
    if connection.dialect.name == "postgresql":
        # A migration that waits for a lock would hold up everybody behind it.
        connection.exec_driver_sql("SET lock_timeout = 3000")
        connection.commit()
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        compare_server_default=True,
        render_item=plain_types,
        render_as_batch=connection.dialect.name == "sqlite",
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()
