"""One character for another: traditional, variant and radical forms to the usual simplified ones.

A stray 門 in a simplified text is folded as well. What GB 2312 holds is left alone there: 著 and
乾 are a simplified text's own; in a traditional text OpenCC decides on every character.
"""

import unicodedata
from functools import lru_cache

# Radicals that stand for characters in the text of many PDF files; NFKC knows only some of them.
_RADICALS = dict(
    zip(
        "⺠⺟⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻪⻬⻮⻰⻳⺮⺷",
        "民母西见角贝车长门青韦页风飞食马骨鬼鱼鸟卤麦黄黾齐齿龙龟竹羊",
        strict=True,
    )
)
# Forms that OpenCC's t2s does not know.
_VARIANTS = dict(zip("髙囯戸歩毎徳単呉黒亀産", "高国户步每德单吴黑龟产", strict=True))
_NAMES = frozenset("昇堃喆甯淼晳喦塬玥")  # in the standard list of 2013, for names
TRADITIONAL_SHARE = 0.02  # below it, only what no simplified text holds is folded
FEWEST = 5


def is_traditional(text: str) -> bool:
    """Say whether a text is written in traditional characters: by its first 20 000 characters."""
    head = text[:20000]
    foreign = _foreign(frozenset(head))
    if not foreign:
        return False
    table = _simplified(foreign)
    han = sum("\u3400" <= character <= "\u9fff" for character in head)
    changed = sum(ord(character) in table for character in head)
    return changed > max(FEWEST, han * TRADITIONAL_SHARE)


def usual_forms(text: str, *, traditional: bool) -> dict[int, str]:
    """Return the usual form of each character of `text` that has another one, one to one."""
    characters = frozenset(text)
    if traditional:
        return _simplified(frozenset(c for c in characters if _is_han(c)))
    return _simplified(_foreign(characters) - _NAMES)


def _is_han(character: str) -> bool:
    return (
        "\u2e80" <= character <= "\u2fdf"
        or "\u3400" <= character <= "\u9fff"
        or ("\uf900" <= character <= "\ufaff")
    )


def _foreign(characters: frozenset[str]) -> frozenset[str]:
    """Return the Chinese characters that GB 2312, the repertoire of simplified texts, lacks."""
    han = "".join(sorted(filter(_is_han, characters)))
    known = han.encode("gb2312", "ignore").decode("gb2312")
    return frozenset(han) - frozenset(known)


@lru_cache(maxsize=64)
def _simplified(characters: frozenset[str]) -> dict[int, str]:
    if not characters:
        return {}
    convert = _converter()
    table = {}
    for character in characters:
        plain = _RADICALS.get(character) or unicodedata.normalize("NFKC", character)
        simple = _VARIANTS.get(plain) or convert(plain)
        if simple != character and len(simple) == 1:
            table[ord(character)] = simple
    return table


@lru_cache(maxsize=1)
def _converter():  # type: ignore[no-untyped-def]  # the library has no types
    from opencc import OpenCC

    return OpenCC("t2s").convert
