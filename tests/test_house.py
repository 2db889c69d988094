"""The house: contracts that really hold, packages that are ours, a wheel that is whole."""

import importlib
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from runtime.settings import Settings

ROOT = Path(__file__).parents[1]
PACKAGES = (
    "actions", "duban", "flows", "inbox", "models", "notices", "notifiers", "reports", "rules",
    "runtime", "templates",
)  # fmt: skip

# Each contract of pyproject.toml, and an import that breaks it.
BREACHES = {
    "Dependencies point downwards": ("rules/errors.py", "import actions.events"),
    "Rules are plain Python": ("rules/audiences.py", "import sqlmodel"),
    "Only flows and the engine know Prefect": ("actions/outbox.py", "import prefect"),
    "Notifiers do not know each other": ("notifiers/email.py", "import notifiers.webhook"),
    "The demo acts from outside only": ("duban/demo/__init__.py", "import models"),
    "The auditor does not use the rules it checks": (
        "actions/promises.py", "import rules.escalation",
    ),
}  # fmt: skip


@pytest.mark.slow
def test_each_import_contract_fails_when_it_is_broken(tmp_path: Path) -> None:
    for package in PACKAGES:
        shutil.copytree(
            ROOT / package,
            tmp_path / package,
            ignore=shutil.ignore_patterns("__pycache__", "static", "*.json"),
        )
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for name, (file, line) in BREACHES.items():
        module = tmp_path / file
        assert module.exists(), name
        module.write_text(module.read_text("utf-8") + f"\n{line}\n", "utf-8")
    said = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"PYTHONPATH": str(tmp_path), "COLUMNS": "200"},
    )
    broken = [
        line.removesuffix(" BROKEN")
        for line in said.stdout.splitlines()
        if line.endswith(" BROKEN")
    ]
    assert broken == list(BREACHES), said.stdout + said.stderr


@pytest.mark.parametrize("name", PACKAGES)
def test_our_packages_are_ours(name: str) -> None:
    """An unrelated library on the index is called `notifiers` too."""
    file = importlib.import_module(name).__file__
    assert file is not None
    assert Path(file).is_relative_to(ROOT)


@pytest.mark.slow
def test_the_wheel_holds_everything_that_runs(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "site")
        assert not [name for name in archive.namelist() if name.startswith("tests/")]
    script = (
        "import duban, templates\n"
        "from runtime.timetable import read_timetable\n"
        "from actions.register_data import name_equivalents\n"
        "from runtime.settings import load_settings\n"
        "from runtime.wiring import build_runtime\n"
        "from pathlib import Path\n"
        f"assert duban.__file__.startswith({str(tmp_path / 'site')!r}), duban.__file__\n"
        "assert len(read_timetable()) == 10\n"
        "assert name_equivalents()\n"
        "runtime = build_runtime(load_settings(Path('.')))\n"
        "assert set(runtime.policies) == {'常规', '紧急'}\n"
        "assert 'Pico' in next((Path(duban.__file__).parent / 'web/static/vendor')"
        ".rglob('pico*.css')).read_text()[:400]\n"
    )
    environment = os.environ | {"PYTHONPATH": str(tmp_path / "site")}
    for command in (["-c", script], ["-m", "duban", "--help"]):
        said = subprocess.run(
            [sys.executable, *command],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert said.returncode == 0, said.stderr


def test_every_setting_stands_in_the_example_with_its_default() -> None:
    lines = (ROOT / ".env.example").read_text("utf-8").splitlines()
    printed = dict(line.split("=", 1) for line in lines if line.startswith("DUBAN_"))
    for name, field in Settings.model_fields.items():
        if name == "home":
            continue
        default = field.default
        value = str(default).lower() if isinstance(default, bool) else f"{default}"
        assert printed.pop(f"DUBAN_{name.upper()}") == value.removesuffix(".0"), name
    assert printed == {}


def test_help_is_instant() -> None:
    """Nothing heavy is imported before a command runs (the time itself is in benchmarks/)."""
    script = (
        "import sys\nfrom duban.cli import app\n"
        "heavy = {'prefect', 'sqlalchemy', 'sqlmodel', 'fastapi', 'rich', 'httpx', 'pydantic'}\n"
        "assert not heavy & set(sys.modules), heavy & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True, cwd=ROOT)


def test_no_path_of_one_machine_is_in_the_project() -> None:
    files = subprocess.run(
        ["git", "ls-files", "*.py", "*.md", "*.toml", "*.yaml", "Makefile", ".ci/run"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    found = [
        name
        for name in files
        if any(
            f"{mark}/" in (ROOT / name).read_text("utf-8") for mark in ("/" + "work", "/" + "root")
        )
    ]
    assert found == []
