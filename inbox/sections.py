"""Divides a reply by task: 任务7, numbered lines, the rows of a filled table."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

NAMED = re.compile(
    r"^[ \t　>*]*[【\[（(]?\s*(?:任务|第|事项)\s*(?P<key>\d+(?:\.\d+)?)"
    r"\s*(?:项任务|项)?\s*[】\]）)]?[ \t]*[:：、.．,，]?",
    re.MULTILINE,
)
NUMBERED = re.compile(
    r"^[ \t　>*]*[（(]?(?P<key>\d{1,3}(?:\.\d)?)(?:[、．)）:：\t]|\.(?!\d))[ \t]*", re.MULTILINE
)


@dataclass(frozen=True, slots=True)
class Section:
    """The words about one task; `key` is None for a reply that names none."""

    key: str | None
    text: str


def divide(text: str, asked: Sequence[str]) -> tuple[str, list[Section]]:
    """Return the words before the first task, and a section for each task that is named.

    Bare numbers count only where every one of them is the number of a task that was asked about,
    and more than one was asked: 1. 2. 3. may as well be the points of one answer.
    """
    named = list(NAMED.finditer(text))
    if named:
        return _cut(text, named)
    bare = list(NUMBERED.finditer(text))
    keys = [match["key"] for match in bare]
    if len(asked) > 1 and keys and _all_known(keys, asked):
        return _cut(text, bare)
    return "", [Section(None, text)]


def is_numbered_otherwise(text: str, asked: Sequence[str]) -> bool:
    """Tell whether a reply to several tasks numbers its points by numbers that are not theirs."""
    keys = [match["key"] for match in NUMBERED.finditer(text)]
    return len(asked) > 1 and len(keys) > 1 and not _all_known(keys, asked)


def _all_known(keys: Sequence[str], asked: Collection[str]) -> bool:
    return len(set(keys)) == len(keys) and set(keys) <= set(asked)


def _cut(text: str, matches: Sequence[re.Match[str]]) -> tuple[str, list[Section]]:
    sections = []
    for number, match in enumerate(matches):
        stop = matches[number + 1].start() if number + 1 < len(matches) else len(text)
        sections.append(Section(match["key"], text[match.end() : stop].strip()))
    return text[: matches[0].start()].strip(), sections
