"""Where an installation lives; apart from the settings, which take a while to import."""

import os
from pathlib import Path


def data_folder() -> Path:
    """Return the folder that holds everything of one installation (`DUBAN_HOME`)."""
    return Path(os.environ.get("DUBAN_HOME", "duban-data")).expanduser().absolute()
