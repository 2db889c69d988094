"""A copy of the text that rules can read, with every offset kept.

Rules match on `folded` (simplified characters, half-width punctuation, no pinyin glosses) and
print from `clean` (the same length, punctuation as it came). Spans point into `text`, which is
never altered.
"""

import re
import unicodedata
from array import array
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from notices.evidence import Span
from notices.mojibake import Repair, repairs_of
from notices.variants import is_traditional, usual_forms
from notices.wrapping import layout_of

_FOLDED = str.maketrans(
    "（）［］【】﹝﹞，：；﹑､｡．！？％～"
    "　\u00a0\u2002\u2003\u2009\t\r\u2028\u2029\x0b\x0c︰∶＋－／",
    "()()()〔〕,:;、、。.!?%~       \n\n\n\n::+-/",
) | {0xFF10 + n: 0x30 + n for n in range(10)}
_FOLDED |= {0xFF21 + n: 0x41 + n for n in range(26)} | {0xFF41 + n: 0x61 + n for n in range(26)}

_TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ"
_NEUTRAL = "de|le|zhe|men|ma|ba|ne|zi|ge|me|a|ya|la|er|tou"
_GLOSS = re.compile(rf"(?<=[\u3400-\u9fff])[(（] ?[a-zü]{{0,5}}[{_TONED}][a-zü]{{0,5}} ?[)）]")
_NEUTRAL_GLOSS = re.compile(rf"(?<=[\u3400-\u9fff])[(（](?:{_NEUTRAL})[)）]")
_INVISIBLE = re.compile("[\u200b\u200c\u200d\u2060\ufeff\u00ad]")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
GLOSSES_TO_BELIEVE = 3


@dataclass(frozen=True, slots=True)
class Shadow:
    """The text, its readable copy, and the way back."""

    text: str
    clean: str
    folded: str
    offsets: Sequence[int]
    traditional: bool

    def span(self, start: int, end: int) -> Span:
        """Return where `clean[start:end]` stands in the text as it arrived."""
        if start >= end:
            place = self.offsets[start] if start < len(self.offsets) else len(self.text)
            return Span(place, place)
        return Span(self.offsets[start], self.offsets[end - 1] + 1)

    def inside(self, span: Span) -> tuple[int, int]:
        """Return where a span of the text stands in `clean` and `folded`."""
        return bisect_left(self.offsets, span.start), bisect_left(self.offsets, span.end)


def shadow_of(text: str) -> Shadow:
    """Return a readable copy of `text` in simplified characters."""
    mended, offsets = _mended(text)
    laid, places = _without(mended, layout_of(mended))
    offsets = _through(offsets, places)
    kept, places = _without(laid, _dropped(laid))
    offsets = _through(offsets, places)
    composed = _composed(kept)
    traditional = is_traditional(composed)
    forms = usual_forms(composed, traditional=traditional)
    clean = composed.translate(forms) if forms else composed
    folded = _THOUSANDS.sub("_", clean).translate(_FOLDED)
    return Shadow(text, clean, folded, offsets, traditional)


def _dropped(text: str) -> list[tuple[int, int]]:
    """Return what is no part of the wording: pinyin glosses and invisible characters."""
    glosses = [match.span() for match in _GLOSS.finditer(text)]
    if len(glosses) >= GLOSSES_TO_BELIEVE:
        glosses += [match.span() for match in _NEUTRAL_GLOSS.finditer(text)]
    else:
        glosses = []
    return sorted(glosses + [match.span() for match in _INVISIBLE.finditer(text)])


def _without(text: str, dropped: list[tuple[int, int]]) -> tuple[str, Sequence[int]]:
    if not dropped:
        return text, range(len(text))
    parts, offsets, place = [], array("l"), 0
    for start, end in [*dropped, (len(text), len(text))]:
        parts.append(text[place:start])
        offsets.extend(range(place, start))
        place = end
    return "".join(parts), offsets


def _through(first: Sequence[int], then: Sequence[int]) -> Sequence[int]:
    """Return where the characters of the second copy stand in the text of the first."""
    if isinstance(then, range) and len(then) == len(first):
        return first
    if isinstance(first, range):
        return then
    return array("l", (first[place] for place in then))


def _mended(text: str) -> tuple[str, Sequence[int]]:
    """Return the text with shifted characters put right, each at a place of its stretch."""
    repairs = repairs_of(text)
    if not repairs:
        return text, range(len(text))
    parts, offsets, place = [], array("l"), 0
    for repair in [*repairs, Repair(len(text), len(text), "")]:
        parts += [text[place : repair.start], repair.words]
        offsets.extend(range(place, repair.start))
        offsets.extend(range(repair.start, repair.start + len(repair.words)))
        place = repair.end
    return "".join(parts), offsets


def _composed(text: str) -> str:
    """Apply NFC where one character becomes one; longer sequences would move the offsets."""
    if unicodedata.is_normalized("NFC", text):
        return text
    table = {}
    for character in set(text):
        normal = unicodedata.normalize("NFC", character)
        if normal != character and len(normal) == 1:
            table[ord(character)] = normal
    return text.translate(table)
