"""Three version traps that are silent until the day they cost something (the third: the scheduler
of a real server, in `tests/engine/test_flows_run_under_prefect.py`)."""

import importlib
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = [
    "actions", "duban", "flows", "inbox", "models", "notices", "notifiers", "reports", "rules",
    "runtime", "templates",
]  # fmt: skip


@pytest.mark.parametrize("name", PACKAGES)
def test_each_package_is_ours_and_not_a_namesake(name: str) -> None:
    """An unrelated library on PyPI installs a package called `notifiers`."""
    module = importlib.import_module(name)

    assert module.__file__ is not None
    assert Path(module.__file__) == ROOT / name / "__init__.py"


@pytest.mark.slow
def test_the_prefect_server_can_be_imported() -> None:
    """With a newer FastAPI it fails, and only where the server starts."""
    code = "from prefect.server.api.server import create_app; create_app()"

    ran = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code], capture_output=True, text=True, check=False
    )

    assert ran.returncode == 0, ran.stderr
