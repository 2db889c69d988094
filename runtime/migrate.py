"""Brings a database up to date."""

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Engine, inspect

import models

if TYPE_CHECKING:
    from alembic.config import Config

NEWEST = "0001"  # the newest migration; a test holds it to the folder


def alembic_config() -> "Config":
    """Return Alembic's configuration; the scripts travel inside the `models` package."""
    from alembic.config import Config  # slow to import, and seldom needed

    config = Config()
    config.set_main_option("script_location", str(Path(models.__file__).parent / "migrations"))
    return config


def is_up_to_date(engine: Engine) -> bool:
    """Say whether the newest migration was applied."""
    with engine.connect().execution_options(read_only=True) as connection:
        if not inspect(connection).has_table("alembic_version"):
            return False
        applied = connection.exec_driver_sql("SELECT version_num FROM alembic_version")
        return [row[0] for row in applied] == [NEWEST]


def upgrade(engine: Engine) -> None:
    """Apply every migration that is missing; quick when none is."""
    if is_up_to_date(engine):
        return
    from alembic import command

    config = alembic_config()
    config.attributes["engine"] = engine
    command.upgrade(config, "head")
