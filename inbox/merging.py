"""Several items about one task make one item."""

from collections.abc import Sequence
from dataclasses import replace

from inbox.heard import Item, TargetValue


def merged(items: Sequence[Item]) -> tuple[list[Item], list[str]]:
    """Return one item for each task, in their order, and a question where two contradict."""
    told: dict[str | None, Item] = {}
    doubts: list[str] = []
    for item in items:
        known = told.get(item.task)
        if known is None:
            told[item.task] = item
            continue
        if None not in (known.percent, item.percent) and known.percent != item.percent:
            shown = f"{known.percent:g}%、{item.percent:g}%"
            doubts.append(f"任务{item.task}：来信中有几个进度（{shown}），请确认以哪一个为准")
            known, item = replace(known, percent=None), replace(item, percent=None)
        told[item.task] = both(known, item)
    return list(told.values()), doubts


def both(first: Item, second: Item) -> Item:
    """Return what two items say together; where both state a fact, the first one's."""
    return replace(
        first,
        status=first.status or second.status,
        percent=second.percent if first.percent is None else first.percent,
        narrative=_joined(first.narrative, second.narrative),
        problems=_joined(first.problems, second.problems),
        next_steps=_joined(first.next_steps, second.next_steps),
        objection=_joined(first.objection, second.objection),
        extension_until=first.extension_until or second.extension_until,
        extension_reason=first.extension_reason or second.extension_reason,
        closure_requested=first.closure_requested or second.closure_requested,
        acknowledged=first.acknowledged or second.acknowledged,
        targets=_targets(first.targets, second.targets),
        steps=(*first.steps, *second.steps),
    )


def _joined(first: str | None, second: str | None) -> str | None:
    if first and second and second not in first:
        return f"{first}\n{second}"
    return first or second


def _targets(
    first: Sequence[TargetValue], second: Sequence[TargetValue]
) -> tuple[TargetValue, ...]:
    later = {value.indicator for value in second}
    return (*(value for value in first if value.indicator not in later), *second)
