"""References in a text, such as [更新#12，来件#5], and how they are printed."""

import re
from collections.abc import Iterator
from typing import Literal

Kind = Literal["text", "note", "mark"]
_REFERENCE = re.compile(r"(\[(?:更新|读数)#[^\]]*\])")
_MARK = re.compile(r"\[(更新|读数)#(\d+)\]")


def pieces(text: str) -> Iterator[tuple[Kind, str]]:
    """Yield the parts of a text: plain, small grey notes, and raised marks (12; 读5 of a target).

    The body carries marks; the annexes carry the whole reference.
    """
    if "[" not in text:
        yield "text", text
        return
    for number, part in enumerate(_REFERENCE.split(text)):
        if not number % 2:
            if part:
                yield "text", part
        elif found := _MARK.fullmatch(part):
            yield "mark", found[2] if found[1] == "更新" else f"读{found[2]}"
        else:
            yield "note", part
