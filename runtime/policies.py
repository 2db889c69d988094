"""Finds the policies of an installation: its own file, or the presets that come with duban."""

from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path

from rules.errors import PolicyInvalid
from rules.policies import Policy, parse_policies
from runtime.settings import Settings


def load_policies(settings: Settings) -> Mapping[str, Policy]:
    """Read the file that the settings name, else the data folder's, else the built-in presets."""
    if settings.policy_file:
        path = Path(settings.policy_file).expanduser()
        if not path.is_file():
            raise PolicyInvalid(f"DUBAN_POLICY_FILE names a file that does not exist: {path}")
        return parse_policies(_read(path))
    path = settings.home / "policies.toml"
    return parse_policies(_read(path)) if path.is_file() else built_in_policies()


def built_in_policies() -> Mapping[str, Policy]:
    """Return the presets 常规 and 紧急."""
    return parse_policies(files("rules").joinpath("policies.toml").read_text("utf-8"))


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8-sig")  # Windows' Notepad puts a mark in front
    except UnicodeDecodeError:
        raise PolicyInvalid(f"{path.name} is not UTF-8; save it again as UTF-8") from None
