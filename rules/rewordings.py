"""Carrying a person's words over: what was changed in one text, changed again in a newer one."""

from collections.abc import Sequence
from difflib import SequenceMatcher


def carry_over(base: str, edited: str, new: str) -> str | None:
    """Return `new` with the changes that lead from `base` to `edited`, line by line.

    None if the lines around a change, or the changed lines themselves, are no longer there as
    they were: then a person has to look again, and nothing is guessed.
    """
    if new == base:
        return edited
    before, after, now = base.splitlines(), edited.splitlines(), new.splitlines()
    places = _places(before, now)
    result: list[str] = []
    done = 0
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        start = _start(places, i1, i2, len(now))
        if start is None or start < done:
            return None
        result += [*now[done:start], *after[j1:j2]]
        done = start + i2 - i1
    return "\n".join([*result, *now[done:]]) + "\n"


def _places(before: Sequence[str], now: Sequence[str]) -> dict[int, int]:
    """Return where each line of `before` that is still there stands in `now`."""
    blocks = SequenceMatcher(None, before, now, autojunk=False).get_matching_blocks()
    return {b.a + step: b.b + step for b in blocks for step in range(b.size)} | {-1: -1}


def _start(places: dict[int, int], i1: int, i2: int, end: int) -> int | None:
    """Return where lines `i1` to `i2` begin now, if they and the line before stand together."""
    around = [places.get(at) for at in range(i1 - 1, i2)]
    first = around[0]
    if first is None or around != list(range(first, first + len(around))):
        return None
    return first + 1 if first + 1 <= end else None
