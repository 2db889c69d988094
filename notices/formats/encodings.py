"""Which characters the bytes of a text stand for.

UTF-8 proves itself. GBK and Big5 do not: nearly every pair of bytes is a character in both. There
the words decide: bytes read in the wrong one give rare characters, read in the right one they
give 的, 市, 工, 作 and commas. That is enough for ten characters; fewer may be called a guess.
"""

import re
from dataclasses import dataclass

from notices.errors import NoticeUnreadable

_BOMS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_HINT = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{3,20})", re.IGNORECASE)
_HINTED = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb18030": "gb18030",
    "big5": "big5hkscs",
    "big5-hkscs": "big5hkscs",
}
_COMMON = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子"
    "说产种面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机"
    "当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心"
    "反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程"
    "展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期"
    "根论运农指几九区强放决西被干做必战先回则任取据处队南给色光门即保治北造百规热领七海口东导器压志"
    "世金增争济阶油思术极交受联什认六共权收证改清己美再采转更单风切打白教速花带安场身车例真务具万每"
    "目至达走积示议声报斗完类八离华名确才科张信马节话米整空元况今集温传土许步群广石记需段研界拉林律"
    "叫且究观越织装影算低持音众书布复容儿须际商非验连断深难近矿千周委素技备半办青省列习响约支般史感"
    "劳便团往酸历市克何除消构府称太准精值号率族维划选标写存候毛亲快效斯院查江型眼王按格养易置派层片"
    "始却专状育厂京识适属圆包火住调满县局照参红细引听该铁价严厅责村镇街财政督落监环境监推促健服务"
    "會實國動產對發學長電開關門問題間這個們時來過說點應經濟業務與為後從總體進還後兩將現機構區縣廳"
    "處規劃辦計設農據單責導環監財際術響領頭資質車專項標準執協調報導備識財網絡聯繫營運輸產業東條約"
    "，。、：；（）《》“”〔〕　"
)
SAMPLE = 200_000  # bytes that are enough to tell an encoding
_SURE = 0.25  # how much better the one must read than the other
FEW_CONTROLS = 0.001  # of the bytes: an old printer's marks in a text are no binary
_DAMAGE = 0.02  # of the characters: more of them unreadable is no text
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, the encoding it was read in, and whether that was a guess."""

    text: str
    encoding: str
    guessed: bool = False


def decode(content: bytes) -> Decoded:
    """Return the text of `content`, or raise `NoticeUnreadable`."""
    for bom, encoding in _BOMS:
        if content.startswith(bom):
            return Decoded(_marked(content, encoding).removeprefix("\ufeff"), encoding)
    if wide := _without_bom(content):
        return Decoded(content.decode(wide, errors="replace"), wide)
    controls = len(_CONTROLS.findall(content[:SAMPLE]))
    if b"\x00" in content or controls > len(content[:SAMPLE]) * FEW_CONTROLS:
        raise NoticeUnreadable(
            "文件不是文本（含有二进制内容）。",
            "请导入通知全文：txt、网页、Word、PDF、Markdown 或 Excel 文件。",
        )
    return _by_words(content)


def _marked(content: bytes, encoding: str) -> str:
    text = content.decode(encoding, errors="replace")
    if not _too_damaged(text):
        return text
    place = text.index("\ufffd") + 1
    raise NoticeUnreadable(
        f"文件自称为 {encoding} 编码，但从第 {place} 个字起读不出来。",
        "文件可能已损坏：请重新下载，或另存为 UTF-8 编码的 .txt 后再导入。",
    )


def _too_damaged(text: str) -> bool:
    """Say whether more is lost than a person can mend; each lost character becomes a doubt."""
    wide = sum(character > "\x7f" for character in text)
    lost = text.count("\ufffd")
    return bool(lost) and (lost > max(2, wide * _DAMAGE) or lost * 2 >= wide)


def _without_bom(content: bytes) -> str | None:
    """Return the UTF-16 that lacks its mark: line ends and digits then hold a zero byte."""
    sample = content[: SAMPLE // 10 * 2]
    if len(sample) < 4 or b"\x00" not in sample:
        return None
    scores = {
        encoding: plausibility(sample.decode(encoding, errors="replace"))
        for encoding in ("utf-16-le", "utf-16-be")
    }
    best = max(scores, key=lambda encoding: scores[encoding])
    return best if scores[best] > _SURE else None


def _by_words(content: bytes) -> Decoded:
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return _damaged_utf8(content) or _double_byte(content)
    if text.isascii() or any(character >= "\u2e80" for character in text[:SAMPLE]):
        return Decoded(text, "utf-8")
    rival = _double_byte(content)  # 联通 and its like: pairs that are Latin letters in UTF-8
    return rival if plausibility(rival.text) > _SURE else Decoded(text, "utf-8")


def _damaged_utf8(content: bytes) -> Decoded | None:
    """Return UTF-8 with a few lost bytes; `open_document` points at each place."""
    text = content.decode("utf-8", errors="replace")
    return None if _too_damaged(text) else Decoded(text, "utf-8")


def _double_byte(content: bytes) -> Decoded:
    """Return the text in whichever of GB18030 and Big5 reads better."""
    sample = content[:SAMPLE]
    scores = {
        encoding: plausibility(sample.decode(encoding, errors="replace"))
        for encoding in ("gb18030", "big5hkscs")
    }
    best = max(scores, key=lambda encoding: scores[encoding])
    margin = scores[best] - min(scores.values())
    if margin < _SURE and (hint := _hinted(content)):
        best = hint
    text = content.decode(best, errors="replace")
    if _too_damaged(text):
        raise NoticeUnreadable(
            "认不出文件的文字编码。", "请用记事本或 WPS 打开，另存为 UTF-8 编码的 .txt 后再导入。"
        )
    return Decoded(text, best, guessed=margin < _SURE)


def _hinted(content: bytes) -> str | None:
    """Return the encoding a web page names; gb2312 pages hold GBK bytes: the larger set."""
    hint = _HINT.search(content[:4096])
    return _HINTED.get(hint[1].decode("ascii").lower()) if hint else None


def plausibility(text: str) -> float:
    """Return how much of the text beyond ASCII is what Chinese is mostly made of, 0 to 1."""
    wide = [character for character in text if character > "\x7f"]
    if not wide:
        return 0.0
    known = sum(character in _COMMON for character in wide)
    lost = sum(character == "\ufffd" or "\ue000" <= character <= "\uf8ff" for character in wide)
    return (known - 3 * lost) / len(wide)
