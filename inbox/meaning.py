"""From a reply's own words to items: state, percent, requests. What is unclear is a doubt."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

from inbox.acknowledgements import (
    acknowledges,
    find_objection,
    is_only_a_receipt,
    refuses_to_acknowledge,
    without_acknowledgement,
)
from inbox.clauses import tidied
from inbox.extensions import reason_for, until_day
from inbox.fields import (
    UNSURE,
    before_fields,
    contradiction,
    find_fields,
    has_labels,
    split_sentences,
)
from inbox.figures import PERCENT, read_percent
from inbox.heard import Item
from inbox.indicators import Indicator, find_targets
from inbox.numbers import WHOLLY, find_percent
from inbox.openings import without_opening
from inbox.plans import find_steps
from inbox.sections import divide, is_numbered_otherwise, share_of
from inbox.states import (
    asks_for_closure,
    asks_for_extension,
    find_state,
    find_vagueness,
    speaks_of_all,
)
from inbox.tables import spread_tables
from inbox.titles import without_heading, without_titles
from inbox.traditional import in_simplified
from inbox.value_lines import take_value_lines, with_values


@dataclass(frozen=True, slots=True)
class Asked:
    """One task that was asked about, and the indicators its department gives values of."""

    key: str
    title: str = ""
    indicators: tuple[Indicator, ...] = ()
    awaited: bool = True  # an answer about it is owed now


@dataclass(frozen=True, slots=True)
class Understanding:
    """What was understood; `doubts` are questions for the sender, in Chinese."""

    items: tuple[Item, ...] = ()
    doubts: tuple[str, ...] = ()


NOT_SIGNED = "来信没有签收，请说明原因"
VALUE_LINE = re.compile(r"\n[^，。；：:\n]{2,24}\d[\d,.]*\s*[^\d，。；：:\n]{1,6}[。]?(?=\n|$)")
WHICH = "来信没有写明所答复的是哪一项任务，请按“任务编号：进展”逐项答复"
NUMBERED_OTHERWISE = "来信的序号与任务编号不一致，请按“任务编号：进展”逐项答复"
GENERAL = (WHICH, NUMBERED_OTHERWISE, "来信没有正文")


def understand(
    text: str, asked: Sequence[Asked], *, today: date, others: Sequence[Asked] = ()
) -> Understanding:
    """Return what `text` (already cut to the sender's own words) says about the tasks asked.

    `others` are the department's further tasks: only the values of their indicators are taken.
    """
    words = spread_tables(without_opening(in_simplified(tidied(text)))).strip()
    if not words:
        return Understanding(doubts=("来信没有正文",))
    rest, values = take_value_lines(words, [*others, *asked])
    if not rest:
        return Understanding(with_values((), values))
    told = {value.indicator for _, value in values}
    asked = [replace(task, indicators=_except(task.indicators, told)) for task in asked]
    understanding = _understood(rest, asked, today=today)
    return replace(understanding, items=with_values(understanding.items, values))


def _except(indicators: Sequence[Indicator], told: Collection[str]) -> tuple[Indicator, ...]:
    return tuple(one for one in indicators if one.name not in told)


def _understood(words: str, asked: Sequence[Asked], *, today: date) -> Understanding:
    keys = [task.key for task in asked]
    preamble, sections = divide(words, keys, [task.title for task in asked])
    if not sections[0].keys:
        return _about_one_or_all(words, asked, today=today)
    items: list[Item] = []
    doubts: list[str] = []
    for section in sections:
        for key in section.keys:
            if key not in keys:
                doubts.append(f"任务{key}不在所答复的邮件之列")
                continue
            item, doubt = _item(key, share_of(section, key), asked, today=today)
            items.append(item)
            doubts += doubt
    if acknowledges(preamble):
        items = _acknowledged(items, keys)
    return Understanding(tuple(items), tuple(dict.fromkeys(doubts)))


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
        item, doubts = _item(only[0].key, text, asked, today=today)
        return Understanding((item,), tuple(doubts))
    item, doubts = _item(None, text, asked, today=today)
    targets_only = bool(item.targets) and not (item.status or item.percent is not None)
    if len(asked) > 1 and not speaks_of_all(text, len(asked)) and not targets_only:
        kept = (Item(acknowledged=True),) if item.acknowledged else ()
        otherwise = is_numbered_otherwise(text, [task.key for task in asked])
        return Understanding(kept, (NUMBERED_OTHERWISE if otherwise else WHICH,))
    return Understanding((item,), tuple(doubts))


def _item(
    key: str | None, text: str, asked: Sequence[Asked], *, today: date
) -> tuple[Item, list[str]]:
    about = [task for task in asked if key in (None, task.key)]
    title = "；".join(task.title for task in about)
    words = without_heading(text, [task.title for task in about])
    objection = find_objection(words)
    if objection is not None:
        return Item(task=key, objection=objection), []
    if is_only_a_receipt(words):
        return Item(task=key, acknowledged=True), []
    if refuses_to_acknowledge(words):
        return Item(task=key), [f"任务{key}：来信没有签收，请说明原因" if key else NOT_SIGNED]
    indicators = list(dict.fromkeys(one for task in about for one in task.indicators))
    targets, rest = find_targets(without_titles(words, [t.title for t in about]), indicators)
    fields = find_fields(rest)
    percent, doubts = _percent(rest, fields, title)
    told = _told(_without_values(words) if targets else words)
    status = _state(rest, fields, title)
    if status and "更正" not in rest and (both := contradiction(rest, "state")):
        status = None
        doubts.append(f"来信中的状态前后不一（{both}），请确认以哪一个为准")
    item = Item(
        task=key,
        status=status,
        percent=percent,
        closure_requested=asks_for_closure(_without_plans(rest, fields)),
        acknowledged=acknowledges(words),
        targets=targets,
        steps=find_steps(words, today=today),
        narrative=told.get("narrative"),
        problems=told.get("problems"),
        next_steps=told.get("next_steps"),
    )
    if asks_for_extension(_without_plans(rest, fields, problems=True)):
        item, doubt = _with_extension(item, words, today=today)
        doubts += doubt
    if item.status is None and percent is None and not doubts:
        vague = find_vagueness(_without_plans(rest, fields))
        doubts = [f"“{vague}”不是确切的状态，请填写进度或状态"] if vague else []
    prefix = f"任务{key}：" if key else ""
    return item, [prefix + doubt for doubt in doubts]


def _percent(text: str, fields: dict[str, str], title: str) -> tuple[float | None, list[str]]:
    """A labelled percentage wins over the sentences, unless they correct it."""
    if fields.get("percent", "").startswith(UNSURE):
        told = fields["percent"].removeprefix(UNSURE)
        return None, [f"表中的进度“{told}”不能确定是百分数还是比例，请写明百分比"]
    if "更正" not in text and (doubt := contradiction(text, "percent")):
        return None, [f"来信中有几个进度（{doubt}），请确认以哪一个为准"]
    labelled = _labelled_percent(fields.get("percent", ""), title)
    if labelled is None and "%" in fields.get("state", ""):
        labelled = read_percent(fields["state"])
    if labelled is not None and labelled > 100:
        return None, [f"进度{labelled:g}%超过100%，请确认实际进度"]
    if labelled is not None and "更正" not in text:
        return labelled, []
    value, doubt = find_percent(_without_plans(text, fields), title)
    if value is None and doubt is None:  # 总体进度81% below the last heading is about the whole
        value, doubt = find_percent(text, title, least=WHOLLY)
    return value, [doubt] if doubt else []


def _labelled_percent(words: str, title: str) -> float | None:
    """Return the figure behind a label; of several the one that is of today: 由60%提高到75%."""
    several = len(PERCENT.findall(words)) > 1
    weighed = find_percent(words, title)[0] if several else None
    return read_percent(words) if weighed is None else weighed


def _state(text: str, fields: dict[str, str], title: str) -> str | None:
    labelled = " ".join(fields[name] for name in ("state", "percent") if name in fields)
    labelled = labelled.translate(str.maketrans("（）()", "，，，，"))
    return find_state(labelled, title) or find_state(_without_plans(text, fields), title)


def _without_plans(text: str, fields: dict[str, str], *, problems: bool = False) -> str:
    """Leave out what is to come, and what is in the way: 下一步完成验收 says nothing of today."""
    if fields or has_labels(text):
        names = ("percent", "state", "narrative", *(("problems",) if problems else ()))
        return "\n".join([before_fields(text), *(fields.get(name, "") for name in names)])
    sentences = split_sentences(text)
    return "\n".join(words for field, words in sentences.items() if field != "next_steps")


def _without_values(text: str) -> str:
    """Leave out the lines behind labels that hold nothing but a value, recorded as such."""
    return VALUE_LINE.sub("", text) if has_labels(text) else text


def _told(text: str) -> dict[str, str]:
    """Return narrative, problems and next steps: by label, else by sentence."""
    if not has_labels(text):
        return split_sentences(without_acknowledgement(text))
    fields = find_fields(text)
    told = {k: v for k, v in fields.items() if k in ("narrative", "problems", "next_steps")}
    opening = without_acknowledgement(before_fields(text))
    if opening and "narrative" not in told:
        told["narrative"] = opening
    elif opening and find_state(opening) is None and len(opening) > len("现将有关情况反馈如下"):
        told["narrative"] = f"{opening}\n{told['narrative']}"
    return told


def _with_extension(item: Item, text: str, *, today: date) -> tuple[Item, list[str]]:
    day = until_day(text, today=today)
    asking = replace(item, status="申请延期", extension_reason=reason_for(text) or text.strip())
    if day is None:
        return asking, ["申请延期没有写明延期后的日期"]
    if day < today:
        return asking, [f"申请延期至{day}，这一天已过，请确认日期"]
    return replace(asking, extension_until=day), []
