"""The labelled fields of a reply: 进度、状态、进展、存在问题、下一步, in lines or in a row."""

import re
from collections.abc import Mapping

LABELS: Mapping[str, tuple[str, ...]] = {
    "percent": (
        "完成进度", "总体进度", "整体进度", "当前进度", "工作进度", "进度百分比",
        "完成比例", "百分比", "完成率", "进度/状态", "进度／状态", "进度与状态", "进度",
    ),
    "state": (
        "当前状态", "办理状态", "推进状态", "完成状态", "工作状态", "状态",
    ),
    "narrative": (
        "主要进展情况", "主要进展", "工作进展情况", "工作进展", "最新进展", "进展情况",
        "进展说明", "目前进展", "完成情况", "办理情况", "落实情况", "推进情况", "工作情况",
        "进展",
    ),
    "problems": (
        "存在的主要问题", "存在主要问题", "主要问题", "存在的问题", "存在问题及困难",
        "存在问题和困难", "存在的困难和问题", "存在困难", "困难和问题", "问题和困难",
        "问题与困难", "存在问题", "困难问题", "问题",
    ),
    "next_steps": (
        "下一步工作计划", "下一步工作打算", "下一步工作安排", "下一步工作", "下一步计划",
        "下一步打算", "下一步安排", "下一步措施", "下步工作计划", "下步工作", "下步计划",
        "下一步", "下步", "后续计划", "后续安排",
    ),
}  # fmt: skip
FIELD_OF = {label: field for field, labels in LABELS.items() for label in labels}
_words = "|".join(sorted(map(re.escape, FIELD_OF), key=len, reverse=True))
LABEL = re.compile(
    r"(?:(?<=^)|(?<=[\n；;。|\t，,　 ]))[ \t　]*[（(【\[]?"
    r"(?:[一二三四五六][、.．）)]|[①②③④⑤])?[ ]?[【\[]?"
    rf"(?P<label>{_words})(?:[（(][^）)\n]{{0,16}}[）)])?[】\]]?\s*(?:[:：]|(?=\n)|[\t])",
    re.MULTILINE,
)
SENTENCE_ENDS = re.compile(r"(?<=[。！；\n])")
PROBLEM = re.compile(
    r"(存在|面临|遇到)[^。；]{0,14}(问题|困难|瓶颈)|(主要)?(问题|困难)(是|在于|为)"
)
NEXT = re.compile(r"^[\s　]*(下一步|下步|接下来|后续|下一阶段)")


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
    return found


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
