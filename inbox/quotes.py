"""Where a client begins to quote: the separators of the clients that departments use."""

import re
from collections.abc import Sequence

from inbox.html_text import BEGIN_QUOTE, END_QUOTE

DASHES = r"[-—_=*\s]{2,80}"
SEPARATORS = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        (
            rf"^{DASHES}(原始[邮郵]件|原[邮郵]件|[邮郵]件原[件文]|原文|回复的原[邮郵]件|"
            rf"回[复復][邮郵]件|回复)[-—_=*\s]*"
        ),
        rf"^{DASHES}(Original|Replied)( message)?[-—_=*\s]*$",
        r"^\s*\W?(发件人|發件人|寄件[者人]|From)\s*\W?\s*[:：]",  # Outlook, Foxmail, Coremail
        r"^\s*[在于於]\s*\d{4}\s*[-年/.].{0,120}(写道|寫道|写到|編寫|编写)\s*[:：]?\s*$",
        (
            r"^.{0,80}[<＜][^<>@\s]{1,80}@[^<>\s]{1,80}[>＞]\s*[于於在]?\s*\d{4}.{0,60}(写道|"
            r"寫道)\s*[:：]?\s*$"
        ),
        r"^\s*\d{4}[年/-]\d{1,2}[月/-]\d{1,2}日?.{0,90}(写道|寫道|编写)\s*[:：]?\s*$",
        r"^\s*\S.{0,40}[于於]\s*\d{4}\s*年.{0,60}(写道|寫道)\s*[:：]?\s*$",
        r"^\s*(On|At) .{4,160} wrote\s*[:：]\s*$",
    )
)
FORWARDED = re.compile(
    rf"^{DASHES}([转轉][发發](的|过来的)?[邮郵]件|[邮郵]件[转轉][发發]|Forwarded( message)?)"
    r"[-—_=*\s]*|"
    r"^\s*(开始转发的邮件|以下为转发|Begin forwarded message)\s*[:：]",
    re.I,
)
HEAD = re.compile(
    r"^\s*\W?(发件人|發件人|寄件[者人]|发送时间|發送時間|发送日期|时间|時間|日\s*期|"
    r"收件[人者]|抄送|副本|密送|主\s*题|主旨|"
    r"附件|From|Sent|Date|To|Cc|Subject|Attachments?)\s*\W?\s*[:：]",
    re.I,
)
FOLDED = re.compile(r"(写道|寫道|wrote)\s*[:：]\s*$", re.I)
QUOTED = re.compile(r"^\s*(?:[>＞]|[|｜│](?!.*[|｜│].*[|｜│]))")
MARKED = re.compile(r"^[\s>＞|｜│]+")
POINTER = re.compile(
    r"(见|详见|在|如|于|附)(下|下方|下面|下文|文末|文后|末尾|最后|尾部|引文|文中|正文|以下|原文|后|红字|蓝字|邮件中|表中)|"
    r"标[红蓝注]|[红蓝]色?字|"
    r"逐[项条]答复|[转轉](报|发|呈|来|上)|批注|直接填|"
    r"(?:^|[，。；：:！!])(?:现|兹|谨)?将?[转轉][^，。；\n]{0,16}"
    r"(意见|情况|答复|反馈|回复|材料|进展|来信|邮件|来函)"
)


def separates(lines: Sequence[str], number: int) -> bool:
    """Tell whether quoting begins with this line; the words of some clients take two."""
    line = lines[number]
    if line.strip() == BEGIN_QUOTE:
        return True
    bare = " ".join(MARKED.sub("", line[:2000]).split())
    if not bare or len(bare) > 300:
        return False
    if any(pattern.match(bare) for pattern in SEPARATORS) or FORWARDED.match(bare):
        return True
    following = lines[number + 1] if number + 1 < len(lines) else ""
    if not FOLDED.search(following) or len(following) > 200:
        return False
    joined = f"{bare.rstrip()} {MARKED.sub('', following).strip()}"
    return any(pattern.match(joined) for pattern in SEPARATORS)


def is_forward(line: str) -> bool:
    """Tell whether a separator says that somebody else's mail is passed on."""
    return bool(FORWARDED.match(MARKED.sub("", line)))


def is_head(line: str) -> bool:
    """Tell whether a line is a header of the quoted mail, or a mark of ours."""
    bare = MARKED.sub("", line)
    return (
        line.strip() in (BEGIN_QUOTE, END_QUOTE)
        or bool(HEAD.match(bare))
        or bool(FOLDED.search(bare))
    )
