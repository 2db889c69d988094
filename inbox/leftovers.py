"""Which sentences of a reply stand in no item: none may vanish without a question.

A sentence is kept where its words stand in a field, or where all that it says is a value, a state
or a receipt that was recorded. Greetings and farewells say nothing.
"""

import re
from collections.abc import Sequence

from inbox.acknowledgements import acknowledges, is_only_a_receipt, refuses_to_acknowledge
from inbox.clauses import FULL_WIDTH
from inbox.courtesies import says_nothing, sentences_in
from inbox.fields import FIELD_OF
from inbox.figures import PERCENT, read_percent, value_of
from inbox.heard import Item
from inbox.questions import questions_in
from inbox.states import find_state

MARKS = re.compile(r"[\W_]+")
CLAUSES = re.compile(r"[，,：:\t（）()【】]")
LABELS = re.compile("|".join(sorted(map(re.escape, FIELD_OF), key=len, reverse=True)))
KEY = r"[\d一二三四五六七八九十]{1,3}(?:\.\d{1,2})?"
TASK = re.compile(
    rf"(?:关于|对于|其中|针对|有关|就|对|将|除)?(?:"
    rf"(?:任务|事项|序号|task)\s*(?:编?号)?\s*[:：]?\s*{KEY}(?:\s*[、和与及]\s*(?:任务)?{KEY}(?![\d%]))*|"
    rf"第?{KEY}[号项条](?:任务|工作)?)|^\W*[\d一二三四五六七八九十①-⑳]{{1,3}}(?:[、)）:：\s]|[.．](?!\d))",
    re.I,
)
LEADS = re.compile(r"^\W*(?:其中|另外?|此外|同时)")
SLIGHT = re.compile(
    r"截[至止]|目前|累计|完成|分别|达到?|为|约|近|已|共|其余|其他|各|均|都|除|外|以及?|和|与|及|任务|工作|事项|进度|状态|情况|"
    r"编号|名称|指标|数值|牵头|配合|责任|单位|我局|我委|我办|本局|更正|应|现|年度|全年|总体|整体|左右|以上|万|亿|[个家人次亩]|(?:无|没有)异议"
)
NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
MOST_LEFT = 1  # characters that may be left of a sentence that was recorded
SHOWN = 160
SHORT_STATE = 10


def lost_sentences(text: str, items: Sequence[Item], names: Sequence[str]) -> list[str]:
    """Return the sentences that `items` do not hold; `names` are titles and indicators."""
    told = _squeezed("\0".join(filter(None, (w for item in items for w in _words_of(item)))))
    receipt = "收到。" if any(item.acknowledged for item in items) else ""
    asked = set(questions_in(text))
    return [
        sentence
        for sentence in sentences_in(text)
        if _squeeze(sentence) not in told
        and sentence not in asked
        and not says_nothing(sentence)
        and not (receipt and is_only_a_receipt(receipt + sentence))
        and not all(_is_told(one, told, items, names) for one in CLAUSES.split(sentence))
    ]


def in_words(lost: Sequence[str], *, several: bool) -> str:
    """Return the question that lost sentences make."""
    words = "".join(lost)
    shown = words if len(words) <= SHOWN else f"{words[:SHOWN]}……"
    if several:
        return f"以下内容没有写明属于哪一项任务，未登记，请注明任务编号：“{shown}”"
    return f"以下内容未登记，请核对：“{shown}”"


def beyond_value(words: str) -> str:
    """Return what stands in the field of a value beside the value and the state itself."""
    clauses = re.split(r"[，,；;。\n（）()]", words)
    known = Item(status=find_state(words), percent=read_percent(words))
    left = [one for one in clauses if not _is_slight(one, [known], ())]
    return words if left else ""


def _words_of(item: Item) -> tuple[str | None, ...]:
    return (
        item.narrative, item.problems, item.next_steps, item.objection, item.extension_reason,
        *(step.title for step in item.steps),
    )  # fmt: skip


def _is_told(clause: str, told: str, items: Sequence[Item], names: Sequence[str]) -> bool:
    bare = LEADS.sub("", clause)
    if any(_squeeze(words) in told for words in (clause, bare, TASK.sub("", bare))):
        return True
    return says_nothing(clause) or _is_slight(clause, items, names)


def _is_slight(clause: str, items: Sequence[Item], names: Sequence[str]) -> bool:
    """Tell whether a clause is a heading, or a value, a state or a receipt that was recorded."""
    plain = clause.translate(FULL_WIDTH)
    if refuses_to_acknowledge(plain):
        return True
    receipt = acknowledges(plain) or is_only_a_receipt(TASK.sub("", plain))
    if receipt and any(item.acknowledged for item in items):
        return True
    if len(plain) <= SHORT_STATE and find_state(plain) in {item.status or "" for item in items}:
        return True
    left = _without_values(LABELS.sub("", TASK.sub("", plain)), items)
    for name in names:
        left = _without_name(left, name)
    return len(_squeeze(SLIGHT.sub("", left))) <= MOST_LEFT and not NUMBER.search(left)


def _without_values(words: str, items: Sequence[Item]) -> str:
    percents = {item.percent for item in items}
    left = PERCENT.sub(lambda m: "" if value_of(m) in percents else m[0], words)
    values = {value.value for item in items for value in item.targets} | percents
    return NUMBER.sub(lambda m: "" if float(m[0].replace(",", "")) in values else m[0], left)


def _without_name(words: str, name: str) -> str:
    """Leave out the parts of a title or an indicator's name, of two characters or more."""
    at, left = 0, ""
    while at < len(words):
        length = 0
        while at + length < len(words) and words[at : at + length + 1] in name:
            length += 1
        left += "" if length > 1 else words[at]
        at += length if length > 1 else 1
    return left


def _squeeze(text: str) -> str:
    return MARKS.sub("", text.translate(FULL_WIDTH))


def _squeezed(text: str) -> str:
    return "\0".join(_squeeze(part) for part in text.split("\0"))
