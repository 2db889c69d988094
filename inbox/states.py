"""States, receipts, objections, requests: what a reply says beside its numbers."""

import re

NOT = r"(?<![不未非无别])(?<!没有)(?<!暂不)(?<!尚未)(?<!无需)(?<!不需要)(?<!未能)(?<!不再)"
CLOSURE = re.compile(
    NOT + r"(申请|提请|请予以?|请求|恳请)(予以)?(办结|销号|结项|报结)|" + NOT + r"(现予|予以)?报结"
)
EXTENSION = re.compile(
    NOT
    + r"(申请|恳请|请求|拟|请予?|希望|特申请).{0,12}(延期|延长|顺延|推迟|延迟)|"
    + NOT
    + r"(延期|延长|顺延|推迟)(时限)?(至|到)"
)
BEHIND = re.compile(
    r"(?<!没有)(?<!未出现)(?<!不存在)(?<!无)(?<!未)(?<!并不)(进展|进度|推进|工作)?(较为|有所|略有|相对|明显)?"
    r"(滞后|缓慢)(?!的?(情况|现象|问题)?(不存在|没有))|未达到?(序时)?进度|慢于(序时|计划)"
)
NO_BEHIND = re.compile(r"(无|没有|不存在|未出现)[^，。；]{0,6}(滞后|缓慢)")
NOT_STARTED = re.compile(r"(尚|还|暂|目前)?(未|没有)(正式)?(启动|开展|开工|实施)")
DONE = re.compile(
    r"(?<![未没])(?<!尚未)(?<!没有)(均|全部|全面)?(已|已经|都已)(经)?(全部|全面|如期|按期|按时|圆满|顺利)*"
    r"(完成|办结|完结)(?=了?\s*($|[。；，,;！!\s（(、]|全部|该项|各项|本项|任务|此项))|(?<!未)(?<!没有)全部完成"
)
ON_TRACK = re.compile(
    r"(?<!未能)(?<!没有)(?<!未)(?<!不能)(正常|有序|稳步|顺利|扎实|按计划|按期|按时序|按序时|按进度)(有序|正常|稳步|顺利)?"
    r"(地)?(推进|开展|实施|进行)|(推进|进展|进度)(情况)?(总体|整体)?(正常|顺利|良好)"
)
NOT_ON_TRACK = re.compile(
    r"(未能|没有|未|不能)(按计划|正常|有序|按期)[^，。；]{0,4}(推进|开展|进行|完成)"
)
FILLERS = re.compile(
    r"^[\s>*·•\-—]*|您好|领导好|收到|目前|现|截至[^，。]{0,12}|我(局|单位|委|办|市|县|区|们)|本(局|单位|委)|"
    r"(任务|第)?\d+(\.\d+)?项?|牵头的?|承担的?|负责的?|上述|以上|该|此|本|各|这|所有|全部|均|都|项|的|"
    r"任务|工作|事项|措施|整改|总体|整体|状态|进度|情况|进展|[:：、.．，,（）()【】\[\]\s]|现将|反馈如下|报告如下"
)
ACKNOWLEDGED = re.compile(r"(?<![未没不])(?<!尚未)(?<!未予)(签收|收到|收悉|已阅知|知悉)")
OBJECTION = re.compile(
    r"(?<![无没未])(?<!没有)(提出)?异议(?!的?请)|不属于?(我|本)(局|单位|委|办|部门|县|区)|"
    r"非(我|本)(局|单位|委|办|部门)(的)?(职责|职能)|不是(我|本)(局|单位|委|办|部门)(的)?(职责|职能)|"
    r"建议(改?由|调整(为|由|给)|转)[^，。；\n]{2,24}(牵头|负责|承担|承办|办理)"
)
ALL = re.compile(
    r"(各项|各任务|全部任务|所有任务|上述|以上|全部|所有)[^。\n]{0,16}(均|都|已|按|正常|无变化|完成|推进)|"
    r"(任务|工作|事项|措施)[^。\n]{0,4}(均|都)|^[^。\n]{0,6}(均|都)(已|按|正常|有序|完成)"
)
UNCHANGED = re.compile(r"(无|没有|暂无)(新的?)?变化")


def find_state(text: str) -> str | None:
    """Return the state a text says of the whole task, or None.

    已完成施工图审查 is about a part; 尚未完成 and 无滞后 are not what their last words say.
    """
    if CLOSURE.search(text):
        return "申请办结"
    if EXTENSION.search(text):
        return "申请延期"
    if BEHIND.search(NO_BEHIND.sub("", text)):
        return "进展滞后"
    if _about_the_whole(NOT_STARTED, text):
        return "未启动"
    if _about_the_whole(DONE, text):
        return "已完成"
    if NOT_ON_TRACK.search(text):
        return None
    return "正常推进" if ON_TRACK.search(text) else None


def asks_for_extension(text: str) -> bool:
    """Tell whether more time is asked for."""
    return bool(EXTENSION.search(text))


def asks_for_closure(text: str) -> bool:
    """Tell whether the task is to be closed (报结)."""
    return bool(CLOSURE.search(text))


def acknowledges(text: str) -> bool:
    """Tell whether the first words say that the message was received."""
    return bool(ACKNOWLEDGED.search(text[:60]))


SIGNED_BY = re.compile(
    r"""\s*(?:
        (?:联系人|经办人|联系电话|电话|手机|传真|地址|邮编|日期)\s*[：:].*     # 联系人：陈嘉树
        | 此致 | 敬礼 | --+ | 发自.{0,12}
        | (?!请|应|由|转|改|拟|建议|不|须|需)[\u4e00-\u9fff（）()]{2,24}
          (?:局|委|办|室|府|会|厅|部|院|心|科|处|分行|税务所)
          (?:\s+[\u4e00-\u9fff]{2,4})?                                    # 市科技局 陈嘉树
        | [\u4e00-\u9fff]{2,4}                                             # 陈嘉树
        | [\d\s年月日\-—–（）()+]{6,24}                                     # 0000-551001
    )\s*$""",
    re.VERBOSE,
)


def is_only_a_receipt(text: str) -> bool:
    """Tell whether a text says nothing but 收到 or 签收, lines of a signature apart.

    A line of a signature is short, has no punctuation, and says nothing about the work.
    """
    first, *below = [line for line in text.splitlines() if line.strip()] or [""]
    if any(not SIGNED_BY.match(line) or _is_about_work(line) for line in below):
        first = text
    rest = ACKNOWLEDGED.sub("", first)
    rest = re.sub(
        r"已|予以|谢谢|感谢|好的?|您好|请放心|我(局|单位|委|办)|本单位|邮件|通知|交办|全部|任务|均|[\W_]",
        "",
        rest,
    )
    return acknowledges(text) and len(rest) <= 2


def _is_about_work(line: str) -> bool:
    return find_state(line) is not None or asks_for_closure(line) or asks_for_extension(line)


def find_objection(text: str) -> str | None:
    """Return the sentences of an objection to the assignment, with the reason given."""
    if not OBJECTION.search(text):
        return None
    sentences = re.split(r"(?<=[。！\n])", text)
    first = next(
        n for n, s in enumerate(sentences) if OBJECTION.search(s) or n == len(sentences) - 1
    )
    return "".join(sentences[max(0, first - 1) :]).strip() if first else text.strip()


def speaks_of_all(text: str) -> bool:
    """Tell whether a reply says that it is about every task it was asked about."""
    return bool(ALL.search(text)) or bool(UNCHANGED.search(text) and ON_TRACK.search(text))


def _about_the_whole(pattern: re.Pattern[str], text: str) -> bool:
    """Tell whether a match has no subject of its own in its clause."""
    for match in pattern.finditer(text):
        start = max(text.rfind(end, 0, match.start()) for end in "，。；！？,;!?\n\t") + 1
        stop = min(
            (text.find(e, match.end()) for e in "，。；,;\n" if text.find(e, match.end()) >= 0),
            default=len(text),
        )
        subject = text[start : match.start()]
        while (shorter := FILLERS.sub("", subject)) != subject:
            subject = shorter
        rest = FILLERS.sub("", text[match.end() : stop]) if pattern is DONE else ""
        if not subject and not rest:
            return True
    return False
