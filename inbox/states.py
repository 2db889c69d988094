"""What a reply says a task's state is: of the whole, not a part; now, not later; not denied."""

import re

from inbox.clauses import belongs_to, clause_at, shadow_of
from inbox.dates import numeral

DENIED = re.compile(
    r"(不|未|没有?|无|非|别|暂不|尚未|无需|不需要?|未能|不再|并未|不存在|未出现|避免|防止|"
    r"杜绝|不具备|不符合|不满足)"
    r"[^，。；\n]{0,4}$"
)
LATER = re.compile(
    r"预计|预期|力争|争取|计划|拟于|(?<!现)将|确保|有望|下一步|待(?!遇).{0,12}后?|届时|"
    r"[\d日号月底]之?前(?!已)|年前|后再|条件|如需|如果|若|要求|应当?|须|需|目标(是|为|：|:|要)|后(再|即|方可?|才)?\s*$"
)
ACCORDING = re.compile(
    r"(按照?|对照|根据|较|比|达到|符合|完成)[^，。；\n]{0,10}(计划|要求|目标|条件|需要)"
)
CLOSURE = re.compile(
    r"(申请|提请|请予?以?|请求|恳请|建议)(予以)?(办结|销号|结项|报结)|(现予?以?)?报结"
)
EXTENSION = re.compile(
    r"(申请|恳请|请求|拟请?|请予?以?|希望|特申请|建议|能否|可否|需要?|同意|妥否)[^，。；\n]{0,24}"
    r"(延期|延长|顺延|推迟|延迟|延后|展期|宽限|放宽|延至|延到)|(延期|延长|顺延|推迟|延后|展期|宽限)(时限|时间)?(至|到)"
)
CONDITION = re.compile(
    r"(?:^|[，,])\s*(?:如果?|若|倘若?|一旦|万一)[^，。]{0,30}[，,]?[^，。]{0,12}$|再\s*$"
)
BEHIND = re.compile(
    r"滞后|缓慢|偏慢|较慢|迟缓|落后|停滞|(未|没有?)(达到?|赶上|跟上)(序时|预期|时间|计划)|慢于|"
    r"比(序时|时序|预期|计划)(进度)?(稍|略|有点|明显)?(慢|落后|滞后|差|晚)|低于(序时|计划)|偏后|拖后|跟不上(序时|计划)|[比较](原|序时)?(计划|进度)(的?进度)?(要|稍|略|有所)?慢|逾期未|未能(按期|按时|如期)|"
    r"与(序时|计划)(进度)?(相比)?(还|尚|仍)?(存在|有)(一定|较大|不小)?(的)?差距"
)
NOT_STARTED = re.compile(
    r"(尚|还|暂|目前|均)?(未|没有?)(能够?|曾)?(正式|全面|实质性?)?(启动|开展|开工|实施|动工|开始|进场|破土)|未启动|待(启动|开工)(状态|阶段)?(?=$|[。，；,;！\s])"
)
DONE = re.compile(
    r"(均|都|全部|全面)?(已|已经|均已|都已|业已)(经)?(全部|全面|如期|按期|按时|圆满|顺利|"
    r"提前|超额)*"
    r"(完成|办结|完结|竣工|完工|办理完毕|实施完毕|结束)(?=了?\s*($|[。；，,;！!\s（(、]|全部|该项|各项|本项|任务|此项|"
    r"年度|目标))"
    r"|(?:全部|全面|圆满|如期|按期|按时)(?:完成|办结|完结|竣工|完工)(?=了?\s*($|[。；，,;！!\s（(]))|^\s*完成\s*$|100%完成"
)
ON_TRACK = re.compile(
    r"(正常|有序|稳步|顺利|扎实|平稳|持续|加快|按(原|既定|预定|时间|年度)*(计划|期|时|时序|"
    r"序时|进度|节点|要求)(进度|节点)?)"
    r"(有序|正常|稳步|顺利)*(地|要求)?(推进|开展|实施|进行)|"
    r"(正常|有序|稳步|顺利|按(原|既定|预定)*计划)(施工|建设|办理|落实|执行)(?!进度)|(推进|进展|进度)(情况)?(总体|"
    r"整体|一切|基本)?(正常|顺利|良好|平稳)|"
    r"(达到|符合|快于|完成|按|超过?|超前于?|高于|优于|跟上|赶上|同步|略快于|略超|快过|达|好于)了?(序时|时序)(进度)?|"
    r"照常推进|正常推进|有条不紊(地)?(推进|进行|开展)|按部就班(地)?(推进|进行|开展)|"
    r"一切(正常|顺利)|推进中[，,]?(一切)?(正常|无异常)"
)
WHOLE_TRACK = re.compile(r"总体|整体|全面|各项|总的")
NORMAL = re.compile(
    r"(?:^|[，,。；;\n]|%\s)\s*(?:目前|总体|整体|一切|进展|进度|工作|均|都|也)*正常(?=$|[。，；,;！!\n])"
)
UNCHANGED = re.compile(
    r"(无|没有|暂无)(新的?|明显)?变化|情况同(上期|上月)|与(上期|上月)(一致|相同)"
)
FILLERS = re.compile(
    r"^(?:[\s>*·•\-—]+|[与比较](?:原|年度|序时|时序)?计划(?:进度)?(?:相比|要求)?|处于?|属于?|呈现?|明显|略微?有?|稍微?有?|有所|严重|较为?|比较|仍然?|尚|还|暂时?|一直|"
    r"[两三四五六七八九十]项|项目|工程|目标任务|目标|您好|领导好|收到|目前|"
    r"现|截至[^，。]{0,12}|我(局|单位|委|办|市|县|区|"
    r"们|院|中心)|本(局|单位|委|办)|"
    r"(任务|第)?\d+(\.\d+)?(号任务|项)?|牵头的?|承担的?|负责的?|配合的?|上述|以上|该|此|本|各|这|"
    r"所有|全部|均|都|项|的|仍|继续|"
    r"任务|工作|事项|措施|整改|总体|整体|总的|状态|进度|情况|进展|推进|项目|工程|年度|全年|"
    r"目标|今年|已|业|正在|"
    r"[:：、.．，,（）()【】\[\]\s“”\"]|现将|反馈如下|报告如下|"
    r"\d{1,2}月(底|\d{1,2}日|份|初|末)?(前|已)?|于|前|月底|月|日)"
)
WHOLE_SUBJECT = re.compile(
    r"(总体|整体|工作|任务|项目|工程|推进|当前)(进度|进展|情况)|^(进度|进展|推进|总体|整体)"
)
OF_THE_WHOLE = re.compile(r"^(建设|实施|施工|推进|相关|具体|工作|阶段|状态)+$")
TRAILING = re.compile(
    r"(项目|工程|工作|任务|事项|建设|方面|整体|总体|进度|推进|进展|明显|略微?有?|稍有?|有所|较为?|严重|"
    r"仍然?|尚|还|暂时?|的|均|都|也|已|目前|现|[，、：:\s])$"
)
VAGUE = re.compile(
    r"(已|已经|均已|现已|工作)?基本(上)?(完成|建成|完工|办结|落实)|(接近|临近|即将|将近)(尾声|完工|完成|竣工)|"
    r"(进入|处于|步入|已到|到了|正在|转入)(最后|项目)?(的)?收尾|收尾(阶段|工作)|"
    r"(?<!不)(暂缓|暂停|停工|搁置)(?!.{0,4}(复工|恢复))|"
    r"(尚|仍|还|均|正|目前)?(处于?|在)(前期|谋划|筹备|准备|论证)(工作)?(阶段|之中|中|$|(?=[。，；,;]))"
)
A_NUMBER = re.compile(r"\s*[的约]?\d")
COUNTED = re.compile(r"([两二三四五六七八九十]{1,2}|\d{1,3})项")
SOME_OF_THEM = re.compile(
    r"([两二三四五六七八九十一]{1,2}|\d{1,3})项(?:任务|工作|事项)?(?:已|均|都|仍|则)?"
    r"(?:正常|完成|滞后|未|按|启动|推进|进展|办结|达到)"
)
ALL = re.compile(
    r"(各项|各任务|全部任务|所有任务|上述|以上|全部|所有)[^。\n]{0,16}(均|都|已|按|正常|"
    r"无变化|完成|推进)|"
    r"([两二三四五六七八九十]{1,2}|\d{1,3})项(任务|工作|事项)?[^。\n]{0,6}(均|都)|"
    r"([两二三四五六七八九十]{1,2}|\d{1,3})项(任务|工作|事项)(目前|现|也|已)?"
    r"(全部|按|正常|有序|稳步|顺利|如期|进展)|"
    r"(任务|工作|事项|措施)[^。\n]{0,4}(均|都)|^[^。\n]{0,6}(均|都)(已|按|正常|有序|完成)"
)


def find_state(text: str, title: str = "") -> str | None:
    """Return the state a text says of the whole task, or None.

    已完成施工图审查 is about a part; 尚未完成 and 无滞后 are not what their last words say.
    """
    shadow = shadow_of(text)
    if _said(CLOSURE, shadow):
        return "申请办结"
    if asks_for_extension(shadow):
        return "申请延期"
    on_track = _said(ON_TRACK, shadow) or bool(NORMAL.search(shadow))
    behind = _is_behind(shadow, title)
    if behind and not (on_track and _wholly_on_track(shadow)):
        return "进展滞后"
    if _about_the_whole(NOT_STARTED, shadow, title):
        return "未启动"
    if _about_the_whole(DONE, shadow, title):
        return "已完成"
    return "正常推进" if on_track else None


def find_vagueness(text: str) -> str | None:
    """Return words that are no state, but that a clerk would have to take for one."""
    shadow = shadow_of(text)
    for match in VAGUE.finditer(shadow):
        before = clause_at(shadow, match.start(), match.end()).before
        if not DENIED.search(before) and not _is_later(before):
            return match[0]
    return None


def asks_for_extension(text: str) -> bool:
    """Tell whether more time is asked for."""
    return any(
        not DENIED.search(clause_at(text, m.start(), m.end()).before)
        and not CONDITION.search(clause_at(text, m.start(), m.end()).sentence)
        and not re.search(r"(不|无需|没有)[^，。；]{0,6}(延期|延长|顺延)", m[0])
        for m in EXTENSION.finditer(text)
    )


HEARSAY = re.compile(r"[^。；;\n]*(?:听说|据说|据悉|据了解)[^。；;\n]*")  # of another's task


def asks_for_closure(text: str) -> bool:
    """Tell whether the task is to be closed now (报结), not once something else is done."""
    return _said(CLOSURE, HEARSAY.sub("", shadow_of(text)))


def is_unchanged(text: str) -> bool:
    """Tell whether a reply says that nothing changed."""
    return bool(UNCHANGED.search(text))


def speaks_of_all(text: str, count: int) -> bool:
    """Tell whether a reply says that it is about every one of the `count` tasks it was asked."""
    if any(_number(one[1]) != count for one in SOME_OF_THEM.finditer(text)):
        return False
    for match in ALL.finditer(text):
        if text[: match.start()].endswith(("、", "和", "及")):  # 3、5项 is two numbers
            continue
        told = COUNTED.search(match[0])
        before = clause_at(text, match.start(), match.end()).before
        if (told is None or _number(told[1]) == count) and not _without_fillers(before):
            return True
    return bool(UNCHANGED.search(text) and ON_TRACK.search(text))


def _number(words: str) -> int:
    return int(words) if words.isdigit() else numeral(words.replace("两", "二"))


def _said(pattern: re.Pattern[str], text: str) -> bool:
    """Tell whether something is said of today, and not denied."""
    for match in pattern.finditer(text):
        before = clause_at(text, match.start(), match.end()).before
        if not DENIED.search(before) and not _is_later(before):
            return True
    return False


def _is_later(before: str) -> bool:
    """Tell whether a clause is about what is to come; 按计划 is about today."""
    return bool(LATER.search(ACCORDING.sub("", before)))


def _is_behind(text: str, title: str) -> bool:
    """Tell whether the task itself is behind; a part that is slow says so only where alone."""
    for match in BEHIND.finditer(text):
        clause = clause_at(text, match.start(), match.end())
        if DENIED.search(clause.before) or re.match(
            r"(的|情况|现象|问题)*(不存在|没有)", clause.after
        ):
            continue
        subject = _without_fillers(clause.before)
        if not subject or WHOLE_SUBJECT.search(clause.before) or belongs_to(subject, title):
            return True
        if re.search(r"(进展|进度|推进)[^，。；]{0,6}$", clause.before):
            return True
    return False


def _wholly_on_track(text: str) -> bool:
    return any(
        WHOLE_TRACK.search(clause_at(text, m.start(), m.end()).before + m[0])
        for m in ON_TRACK.finditer(text)
    )


def _about_the_whole(pattern: re.Pattern[str], text: str, title: str) -> bool:
    """Tell whether a match has no subject of its own in its clause."""
    for match in pattern.finditer(text):
        clause = clause_at(text, match.start(), match.end())
        if DENIED.search(clause.before) or _is_later(clause.before):
            continue
        if A_NUMBER.match(clause.after):  # 未开工5处
            continue
        subject = _without_fillers(clause.before)
        rest = _without_fillers(OF_THE_WHOLE.sub("", clause.after))
        if (not subject or belongs_to(subject, title)) and (not rest or rest.startswith("了")):
            return True
    return False


def _without_fillers(words: str) -> str:
    subject = words
    while (shorter := TRAILING.sub("", FILLERS.sub("", subject, count=1), count=1)) != subject:
        subject = shorter
    return subject
