"""Chinese fonts: the office's own first, then Noto from the system, then the `fonts` extra.

Of the extra (the package mplfonts) only the two Noto CJK SC files are used, and its code never.
"""

import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import typst

from reports.errors import FontsMissing

SERIF = ("Noto Serif CJK SC", "Noto Serif SC", "Source Han Serif SC", "Songti SC", "SimSun")
SANS = ("Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "PingFang SC", "SimHei")
BODY = ("FangSong_GB2312", "仿宋_GB2312", "FangSong", "仿宋", "STFangsong", *SERIF, *SANS)
TITLE = ("FZXiaoBiaoSong-B05S", "方正小标宋简体", *SERIF, *SANS)
KAI = ("KaiTi_GB2312", "楷体_GB2312", "KaiTi", "楷体", "STKaiti", *SERIF, *SANS)
HEI = ("SimHei", "黑体", *SANS, *SERIF)
EXTRA = ("NotoSerifCJKsc-Regular.otf", "NotoSansCJKsc-Regular.otf")


@dataclass(frozen=True, slots=True)
class ChineseFonts:
    """What this machine can print with: each role's families that exist, best first."""

    fonts: typst.Fonts
    body: tuple[str, ...]
    title: tuple[str, ...]
    kai: tuple[str, ...]
    hei: tuple[str, ...]
    song: tuple[str, ...]
    chart: tuple[str, int]  # a font file for charts, and the face inside it


@cache
def find_fonts() -> ChineseFonts:
    """Return the fonts to print with, or raise `FontsMissing`."""
    fonts = typst.Fonts(include_system_fonts=True, include_embedded_fonts=True)
    if not _present(fonts, SERIF + SANS):
        fonts = _with_extra()
    chart = _file_of(fonts, _present(fonts, SANS + SERIF)[:1])
    return ChineseFonts(
        fonts=fonts,
        body=_present(fonts, BODY),
        title=_present(fonts, TITLE),
        kai=_present(fonts, KAI),
        hei=_present(fonts, HEI),
        song=_present(fonts, (*SERIF, *SANS)),
        chart=chart,
    )


def _present(fonts: typst.Fonts, families: Sequence[str]) -> tuple[str, ...]:
    known = {family.casefold() for family in fonts.families()}
    return tuple(family for family in families if family.casefold() in known)


def _with_extra() -> typst.Fonts:
    """Load the two files of the extra, from a folder that holds nothing else."""
    package = find_spec("mplfonts")
    if package is None or not package.submodule_search_locations:
        raise FontsMissing
    source = Path(next(iter(package.submodule_search_locations))) / "fonts"
    folder = Path(tempfile.gettempdir()) / "duban-fonts"
    folder.mkdir(exist_ok=True)
    for name in EXTRA:
        if not (source / name).exists():
            raise FontsMissing
        if not (folder / name).exists():
            shutil.copy(source / name, folder / name)
    return typst.Fonts(include_system_fonts=True, font_paths=[str(folder)])


def _file_of(fonts: typst.Fonts, families: Sequence[str]) -> tuple[str, int]:
    for font in sorted(fonts.fonts(), key=lambda each: (abs(each.weight - 400), str(each.path))):
        if font.family in families and font.path:
            return font.path, font.index
    raise FontsMissing
