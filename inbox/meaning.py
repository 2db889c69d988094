"""From a reply's own words to items: state, percent, requests. What is unclear is a doubt."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

from inbox import leftovers, questions
from inbox.acknowledgements import (
    acknowledges,
    is_only_a_receipt,
    without_acknowledgement,
)
from inbox.asked import Asked
from inbox.clauses import tidied
from inbox.figure_tables import with_heads
from inbox.heard import Item
from inbox.hints import without_hints
from inbox.indicators import Indicator
from inbox.merging import merged
from inbox.one_task import read_task
from inbox.openings import without_opening
from inbox.questions import only_asks, questions_in
from inbox.sections import divide, is_numbered_otherwise, share_of
from inbox.states import speaks_of_all
from inbox.tables import spread_tables
from inbox.traditional import in_simplified
from inbox.value_lines import take_value_lines, with_values


@dataclass(frozen=True, slots=True)
class Understanding:
    """What was understood; `doubts` are questions for the sender, in Chinese."""

    items: tuple[Item, ...] = ()
    doubts: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()  # words about tasks that were not asked: a doubt speaks of them


WHICH = "来信没有写明所答复的是哪一项任务，请按“任务编号：进展”逐项答复"
NUMBERED_OTHERWISE = "来信的序号与任务编号不一致，请按“任务编号：进展”逐项答复"
EMPTY = "来信没有可登记的内容"
GENERAL = (WHICH, NUMBERED_OTHERWISE, EMPTY)


def understand(
    text: str, asked: Sequence[Asked], *, today: date, others: Sequence[Asked] = ()
) -> Understanding:
    """Return what `text` (already cut to the sender's own words) says about the tasks asked.

    `others` are the department's further tasks: only the values of their indicators are taken.
    No sentence vanishes: what stands in no item, and is more than polite, is a doubt.
    """
    letter = without_hints(in_simplified(tidied(text)))
    body = without_opening(letter)
    words = spread_tables(with_heads(body, _all_names([*asked, *others]))).strip()
    if not words:
        return Understanding(doubts=(EMPTY,))
    if only_asks(words):
        return Understanding(doubts=(questions.in_words(questions_in(words)),))
    rest, values = take_value_lines(words, [*others, *asked])
    if not rest:
        return Understanding(with_values((), values))
    told = {value.indicator for _, value in values}
    asked = [replace(task, indicators=_except(task.indicators, told)) for task in asked]
    opening = letter[: len(letter) - len(body)]
    understood = _understood(rest, asked, opening=opening, today=today)
    items = with_values(understood.items, values)
    doubts = [*understood.doubts, *_asked_in_return(rest)]
    if understood.doubts != (WHICH,) and understood.doubts != (NUMBERED_OTHERWISE,):
        known = [*items, *(Item(narrative=text) for text in understood.elsewhere)]
        doubts += _left_over(rest, known, [*asked, *others])
    return Understanding(items, tuple(dict.fromkeys(doubts)))


def _except(indicators: Sequence[Indicator], told: Collection[str]) -> tuple[Indicator, ...]:
    return tuple(one for one in indicators if one.name not in told)


def _all_names(tasks: Sequence[Asked]) -> list[str]:
    return [name for task in tasks for name in (task.title, *(i.name for i in task.indicators))]


def _asked_in_return(text: str) -> list[str]:
    found = questions_in(text)
    return [questions.in_words(found)] if found else []


def _left_over(text: str, items: Sequence[Item], tasks: Sequence[Asked]) -> list[str]:
    lost = leftovers.lost_sentences(text, items, _all_names(tasks))
    return [leftovers.in_words(lost, several=len(tasks) > 1)] if lost else []


def _understood(words: str, asked: Sequence[Asked], *, opening: str, today: date) -> Understanding:
    keys = [task.key for task in asked]
    preamble, sections = divide(words, keys, [_names(task) for task in asked], opening=opening)
    if not any(section.keys for section in sections):
        return _about_one_or_all(words, asked, today=today)
    items: list[Item] = []
    doubts: list[str] = []
    elsewhere: list[str] = []
    for section in sections:
        for key in section.keys:
            if key not in keys:
                elsewhere.append(section.text)
                doubts.append(f"任务{key}不在所答复的邮件之列")
                continue
            about = [task for task in asked if task.key == key]
            item, doubt = read_task(key, share_of(section, key), about, today=today)
            items.append(item)
            doubts += doubt
    items += _about_all(preamble, asked, today=today)
    items, contradictions = merged(items)
    if acknowledges(preamble):
        items = _acknowledged(items, keys)
    return Understanding(tuple(items), (*doubts, *contradictions), tuple(elsewhere))


def _names(task: Asked) -> str:
    """Return what a task is called by: its title and its indicators, one a line."""
    return "\n".join([task.title, *(one.name for one in task.indicators)])


def _about_all(preamble: str, asked: Sequence[Asked], *, today: date) -> list[Item]:
    """Return what the words above the sections say of every task: 3项任务均正常推进，其中…"""
    if not preamble or not speaks_of_all(without_acknowledgement(preamble), len(asked)):
        return []
    item, _ = read_task(None, preamble, asked, today=today)
    return [replace(item, task=task.key, percent=None, targets=()) for task in asked]


def _acknowledged(items: Sequence[Item], keys: Sequence[str]) -> list[Item]:
    """签收 above the sections is about every task, but for those that are objected to."""
    told = [item if item.objection else replace(item, acknowledged=True) for item in items]
    known = {item.task for item in told}
    return told + [Item(task=key, acknowledged=True) for key in keys if key not in known]


def _about_one_or_all(text: str, asked: Sequence[Asked], *, today: date) -> Understanding:
    if is_only_a_receipt(text):
        return Understanding((Item(acknowledged=True),))
    awaited = [task for task in asked if task.awaited]
    only = asked if len(asked) == 1 else awaited
    if len(only) == 1:
        item, doubts = read_task(only[0].key, text, only, today=today)
        return Understanding((item,), tuple(doubts))
    item, doubts = read_task(None, text, asked, today=today)
    targets_only = bool(item.targets) and not (item.status or item.percent is not None)
    if len(asked) > 1 and not speaks_of_all(text, len(asked)) and not targets_only:
        kept = (Item(acknowledged=True),) if item.acknowledged else ()
        otherwise = is_numbered_otherwise(text, [task.key for task in asked])
        return Understanding(kept, (NUMBERED_OTHERWISE if otherwise else WHICH,))
    return Understanding((item,), tuple(doubts))
