"""The labelled fields of a reply: 进度、状态、进展、存在问题、下一步, in lines or in a row."""

import re
from collections.abc import Mapping

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
        "存在问题", "困难问题", "问题",
    ),
    "next_steps": (
        "下一步工作计划", "下一步工作打算", "下一步工作安排", "下一步工作", "下一步计划",
        "下一步打算", "下一步安排", "下一步措施", "下步工作计划", "下步工作", "下步计划",
        "下一步工作措施", "下步措施", "下步打算", "下阶段工作", "下一阶段工作", "工作计划",
        "下一步", "下步", "后续计划", "后续安排", "后续工作",
    ),
}  # fmt: skip
FIELD_OF = {label: field for field, labels in LABELS.items() for label in labels}
_words = "|".join(sorted(map(re.escape, FIELD_OF), key=len, reverse=True))
LABEL = re.compile(
    r"(?:(?<=^)|(?<=[\n；;。|\t，,　 ]))[ \t　]*[（(【\[]?"
    r"(?:[一二三四五六]、|[（(][一二三四五六1-6][）)]|[1-6][、.．）)](?!\d)|[①②③④⑤])?[ ]?[【\[]?"
    rf"(?P<label>{_words})(?:[（(][^）)\n]{{0,24}}[）)])?[】\]]?[ 　]*(?:[:：]|(?=\n)|[\t])",
    re.MULTILINE,
)
UNSURE = "？"  # before a figure of a table of which nobody can say what it means
SENTENCE_ENDS = re.compile(r"(?<=[。！；\n])")
PROBLEM = re.compile(
    r"(存在|面临|遇到|碰到)[^。；]{0,14}(问题|困难|瓶颈|不足|制约|障碍)|(主要)?(问题|困难|"
    r"难点)(是|在于|为|有)|"
    r"^[\s　]*(目前|当前|但|但是)?[，,]?(存在|面临|遇到)的?(主要)?(问题|困难)"
)
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
        parts[current].append(sentence)
    return {
        field: "".join(words).strip() for field, words in parts.items() if "".join(words).strip()
    }
