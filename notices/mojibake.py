"""Characters shifted by a lost byte: ?。ㄒ唬┩七M was 　（一）推進 in a page of two-byte characters.

Some copies of pages lost the first byte of a mark (。 、 （ begin with A1 or A3) and show it as a
question mark; every following character then joins the wrong halves, up to the next single byte.
The halves are put together again, if nothing but Chinese comes of it.
"""

import re
from dataclasses import dataclass

from notices.variants import usual_forms

_SHIFTED = re.compile(r"[?？](?P<run>[^\x00-\x7f\u00a0-\u01ff\n]{1,60})(?P<last>[@-Z\[-~])")
_LOST = (b"\xa1", b"\xa3")  # first bytes of the marks that are lost
_MARK = re.compile(r"[\u3000。，、；：！？（）《》“”]")
_CHINESE = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef“”‘’—…·]+")
_GLOSS = re.compile(r"[(（] ?[a-zü\u00e0-\u01dc]{1,6} ?[)）]")
LAST_COMMON_ROW = 0xD7  # of GB 2312


@dataclass(frozen=True, slots=True)
class Repair:
    """A stretch of the text and the words it stood for, never longer than the stretch."""

    start: int
    end: int
    words: str


def repairs_of(text: str) -> list[Repair]:
    """Return what was shifted; only a text with pinyin glosses (a copy of that kind) has any."""
    if not _GLOSS.search(text):
        return []
    found = []
    for match in _SHIFTED.finditer(text):
        words = _unshifted(match["run"], match["last"])
        if words is not None:
            found.append(Repair(match.start(), match.end(), words))
    return found


def _unshifted(run: str, last: str) -> str | None:
    """Return the characters whose halves the run shows in the wrong pairs."""
    try:
        halves = run.encode("gbk") + last.encode("ascii")
    except UnicodeEncodeError:
        return None
    if len(halves) != 2 * len(run) + 1:
        return None
    for lost in _LOST:
        try:
            words = (lost + halves).decode("gbk")
        except UnicodeDecodeError:
            continue
        if _MARK.match(words) and _CHINESE.fullmatch(words) and _is_usual(words):
            return words
    return None


def _is_usual(words: str) -> bool:
    """Say whether all characters are among the 3755 most used: chance brings rare ones."""
    simple = words.translate(usual_forms(words, traditional=True))
    for character in re.sub(r"[^\u3400-\u9fff]", "", simple):
        code = character.encode("gb2312", "ignore")
        if not code or code[0] > LAST_COMMON_ROW:
            return False
    return True
