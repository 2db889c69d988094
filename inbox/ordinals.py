"""第一项 is the first task of our letter, where no task has such a number."""

import re
from collections.abc import Sequence

from inbox.dates import numeral

ORDINAL = re.compile(
    r"(?:(?<=[。；;，,\n])|^)[ \t　]*第\s*([一二三四五六七八九十]{1,2}|\d{1,2})\s*"
    r"(?:项任务|项工作|项|条)",
    re.MULTILINE,
)


def by_order(text: str, asked: Sequence[str]) -> str:
    """Return a text with 第一项 as the first task of our letter, where no task has such a number.

    Only where the numbers run from one on, as many at most as were asked about.
    """
    ordinals = [_ordinal(match) for match in ORDINAL.finditer(text)]
    runs = sorted(set(ordinals)) == list(range(1, len(set(ordinals)) + 1))
    if len(ordinals) < 2 or not runs or max(ordinals) > len(asked):
        return text
    if any(str(number) in asked for number in ordinals):
        return text
    return ORDINAL.sub(lambda match: f"任务{asked[_ordinal(match) - 1]}", text)


def _ordinal(match: re.Match[str]) -> int:
    return int(match[1]) if match[1].isdigit() else numeral(match[1])
