"""Finds the policies of an installation: its own file, or the presets that come with duban."""

from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path

from rules.errors import PolicyInvalid
from rules.policies import Policy
from rules.policy_files import parse_policies, parse_sending
from rules.sending import SendWindow
from runtime.settings import Settings


def load_policies(settings: Settings) -> Mapping[str, Policy]:
    """Read the file that the settings name, else the data folder's, else the built-in presets."""
    return parse_policies(policy_text(settings))


def load_sending(settings: Settings) -> SendWindow:
    """Return when messages may go out, by the same file."""
    return parse_sending(policy_text(settings))


def policy_text(settings: Settings) -> str:
    """Return the policy file in force."""
    path = policy_path(settings)
    if settings.policy_file and not path.is_file():
        raise PolicyInvalid(f"DUBAN_POLICY_FILE 指的文件不存在：{path}")
    return read_policy_file(path) if path.is_file() else built_in_text()


def policy_path(settings: Settings) -> Path:
    """Return where the office's own policy file is, or would be."""
    named = settings.policy_file
    return Path(named).expanduser() if named else settings.home / "policies.toml"


def built_in_policies() -> Mapping[str, Policy]:
    """Return the presets 常规 and 紧急."""
    return parse_policies(built_in_text())


def built_in_text() -> str:
    """Return the policy file that comes with duban."""
    return files("rules").joinpath("policies.toml").read_text("utf-8")


def read_policy_file(path: Path) -> str:
    """Return the text of a policy file."""
    try:
        return path.read_text("utf-8-sig")  # Windows' Notepad puts a mark in front
    except UnicodeDecodeError:
        raise PolicyInvalid(f"{path.name} 不是 UTF-8 编码，请另存为 UTF-8") from None


def policy_mark(settings: Settings) -> tuple[str, int, int]:
    """Return what changes whenever the policy file is written."""
    path = policy_path(settings)
    try:
        facts = path.stat()
    except FileNotFoundError:
        return str(path), 0, 0
    return str(path), facts.st_mtime_ns, facts.st_size
