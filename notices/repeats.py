"""A page that was copied twice: where the second print of the notice begins."""

import re

from notices.lines import Line

_SQUEEZED = re.compile(r"[\s\-—–－·•*#>|]+")
FIRST = 12  # lines, one of which opens the second print
SHORTEST = 10  # characters of a line that shows a repeat
FEWEST = 5  # lines of a second print
SHARE = 0.8  # of them stand in the first print
MOST = 4  # places to try


def first_print(folded: str, lines: list[Line]) -> list[Line]:
    """Return the lines up to the second print, or all of them where there is none."""
    at = _second_print(folded, lines)
    return lines if at is None else lines[:at]


def _second_print(folded: str, lines: list[Line]) -> int | None:
    keys = [_key(folded[line.start : line.end]) for line in lines]
    heads = {key for key in keys[:FIRST] if len(key) >= SHORTEST}
    again = [
        index
        for index in range(FEWEST, len(keys) - FEWEST + 1)
        if keys[index] in heads and keys.index(keys[index]) < index
    ]
    for index in again[:MOST]:
        if _repeats(keys, index):
            return index
    return None


def _repeats(keys: list[str], index: int) -> bool:
    """Say whether the lines from here on were printed before, in lines broken otherwise or not."""
    first = "".join(keys[:index])
    second = [key for key in keys[index:] if len(key) >= SHORTEST]
    met = sum(key in first for key in second[: FEWEST * 10])
    return len(second) >= FEWEST and met >= SHARE * len(second[: FEWEST * 10])


def _key(words: str) -> str:
    return _SQUEEZED.sub("", words)
