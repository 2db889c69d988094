"""Words inside a clause that are none of its own: buttons of a web page, injected advertising."""

import re

from notices.injected import find_strange
from notices.units import CORE, is_unit

_BUTTON = re.compile(
    r"[(\[〔](?:打印|关闭|收藏|分享|返回|字体|放大|缩小|复制|下载|大|中|小"
    r"|纠错)[^()\[\]〔〕]{0,8}[)\]〕]"
)
_NAME = re.compile(r"[^、,;。:()\s]+")
_LEVEL = re.compile(r"[省市区县州旗镇乡各](?=.{2})")


def without_intruders(folded: str) -> str:
    """Blank out what was pasted into the clause; the name behind it stays."""
    folded = _BUTTON.sub(lambda match: " " * len(match[0]), folded)
    for strange in find_strange(folded, 0, len(folded)):
        end = _name_behind(folded, strange.start, strange.end)
        folded = folded[: strange.start] + " " * (end - strange.start) + folded[end:]
    return folded


def has_buttons(folded: str) -> bool:
    """Say whether a web page's buttons stand in the clause."""
    return bool(_BUTTON.search(folded))


def _name_behind(folded: str, start: int, end: int) -> int:
    """Return where the name begins that injected words were pasted before, or their end."""
    name = _NAME.match(folded, start)
    if name and name.end() >= end:
        for at in range(start + 2, name.end() - 2):
            known = CORE.match(folded, at) or _LEVEL.match(folded, at)
            if known and is_unit(folded[at : name.end()]):
                return at
    return end
