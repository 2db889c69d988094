"""Commands. Nothing heavy is imported before a command runs: `duban --help` is instant."""

from duban.cli.main import app, main

__all__ = ["app", "main"]
