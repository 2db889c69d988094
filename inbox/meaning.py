"""From a reply's own words to items: state, percent, requests. What is unclear is a doubt."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from inbox.fields import before_fields, find_fields, split_sentences
from inbox.heard import Item
from inbox.indicators import find_targets
from inbox.numbers import find_date, find_percent, read_percent
from inbox.plans import find_steps
from inbox.sections import Section, divide, is_numbered_otherwise
from inbox.states import (
    acknowledges,
    asks_for_closure,
    asks_for_extension,
    find_objection,
    find_state,
    is_only_a_receipt,
    speaks_of_all,
)
from inbox.tables import spread_tables

GREETING = re.compile(
    r"^[\s　]*(您好|你好|领导好|各位领导好?|尊敬的[^，,：:\n]{0,12}|统筹办公?室?|"
    r"[^\n，。：:]{2,20}(办公室|局|办|委))\s*[：:！!，,。]\s*"
)
REASON = re.compile(r"(?:原因|理由)(?:是|为|如下)?[:：]?\s*(?P<words>[^\n]+)")
CAUSE = re.compile(r"(?:由于|因为|因)(?P<words>[^，,。；\n]+)")
UNTIL = re.compile(
    r"(?:延期|延长|顺延|推迟|延迟|延|时限|期限)[^。；\n\d]{0,12}(?P<day>[\d０-９][^。；，,\n]{2,14})"
)


@dataclass(frozen=True, slots=True)
class Asked:
    """One task that was asked about, and the indicators its department gives values of."""

    key: str
    title: str = ""
    indicators: tuple[str, ...] = ()
    awaited: bool = True  # an answer about it is owed now


@dataclass(frozen=True, slots=True)
class Understanding:
    """What was understood; `doubts` are questions for the sender, in Chinese."""

    items: tuple[Item, ...] = ()
    doubts: tuple[str, ...] = ()


def understand(text: str, asked: Sequence[Asked], *, today: date) -> Understanding:
    """Return what `text` (already cut to the sender's own words) says about the tasks asked."""
    words = spread_tables(GREETING.sub("", text)).strip()
    if not words:
        return Understanding(doubts=("来信没有正文",))
    keys = [task.key for task in asked]
    preamble, sections = divide(words, keys)
    if sections[0].key is None:
        return _about_one_or_all(words, asked, today=today)
    items, doubts = [], []
    for section in sections:
        if section.key not in keys:
            doubts.append(f"任务{section.key}不在所答复的邮件之列")
            continue
        item, doubt = _item(section, asked, today=today)
        items.append(item if not acknowledges(preamble) else replace(item, acknowledged=True))
        doubts += doubt
    return Understanding(tuple(items), tuple(doubts))


def _about_one_or_all(text: str, asked: Sequence[Asked], *, today: date) -> Understanding:
    if is_only_a_receipt(text):
        return Understanding((Item(acknowledged=True),))
    awaited = [task for task in asked if task.awaited]
    only = asked if len(asked) == 1 else awaited
    if len(only) == 1:
        item, doubts = _item(Section(only[0].key, text), asked, today=today)
        return Understanding((item,), tuple(doubts))
    item, doubts = _item(Section(None, text), asked, today=today)
    targets_only = bool(item.targets) and not (item.status or item.percent is not None)
    if len(asked) > 1 and not speaks_of_all(text) and not targets_only:
        kept = (Item(acknowledged=True),) if item.acknowledged else ()
        question = "来信没有写明所答复的是哪一项任务，请按“任务编号：进展”逐项答复"
        if is_numbered_otherwise(text, [task.key for task in asked]):
            question = "来信的序号与任务编号不一致，请按“任务编号：进展”逐项答复"
        return Understanding(kept, (question,))
    return Understanding((item,), tuple(doubts))


def _item(section: Section, asked: Sequence[Asked], *, today: date) -> tuple[Item, list[str]]:
    text = section.text
    indicators = [name for task in asked for name in task.indicators]
    objection = find_objection(text)
    if objection is not None:
        return Item(task=section.key, objection=objection), []
    if is_only_a_receipt(text):
        return Item(task=section.key, acknowledged=True), []
    targets, without_targets = find_targets(text, indicators)
    fields = find_fields(without_targets)
    percent, doubts = _percent(without_targets, fields)
    state = _state(without_targets, fields)
    told = _told(text, fields)
    item = Item(
        task=section.key,
        status=state,
        percent=percent,
        narrative=told.get("narrative"),
        problems=told.get("problems"),
        next_steps=told.get("next_steps"),
        closure_requested=asks_for_closure(text),
        acknowledged=acknowledges(text),
        targets=targets,
        steps=find_steps(text, today=today),
    )
    if asks_for_extension(text):
        item, doubt = _with_extension(item, text, today=today)
        doubts += doubt
    prefix = f"任务{section.key}：" if section.key else ""
    return item, [prefix + doubt for doubt in doubts]


def _percent(text: str, fields: dict[str, str]) -> tuple[float | None, list[str]]:
    """A labelled percentage wins over the sentences."""
    value, doubt = find_percent(text)
    if "percent" in fields or "state" in fields:
        labelled = read_percent(fields.get("percent", ""))
        if labelled is None:
            labelled = (
                read_percent(fields.get("state", "")) if "%" in fields.get("state", "") else None
            )
        if labelled is not None and labelled <= 100 and "更正" not in text:
            return labelled, []
        if labelled is not None and labelled > 100:
            return None, [f"进度{labelled:g}%超过100%，请确认实际进度"]
    return value, [doubt] if doubt else []


def _state(text: str, fields: dict[str, str]) -> str | None:
    labelled = " ".join(fields[name] for name in ("state", "percent") if name in fields)
    return find_state(labelled) or find_state(_without_plans(text, fields))


def _without_plans(text: str, fields: dict[str, str]) -> str:
    """Leave out what is to come: 下一步完成验收 says nothing about today."""
    if fields:
        kept = [before_fields(text), fields.get("narrative", ""), fields.get("problems", "")]
        return "\n".join(kept)
    sentences = split_sentences(text)
    return "\n".join(words for field, words in sentences.items() if field != "next_steps")


def _told(text: str, fields: dict[str, str]) -> dict[str, str]:
    """Return narrative, problems and next steps: by label, else by sentence."""
    if not fields:
        return split_sentences(text)
    told = {k: v for k, v in fields.items() if k in ("narrative", "problems", "next_steps")}
    opening = before_fields(text)
    if "narrative" not in told and opening and not acknowledges(opening):
        told["narrative"] = opening
    return told


def _with_extension(item: Item, text: str, *, today: date) -> tuple[Item, list[str]]:
    until = UNTIL.search(text)
    day = find_date(until["day"], today=today) if until else None
    reason = REASON.search(text) or CAUSE.search(text)
    if day is None:
        return item, ["申请延期没有写明延期后的日期"]
    words = reason["words"].strip() if reason else text.strip()
    return replace(item, extension_until=day, extension_reason=words), []
