"""What we sent, so that it can be found again in a reply: folded, spaced or flattened by a client.

Only letters, digits and characters are compared; punctuation and blanks are the client's.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

LEAST = 8  # characters: a shorter line may well be the sender's own
NEAR = 40  # characters: how far ahead a short line of ours may stand
ALIKE = 75.0  # percent: a line of ours that a client changed
MARKS = re.compile(r"[\W_]+")
TASK = re.compile(r"^\W*(?:\d{1,3}\W{1,3})?任务\s*(?P<key>\d+(?:\.\d+)?)(?!\d)")
BEYOND_TASKS = re.compile(r"方法|回复本邮件|需要延期|只需签收|如认为")
LABEL = re.compile(r"^\W*(?P<label>[\u4e00-\u9fff/／]{2,8})(?:（[^）]*）)?[：:]")


def squeeze(text: str) -> str:
    """Return only what a client does not change."""
    return MARKS.sub("", unicodedata.normalize("NFKC", text))


@dataclass(frozen=True, slots=True)
class SentLine:
    """One line of ours: where it stands in the stream, and the task it is about."""

    text: str
    squeezed: str
    start: int
    key: str | None


@dataclass(frozen=True, slots=True)
class Sent:
    """A text of ours as one stream of characters."""

    lines: tuple[SentLine, ...]
    stream: str

    def find(self, squeezed: str, cursor: int) -> int:
        """Return where a line stands, from the cursor on if it does, or −1."""
        if not squeezed:
            return -1
        if len(squeezed) < LEAST:
            if self._is_line(squeezed):
                return self.stream.find(squeezed, cursor, cursor + NEAR + len(squeezed))
            return cursor if cursor and self.stream.startswith(squeezed, cursor) else -1
        place = self.stream.find(squeezed, cursor)
        return place if place >= 0 else self.stream.find(squeezed)

    def key_at(self, place: int) -> str | None:
        """Return the task that our line at this place is about."""
        key = None
        for line in self.lines:
            if line.start > place:
                break
            key = line.key
        return key

    def is_changed(self, squeezed: str) -> bool:
        """Tell whether a line is one of ours that a client, or somebody, changed."""
        if len(squeezed) < LEAST - 2:
            return False
        return any(
            line.squeezed not in squeezed and fuzz.ratio(squeezed, line.squeezed) >= ALIKE
            for line in self.lines
        )

    def continued(self, text: str) -> tuple[str | None, str] | None:
        """Return the task of our line that a line begins with, and what the sender added to it."""
        squeezed = squeeze(text)
        begun = [
            line
            for line in self.lines
            if len(line.squeezed) >= LEAST
            and len(squeezed) > len(line.squeezed)
            and squeezed.startswith(line.squeezed)
        ]
        if not begun:
            return None
        longest = max(begun, key=lambda line: len(line.squeezed))
        return longest.key, _behind(text, longest.squeezed)

    def filled_in(self, text: str) -> str | None:
        """Return a label of our form with what was filled in behind it, or None if it is none."""
        match = LABEL.match(text)
        if match is None:
            return None
        for line in self.lines:
            ours = LABEL.match(line.text)
            if ours and ours["label"] == match["label"] and _is_blank(line.text[ours.end() :]):
                rest = _without_hint(text[match.end() :], line.text[ours.end() :])
                return f"{match['label']}：{rest}" if squeeze(rest) else ""
        return None

    def _is_line(self, squeezed: str) -> bool:
        return any(line.squeezed == squeezed for line in self.lines)


@lru_cache(maxsize=64)
def read_sent(text: str) -> Sent:
    """Lay one text of ours out for finding; letters of a digest are asked for again and again."""
    lines: list[SentLine] = []
    start = 0
    for line, key in _with_keys(text.split("\n")):
        squeezed = squeeze(line)
        if squeezed:
            lines.append(SentLine(line, squeezed, start, key))
            start += len(squeezed)
    return Sent(tuple(lines), "".join(line.squeezed for line in lines))


def _with_keys(lines: Sequence[str]) -> Iterator[tuple[str, str | None]]:
    """Yield each line with the task it is about: the one named last, up to a gap."""
    key: str | None = None
    for line in lines:
        if not line.strip() or BEYOND_TASKS.search(line):
            key = None
        elif match := TASK.match(line):
            key = match["key"]
        yield line, key


def _behind(text: str, squeezed: str) -> str:
    """Return what stands in a text behind its first words, given without marks and blanks."""
    at = next(n for n in range(len(text) + 1) if squeeze(text[:n]) == squeezed)
    return text[at:].lstrip(' \t　）)】]》”"：:')


def _is_blank(hint: str) -> bool:
    """Tell whether a label of our form waits for words: nothing stands behind it but a hint."""
    return not squeeze(re.sub(r"（[^（）]*）", "", hint))


def _without_hint(answer: str, hint: str) -> str:
    """Leave out what our form prints behind a label: the % sign's place, what may be written."""
    for piece in re.findall(r"（[^（）]*）", hint):
        answer = answer.replace(piece, "")
    answer = re.sub(r"[（(]或写[^）)]*[）)]", "", answer)
    return "" if squeeze(answer) in squeeze(hint) and "%" not in squeeze(answer) else answer.strip()
