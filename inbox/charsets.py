"""Bytes into text, where the label may lie: gb2312 over GBK, utf-8 over GBK, latin-1 over both."""

import codecs
import re

MEANT = {
    "gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "cp936": "gb18030",
    "gb_2312-80": "gb18030", "chinese": "gb18030", "euc-cn": "gb18030", "ms936": "gb18030",
    "x-gb2312": "gb18030", "big5": "big5hkscs", "x-big5": "big5hkscs", "cp950": "big5hkscs",
    "ks_c_5601-1987": "cp949", "utf8": "utf-8",
}  # fmt: skip
SAYS_NOTHING = frozenset([  # labels that mean no more than "eight bits": every byte fits them
    "iso-8859-1", "latin1", "latin-1", "windows-1252", "cp1252", "us-ascii", "ascii", "default",
    "unknown-8bit", "x-unknown", "8bit", "binary", "utf-7", "iso-8859-15",
])  # fmt: skip
ESCAPED = frozenset(["hz", "hz-gb-2312", "iso-2022-jp", "iso-2022-kr"])
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
CHINESE = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")
# The everyday characters of each standard: what these leading bytes begin.
EVERYDAY = {"gb18030": range(0xB0, 0xD8), "big5hkscs": range(0xA4, 0xC7)}
LIKE_LATIN = 0.3  # what a text with accents is worth against one in Chinese


def decode_bytes(content: bytes, charset: str | None) -> str:
    """Return text from bytes whose label may lie: what reads best wins, nothing raises.

    No client writes NUL in a text, and databases refuse it.
    """
    return _decoded(content, charset).replace("\0", "")


def is_unreadable(text: str) -> bool:
    """Tell whether a good part of a text could not be decoded."""
    return text.count("\ufffd") * 10 > len(text)


def _decoded(content: bytes, charset: str | None) -> str:
    for mark, name in MARKS:
        if content.startswith(mark):
            return content.decode(name, "replace")
    label = _meant(charset)
    if label in ESCAPED or label.startswith(("utf-16", "utf-32")):
        return without_surrogates(content.decode(label, "replace"))
    if content.isascii():
        return content.decode("ascii")
    return _beyond_doubt(content, label) or _best(content, label)


def without_surrogates(text: str) -> str:
    """Return `text` with every half character replaced, so that it can be stored and sent."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _meant(charset: str | None) -> str:
    """Return the codec a label means, or nothing for a label that says nothing."""
    label = (charset or "").strip("\"' \t\r\n").lower()
    label = MEANT.get(label, label)
    if not label or label in SAYS_NOTHING or not label.isascii() or len(label) > 40:
        return ""
    try:
        return label if "".encode(label) is not None else ""
    except (LookupError, ValueError, TypeError):  # unknown, or a codec that makes no text
        return ""


def _beyond_doubt(content: bytes, label: str) -> str:
    """Return the text if it is whole UTF-8 with Chinese in it, or whole in its own label."""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        text = ""
    if text and (label in ("", "utf-8") or len(CHINESE.findall(text)) * 3 > len(_high(text))):
        return text
    if label in ("", "utf-8", *EVERYDAY):
        return ""
    try:
        return content.decode(label)
    except UnicodeDecodeError:
        return ""


def _best(content: bytes, label: str) -> str:
    """Return the least damaged of the readings that Chinese mail uses; of equals, the label's."""
    names = dict.fromkeys(filter(None, (label, "utf-8", "gb18030", "big5hkscs")))
    readings = [(content.decode(name, "replace"), name) for name in names]
    if not label:
        readings.append((content.decode("latin-1"), "latin-1"))
    return max(readings, key=lambda reading: _likeness(*reading))[0]


def _likeness(text: str, name: str) -> float:
    """Say how much of a text is in everyday characters, less what is damaged."""
    high = _high(text)[:2000]
    if not high:
        return 0.0
    damaged = sum(1 for mark in high if mark == "\ufffd" or "\x80" <= mark <= "\x9f")
    if name == "latin-1":
        return LIKE_LATIN if not damaged else -1.0
    codes = [(code, EVERYDAY[code]) for code in EVERYDAY if name in (code, "utf-8")]
    everyday = max((_everyday(high, code, leads) for code, leads in codes), default=0)
    return (everyday - 2 * damaged) / len(high)


def _everyday(text: str, code: str, leads: range) -> int:
    return sum(
        1
        for mark in text
        if len(found := mark.encode(code, "ignore")) == 2 and found[0] in leads and found[1] > 0xA0
    )


def _high(text: str) -> str:
    return re.sub(r"[\x00-\x7f]+", "", text)
