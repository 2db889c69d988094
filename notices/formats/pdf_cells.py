"""The words of one cell: lines that only its width broke are put together."""

import re
from collections.abc import Sequence
from itertools import pairwise

from notices.formats.pdf_lines import PrintedLine, joined, lines_of_glyphs
from notices.formats.pdf_pages import Glyph

_GOES_ON = ("、", "，", "：", "；", "（", "(", "—", "-", "“", "《")
_CLOSES = tuple("、，。；：）)”》！？")
_UNIT_ENDS = re.compile(r"[局委办厅部院署会所站队处]$|政府$|中心$|公司$|集团$|银行$")
_UNIT_BEGINS = re.compile(r"^[市省县区州盟旗镇乡各国]")
_STOPS = ("。", "；", "！", "？")
PADDING = 11.0  # points of blank at a cell's two sides together
SLACK = 3.1  # glyphs that may lack: a cell holds whole ones, and no line begins with punctuation


def cell_words(glyphs: Sequence[Glyph], width: float) -> str:
    """Return a cell's paragraphs, one to a line."""
    lines = lines_of_glyphs(glyphs)
    if not lines:
        return ""
    names = _is_list_of_units(lines)
    paragraphs = [lines[0].words]
    for before, line in pairwise(lines):
        if not names and _goes_on(before, line, width):
            paragraphs[-1] = joined(paragraphs[-1], line.words)
        else:
            paragraphs.append(line.words)
    return "\n".join(paragraphs)


def _goes_on(before: PrintedLine, line: PrintedLine, width: float) -> bool:
    if before.words.endswith(_GOES_ON) or line.words.startswith(_CLOSES):
        return True
    length = before.right - before.left
    lacking = (width - PADDING - length) / max(length / len(before.words), 1.0)
    return lacking < (1.0 if before.words.endswith(_STOPS) else SLACK)


def _is_list_of_units(lines: list[PrintedLine]) -> bool:
    """Say whether each line names one unit: no comma stands between such names."""
    whole = "".join(line.words for line in lines)
    return (
        len(lines) > 1
        and not re.search(r"[、，。；：]", whole)
        and all(_UNIT_ENDS.search(line.words) for line in lines)
        and all(_UNIT_BEGINS.search(line.words) for line in lines)
    )
