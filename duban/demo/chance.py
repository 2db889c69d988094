"""Chance that repeats: a demo tells the same story each time."""

from random import Random


def seeded(*what: object) -> Random:
    """Return a generator that depends on `what` alone."""
    return Random("|".join(str(one) for one in what))  # noqa: S311  # nosec B311  # a story, not a secret
