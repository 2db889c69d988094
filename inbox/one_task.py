"""What a reply says of one task: its state, its percentage, its words, what it asks for."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from inbox.acknowledgements import (
    acknowledges,
    find_objection,
    is_only_a_receipt,
    refuses_to_acknowledge,
    without_acknowledgement,
)
from inbox.asked import Asked
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
from inbox.indicators import find_targets
from inbox.leftovers import beyond_value
from inbox.numbers import WHOLLY, find_percent
from inbox.plans import find_steps
from inbox.questions import without_questions
from inbox.states import (
    asks_for_closure,
    asks_for_extension,
    find_state,
    find_vagueness,
)
from inbox.titles import without_heading, without_titles

NOT_SIGNED = "来信没有签收，请说明原因"
VALUE_LINE = re.compile(r"\n[^，。；：:\n]{2,24}\d[\d,.]*\s*[^\d，。；：:\n]{1,6}[。]?(?=\n|$)")


def read_task(
    key: str | None, text: str, about: Sequence[Asked], *, today: date
) -> tuple[Item, list[str]]:
    """Return what `text` says of the tasks in `about`, and the questions that it leaves.

    `key` is the one task's, or None where the words are about all of them.
    """
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
    said = without_titles(without_questions(words), [task.title for task in about])
    targets, rest = find_targets(said, indicators, title)
    fields = find_fields(rest)
    percent, doubts = _percent(rest, fields, title)
    told = _told(_without_values(words) if targets else words)
    aim = indicators[0].name if len(indicators) == 1 else ""
    status = _state(rest, fields, f"{title}；{aim}")
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
    due_on = about[0].due_on if len(about) == 1 else None
    if asks_for_extension(_without_plans(rest, fields, problems=True)):
        item, doubt = _with_extension(item, words, today=today, due_on=due_on)
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
    values = [fields[name] for name in ("percent", "state") if name in fields]
    above = [opening, *(v for v in values if not v.startswith(UNSURE))]
    kept = [words for words in above if beyond_value(words)]
    if kept or "narrative" in told:
        told["narrative"] = "\n".join(
            [*kept, *([told["narrative"]] if "narrative" in told else [])]
        )
    elif opening:
        told["narrative"] = opening
    return told


def _with_extension(
    item: Item, text: str, *, today: date, due_on: date | None
) -> tuple[Item, list[str]]:
    day = until_day(text, today=today, due_on=due_on)
    asking = replace(item, status="申请延期", extension_reason=reason_for(text) or text.strip())
    if day is None:
        return asking, ["申请延期没有写明延期后的日期"]
    if day < today:
        return asking, [f"申请延期至{day}，这一天已过，请确认日期"]
    return replace(asking, extension_until=day), []
