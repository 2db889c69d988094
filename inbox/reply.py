"""Cuts a reply to the sender's own words: what we sent goes first, then what clients add."""

import re
from collections.abc import Iterable

SEPARATORS = tuple(
    re.compile(pattern)
    for pattern in (
        r"^[-—_=\s]{2,}\s*(原始[邮郵]件|原[邮郵]件|[邮郵]件原件|回复的原邮件|[转轉][发發]的?[邮郵]件)\s*[-—_=\s]*",
        r"^[-—_=\s]{2,}\s*(Original|Forwarded|Replied)( [Mm]essage)?\s*[-—_=\s]*",
        r"^\s*(发件人|發件人|寄件[者人]|From)\s*[:：].*@?",  # Outlook zh, Foxmail, Coremail
        r"^\s*在\s*\d{4}[-年/].{0,80}(写道|寫道|写到)\s*[:：]?\s*$",  # 163, Coremail, iPhone
        r"^\s*于\s*\d{4}\s*年.{0,80}(写道|寫道)\s*[:：]?\s*$",  # Gmail zh
        r"^.{0,60}<[^<>@\s]+@[^<>\s]+>\s*于?\s*\d{4}.{0,60}(写道|寫道)\s*[:：]?\s*$",
        r"^\s*\d{4}年\d{1,2}月\d{1,2}日.{0,60}(写道|寫道|编写)\s*[:：]?\s*$",  # iPhone, Gmail zh
        r"^\s*On .{4,100} wrote:\s*$",
        r"^\s*-{2,}\s*回复\s*-{2,}",
        r"^\s*At \d{4}-\d\d-\d\d \d\d:\d\d:\d\d, .*wrote:\s*$",  # 163
    )
)
RULE = re.compile(r"^\s*[=_*\-—─～~]{5,}\s*$")
CONTACT = re.compile(r"(电话|手机|传真|地址|邮编|邮箱|電話|傳真|Tel|Fax|E-?mail)\s*[:：]", re.I)
FOLDED = re.compile(r"(写道|寫道|wrote)\s*[:：]\s*$")
SIGNATURES = tuple(
    re.compile(pattern)
    for pattern in (
        r"^--\s?$",
        r"^\s*(发自我的|来自我的|从我的).{0,20}(发送)?\s*$",
        r"^\s*(Sent from my|Get Outlook for|发自)\b.*$",
        r"^\s*(发送自|来自)\s*(企业微信|Windows\s*邮件|网易邮箱|QQ邮箱|Outlook|Foxmail|WPS|腾讯).*$",
        r"^\s*从\s*Windows\s*版?邮件发送\s*$",
        r"^\s*\|?\s*(签名由.{0,20}定制|.{0,10}邮箱大师定制.{0,4}|网易邮箱大师)\s*\|?\s*$",
    )
)
NAME = re.compile(  # 周敏; 临澜市工业和信息化局; 办公室 周敏; 电话：0663-8888888
    r"^\s*((?!.*[无已未完成推进正常收签启滞办结同意是否有])[\u4e00-\u9fff·]{2,4}|"
    r"[\u4e00-\u9fff]{2,20}(局|委员会|办公室|政府|中心|科|处|股)(\s*[\u4e00-\u9fff]{2,4})?|"
    r"(电话|手机|联系电话|传真|Tel)?[:：]?\s*[\d\-+（）() ]{7,20}|\d{4}年\d{1,2}月\d{1,2}日)\s*$"
)
QUOTED = re.compile(r"^\s*[>＞|｜]")
SPACES = re.compile(r"[\s\u200b\ufeff]+")
LEAST_COMMON = 8  # characters: shorter lines of ours may well be the sender's too


def cut_reply(text: str, sent: str = "") -> str:
    """Return what the sender wrote, given the text of the message that is answered.

    Lines of ours are taken out wherever they stand, so that answers between them are kept.
    """
    ours = _fingerprints(sent)
    lines = _before_separator(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), ours)
    own = [line for line in lines if not QUOTED.match(line) and not _is_ours(line, ours)]
    return "\n".join(_without_blanks(_without_signature(own), sent)).strip()


def _before_separator(lines: list[str], ours: frozenset[str]) -> list[str]:
    """Return the part to read: above the separator, or below it for who answers at the bottom.

    Below counts only where our own words are known, so that nothing quoted is ever read.
    """
    for number in range(len(lines)):
        if not _separates(lines, number):
            continue
        above, below = lines[:number], lines[number + 1 :]
        if any(text.strip() and not _is_ours(text, ours) for text in above):
            return above
        return _below(below, ours)
    return lines


def _separates(lines: list[str], number: int) -> bool:
    line = lines[number].lstrip(">＞ ")
    if any(pattern.match(line) for pattern in SEPARATORS):
        return True
    following = lines[number + 1] if number + 1 < len(lines) else ""
    return bool(FOLDED.search(following)) and any(
        pattern.match(f"{line.rstrip()} {following.strip()}") for pattern in SEPARATORS
    )


def _below(lines: list[str], ours: frozenset[str]) -> list[str]:
    """Return what stands after our first line, if our whole mail stands there unchanged.

    A client that changed a line of ours makes it look like the sender's: then only what
    stands after our last line counts, and nothing where none of ours is found.
    """
    found = [n for n, line in enumerate(lines) if _is_ours(line.lstrip(">＞ "), ours)]
    if not found:
        return []
    end = next((n for n in range(found[0], len(lines)) if _separates(lines, n)), len(lines))
    quoted = SPACES.sub("", "".join(line.lstrip(">＞ ") for line in lines[found[0] : end]))
    start = found[0] if all(line in quoted for line in ours) else found[-1]
    return lines[start + 1 : end]


def _fingerprints(sent: str) -> frozenset[str]:
    squeezed = (SPACES.sub("", line) for line in sent.split("\n"))
    return frozenset(line for line in squeezed if len(line) >= LEAST_COMMON)


def _is_ours(line: str, ours: Iterable[str]) -> bool:
    """Tell whether a line is one of ours, or a piece of one that a client folded."""
    squeezed = SPACES.sub("", line)
    if len(squeezed) < LEAST_COMMON:
        return False
    return squeezed in ours or any(squeezed in line_of_ours for line_of_ours in ours)


def _without_signature(lines: list[str]) -> list[str]:
    for number, line in enumerate(lines):
        if any(pattern.match(line) for pattern in SIGNATURES) or _rules_off(lines, number):
            lines = lines[:number]
            break
    return _without_name(lines)


def _without_blanks(lines: list[str], sent: str) -> list[str]:
    """Leave out the labels of our form that nobody filled in."""
    labels = {SPACES.sub("", line) for line in sent.split("\n") if line.rstrip().endswith("：")}
    kept: list[str] = []
    is_filled = False
    for line in reversed(lines):
        squeezed = SPACES.sub("", line)
        if squeezed not in labels or is_filled:
            kept.append(line)
        is_filled = squeezed not in labels and (is_filled or bool(squeezed))
    return kept[::-1]


def _rules_off(lines: list[str], number: int) -> bool:
    """Tell whether a rule stands here with a telephone or an address soon below it."""
    return bool(RULE.match(lines[number])) and any(map(CONTACT.search, lines[number + 1 :][:8]))


def _without_name(lines: list[str]) -> list[str]:
    """Leave out a last block that is only a name, an office, a telephone."""
    text = "\n".join(lines).rstrip()
    above, gap, last = text.rpartition("\n\n")
    if gap and above.strip() and all(NAME.match(line) for line in last.split("\n")):
        return above.split("\n")
    return lines
