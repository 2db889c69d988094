"""Alembic's entry: runs the migrations on the engine it is handed."""

from alembic import context
from sqlalchemy import Engine
from sqlmodel import SQLModel

import models  # noqa: F401  (registers every table)

engine: Engine = context.config.attributes["engine"]
with engine.connect() as connection:
    context.configure(
        connection=connection, target_metadata=SQLModel.metadata, render_as_batch=True
    )
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
