"""The labelled fields of a reply: 进度、状态、进展、存在问题、下一步, in lines or in a row."""

import re
from collections.abc import Mapping

from inbox.figures import PERCENT

LABELS: Mapping[str, tuple[str, ...]] = {
    "percent": (
        "完成进度", "总体进度", "整体进度", "当前进度", "工作进度", "进度百分比", "目前进度",
        "完成比例", "百分比", "完成率", "进度/状态", "进度／状态", "进度与状态", "进度及状态",
        "完成百分比", "完成度", "任务进度", "总进度", "进度",
    ),
    "state": (
        "当前状态", "办理状态", "推进状态", "完成状态", "工作状态", "目前状态", "任务状态",
        "进展状态", "状态",
    ),
    "narrative": (
        "主要进展情况", "主要进展", "工作进展情况", "工作进展", "最新进展", "进展情况",
        "进展说明", "目前进展", "完成情况", "办理情况", "落实情况", "推进情况", "工作情况",
        "工作开展情况", "开展情况", "主要工作", "主要做法", "任务进展", "工作成效",
        "已开展工作", "本期进展", "实施情况", "进展",
    ),
    "problems": (
        "存在的主要问题", "存在主要问题", "主要问题", "存在的问题", "存在问题及困难",
        "存在问题和困难", "存在的困难和问题", "存在困难", "困难和问题", "问题和困难",
        "问题与困难", "存在问题及原因", "存在的问题及困难", "存在的问题和困难", "主要困难",
        "需协调事项", "需要协调解决的问题", "需协调解决的问题", "困难与问题", "存在不足",
        "存在问题", "困难问题", "主要原因", "滞后原因", "原因分析", "未完成原因",
        "未启动原因", "问题",
    ),
    "next_steps": (
        "下一步工作计划", "下一步工作打算", "下一步工作安排", "下一步工作", "下一步计划",
        "下一步打算", "下一步安排", "下一步措施", "下步工作计划", "下步工作", "下步计划",
        "下一步工作措施", "下步措施", "下步打算", "下阶段工作", "下一阶段工作", "工作计划",
        "下一步", "下步", "后续计划", "后续安排", "后续工作", "下一步工作思路", "下一步思路",
        "下阶段计划", "下阶段打算", "下阶段安排", "下阶段措施", "工作打算", "工作安排", "解决措施",
        "整改措施", "改进措施", "应对措施", "推进措施", "工作措施", "拟采取措施", "拟采取的措施",
        "采取措施", "对策措施", "措施", "打算",
    ),
}  # fmt: skip
FIELD_OF = {label: field for field, labels in LABELS.items() for label in labels}
_words = "|".join(sorted(map(re.escape, FIELD_OF), key=len, reverse=True))
POINT = r"[一二三四五六]、|[（(][一二三四五六1-6][）)]|[1-6][、.．）)](?!\d)|[①②③④⑤]"
LABEL = re.compile(  # behind a number, a full stop ends a heading: （二）存在问题。
    r"(?:(?<=^)|(?<=[\n；;。|\t，,　 ]))[ \t　]*[（(【\[]?"
    rf"(?P<point>{POINT})?[ ]?[【\[]?"
    rf"(?P<label>{_words})(?:[（(][^）)\n]{{0,24}}[）)])?[】\]]?[ 　]*"
    r"(?:[:：]|(?=\n)|[\t]|(?(point)。|(?!)))",
    re.MULTILINE,
)
UNSURE = "\ue002"  # before a figure of a table of which nobody can say what it means
SENTENCE_ENDS = re.compile(r"(?<=[。！；\n])")
PROBLEM = re.compile(
    r"(存在|面临|遇到|碰到)[^。；]{0,14}(问题|困难|瓶颈|不足|制约|障碍)|(主要)?(问题|困难|"
    r"难点)(是|在于|为|有)|"
    r"^[\s　]*(目前|当前|但|但是)?[，,]?(存在|面临|遇到)的?(主要)?(问题|困难)"
)
IN_THE_WAY = re.compile(
    r"^[\s　]*(?:目前|但|但是)?[，,]?(?:受|因|由于)[^。；]{2,40}"
    r"(?:影响|制约|限制|原因|所限)[^。；]*"
    r"(?:尚未|未能?|无法|不能|暂停|停工|延后|推迟|受阻|缓慢|困难|滞后|不足|不畅)|"
    r"(?:意见|口径|标准|认识|步调)(?:尚?不|未)(?:统一|一致)|"
    r"(?:推进|实施|协调|征收|施工)?难度(?:较|很|偏)?大|(?:推进|施工|工作)受阻|意愿不[强高足]|"
    r"(?:资金|人手|力量|用地|师资|供应|指标)(?:仍|较|偏|十分|比较)?(?:紧张|短缺|不足|紧缺|偏紧)"
)
TO_COME = re.compile(
    r"^[\s　]*(?:我(?:局|单位|委|办)|本(?:局|单位|委))?[，,]?"
    r"(?:将|拟(?!定|稿)|准备|计划(?![^，。]{0,4}[率为的])|争取|力争)"
    r"(?!近|.{0,16}(?:申请|延期|延长|顺延|推迟))"
)
OF_TODAY = re.compile(r"^[\s　]*(?:截[至止]|(?:目前|当前)(?!存在|面临|的?主?要?问题|困难)|现已)")
NEXT = re.compile(
    r"^[\s　]*(我(局|单位|委|办)|本(局|单位|委))?(下一步|下步|接下来|后续|下一阶段|下阶段|"
    r"今后|下半年|下季度|下月)"
)


def find_fields(text: str) -> dict[str, str]:
    """Return field → words for the labels in `text`; empty where none is used."""
    matches = list(LABEL.finditer(text))
    found: dict[str, str] = {}
    for number, match in enumerate(matches):
        stop = matches[number + 1].start() if number + 1 < len(matches) else len(text)
        words = text[match.end() : stop].strip(" \t\n；;，,|　")
        field = FIELD_OF[match["label"]]
        if words and field not in found:
            found[field] = words
        elif words and field in ("narrative", "problems", "next_steps"):
            found[field] = f"{found[field]}\n{words}"
    return found


def contradiction(text: str, field: str) -> str | None:
    """Return the words behind a label that stands several times, where they are not the same."""
    matches = list(LABEL.finditer(text))
    told = []
    for number, match in enumerate(matches):
        stop = matches[number + 1].start() if number + 1 < len(matches) else len(text)
        words = text[match.end() : stop].strip(" \t\n；;，,|　").split("\n")[0]
        if FIELD_OF[match["label"]] == field and words:
            told.append(words)
    return "、".join(dict.fromkeys(told)) if len(set(told)) > 1 else None


def _by_itself(sentence: str, current: str) -> str:
    """Return where one sentence belongs; it says nothing of the sentences behind it."""
    if current != "narrative" or PERCENT.search(sentence):
        return current
    if TO_COME.match(sentence):
        return "next_steps"
    return "problems" if IN_THE_WAY.search(sentence) else current


def has_labels(text: str) -> bool:
    """Tell whether a text is written behind labels, filled in or not."""
    return LABEL.search(text) is not None


def before_fields(text: str) -> str:
    """Return what stands before the first label."""
    match = LABEL.search(text)
    return text[: match.start()].strip() if match else text


def split_sentences(text: str) -> dict[str, str]:
    """Return narrative, problems and next steps of a text without labels, by its sentences."""
    parts: dict[str, list[str]] = {"narrative": [], "problems": [], "next_steps": []}
    current = "narrative"
    for sentence in filter(str.strip, SENTENCE_ENDS.split(text)):
        if NEXT.match(sentence):
            current = "next_steps"
        elif PROBLEM.search(sentence):
            current = "problems"
        elif current == "next_steps" and OF_TODAY.match(sentence):
            current = "narrative"
        parts[_by_itself(sentence, current)].append(sentence)
    return {
        field: "".join(words).strip() for field, words in parts.items() if "".join(words).strip()
    }
