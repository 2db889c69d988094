"""The command line as a person uses it, in this process: `duban …` on a data folder."""

import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from duban.cli import main
from runtime.wiring import get_runtime, runtime_of_process

SAMPLES = Path(__file__).parents[2] / "samples"
NOTICE = SAMPLES / "linlan-2024-3.txt"
Command = Callable[..., "Said"]
OFFICE = ("--office", "临澜市科学技术局", "--email", "duban@linlan.example")


@dataclass(frozen=True)
class Said:
    """What a command printed, and its exit code."""

    stdout: str
    stderr: str
    code: int


def command_on(
    home: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Command:
    """Turn to that folder; return what runs `duban …` on it and expects it to go well, or not."""
    monkeypatch.setenv("DUBAN_HOME", str(home))
    monkeypatch.setenv("COLUMNS", "200")
    runtime_of_process.cache_clear()

    def run(*words: object, fails: bool = False) -> Said:
        monkeypatch.setattr(sys, "argv", ["duban", *map(str, words)])
        runtime_of_process.cache_clear()
        capfd.readouterr()
        code = 0
        try:
            main()
        except SystemExit as leaving:
            code = int(leaving.code or 0)
        get_runtime().engine.dispose()
        said = Said(*capfd.readouterr(), code)
        assert (code != 0) is fails, said.stdout + said.stderr
        return said

    return run


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the sample city's folder is made, once; each file of tests gets a copy."""
    return tmp_path_factory.mktemp("cli") / "made"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cli") / "home"


@pytest.fixture
def duban(
    made: Path, home: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Command:
    """Run `duban …` on a demo folder with the sample city's register and notice."""
    if not made.exists():
        run = command_on(made, monkeypatch, capfd)
        run("init", "--demo", "--place", "临澜市", *OFFICE, "--clock", "2024-01-22T09:00")
        run("departments", "import", SAMPLES / "register.json")
        run("contacts", "import", SAMPLES / "contacts.csv")
        run("import", NOTICE)
    if not home.exists():
        shutil.copytree(made, home)
    return command_on(home, monkeypatch, capfd)
