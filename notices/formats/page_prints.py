"""A notice that stands on a page twice: once for screens, once for printing or for phones."""

from itertools import accumulate

from notices.formats.page_blocks import Block

LONG = 24  # characters: a line so long that comes again may be a second print
LEAST = 0.2  # of the page's words: a shorter part that comes again is the notice's own
NEARLY_ALL = 0.8  # of what stands between two prints must come again
PRINTS = 4  # a page may hold


def printed_once(blocks: list[Block]) -> list[Block]:
    """Leave out every print but the first."""
    for _ in range(PRINTS):
        second, length = _second_print(blocks)
        if not length:
            break
        blocks = blocks[:second] + blocks[second + length :]
    return blocks


def _second_print(blocks: list[Block]) -> tuple[int, int]:
    """Return where a second print begins and how many blocks it takes."""
    lines = [block.squeezed for block in blocks]
    until = [0, *accumulate(map(len, lines))]
    least = max(LEAST * until[-1], 1)
    seen: dict[str, int] = {}
    for index, words in enumerate(lines):
        if len(words) < LONG:
            continue
        first = seen.setdefault(words, index)
        if until[index] - until[first] < least:
            continue
        first, second = _extended_back(lines, first, index)
        length = _common(lines, first, second)
        again = until[second + length] - until[second]
        if length > 1 and again >= NEARLY_ALL * (until[second] - until[first]):
            return second, length
    return 0, 0


def _extended_back(lines: list[str], first: int, second: int) -> tuple[int, int]:
    """Return where two prints begin of which these are lines."""
    while first and second - 1 > first and lines[first - 1] == lines[second - 1]:
        first, second = first - 1, second - 1
    return first, second


def _common(lines: list[str], first: int, second: int) -> int:
    """Return how many lines from `second` on are those from `first` on."""
    length = 0
    while (
        second + length < len(lines)
        and length < second - first
        and lines[second + length] == lines[first + length]
    ):
        length += 1
    return length
