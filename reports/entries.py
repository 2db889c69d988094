"""Tasks as the report and the ledger show them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from statistics import fmean

from models import Assignment, Extension, Measure, ReportingPeriod, Target, Task
from reports.loading import Rows, name_of
from reports.report import Node, Statement, TargetEntry, TaskEntry
from reports.statements import Said, said_about
from reports.targets import target_words
from reports.words import clean, quoted
from rules.assignments import AssignmentStatus, Role
from rules.audiences import Audience
from rules.lights import Colour, Light
from rules.tasks import LABELS, TaskStatus
from rules.wording import chinese_date
from rules.working_days import WorkingCalendar

MOVED = "改派"  # begins the reason of a part that went to somebody else
ANSWERS_FIRST = (Role.LEAD, Role.RESPONSIBLE, Role.INHERITED, Role.SUPPORT)
UNKNOWN_LIGHT = Light(Colour.GREY, "尚未纳入跟踪")


def task_entries(
    rows: Rows,
    lights: Mapping[int, Light],
    *,
    period: ReportingPeriod | None,
    calendar: WorkingCalendar,
    silent: Mapping[int, Sequence[str]],
) -> tuple[TaskEntry, ...]:
    """Return every task in the notice's order."""
    words = _target_words(rows)
    return tuple(
        _entry(rows, task, measure, lights, period, calendar, silent, words)
        for task, measure in rows.tasks
    )


def _entry(
    rows: Rows,
    task: Task,
    measure: Measure,
    lights: Mapping[int, Light],
    period: ReportingPeriod | None,
    calendar: WorkingCalendar,
    silent: Mapping[int, Sequence[str]],
    words: Mapping[int, tuple[str, ...]],
) -> TaskEntry:
    parts = rows.parts.get(task.number, ())
    current = [part for part in parts if not (part.ended_reason or "").startswith(MOVED)]
    said = {part.number: said_about(rows, part, period=period, calendar=calendar) for part in parts}
    spread = is_spread(current)
    speaker = None if spread else _speaker(current, said)
    lead_part = _first(current)
    light = lights.get(task.number, UNKNOWN_LIGHT)
    return TaskEntry(
        task_id=task.number,
        key=task.key,
        chapter=measure.chapter or "",
        section=measure.section or "",
        title=clean(task.title).rstrip("。"),
        text=clean(task.clause or measure.text),
        leads=_names(rows, current, Role.LEAD),
        supports=_names(rows, current, Role.SUPPORT),
        responsible=_names(rows, current, Role.RESPONSIBLE),
        inherited=_names(rows, current, Role.INHERITED),
        unknown_owners=tuple(p.printed_name for p in current if p.department_id is None),
        lead_is_stated=not task.lead_implied,
        is_spread=spread,
        status=LABELS[task.status],
        closed=task.status is TaskStatus.CLOSED,
        colour=light.colour.value,
        reason=quoted(light.reason),
        percent=_percent(current, speaker, said),
        due_on=task.due_on,
        original_due_on=task.original_due_on,
        lead=said[speaker.number].chosen if speaker else None,
        others=tuple(_others(parts, said, speaker)),
        earlier=tuple(each for part in parts for each in said[part.number].earlier),
        silent=tuple(silent.get(task.number, ())),
        nodes=_nodes(rows, task),
        target_words=words.get(task.number, ()),
        supervising=_people(rows, lead_part, Audience.SUPERVISING_LEADER),
        principal=_people(rows, lead_part, Audience.PRINCIPAL_LEADER),
        liaisons=_people(rows, lead_part, Audience.LIAISON),
        evidence=_evidence(rows, parts),
        to_coordinate=tuple(_to_coordinate(rows, task, current)),
        updated_on=_updated_on(said.values(), calendar),
    )


def _first(parts: Sequence[Assignment]) -> Assignment | None:
    """Return the part that answers for the task: who consolidates, else the first named."""
    ordered = sorted(
        parts, key=lambda p: (not p.consolidates, ANSWERS_FIRST.index(p.role), p.order)
    )
    return ordered[0] if ordered else None


def is_spread(parts: Sequence[Assignment]) -> bool:
    """Return whether the members of a collective answer for the task, each for itself."""
    first = _first(parts)
    if first is None or first.collective_id is None or first.role is Role.SUPPORT:
        return False
    return sum(part.collective_id == first.collective_id for part in parts) > 1


def _percent(
    parts: Sequence[Assignment], speaker: Assignment | None, said: Mapping[int, Said]
) -> float | None:
    """Return how far the task is: as its speaker says, or the mean of a collective's members."""
    if speaker is not None:
        return said[speaker.number].percent
    if not is_spread(parts):
        return None
    known = [
        percent
        for part in parts
        if part.collective_id is not None and (percent := said[part.number].percent) is not None
    ]
    return fmean(known) if known else None


def _speaker(parts: Sequence[Assignment], said: Mapping[int, Said]) -> Assignment | None:
    """Return whose words stand in the body: of those who may lead, the first who spoke."""
    first = _first(parts)
    leading = [p for p in parts if p.role in (Role.LEAD, Role.RESPONSIBLE)]
    if is_spread(parts):  # each member speaks for itself
        leading = [p for p in leading if p.collective_id is None]
    # A default owner stands in the body only where it is the task's single owner.
    if first and not leading and sum(p.role is first.role for p in parts) == 1:
        leading = [first]
    ordered = sorted(leading, key=lambda p: (not p.consolidates, p.order))
    spoke = [part for part in ordered if said[part.number].chosen]
    return next(iter(spoke or ordered), None)


def _others(
    parts: Iterable[Assignment], said: Mapping[int, Said], speaker: Assignment | None
) -> Iterable[Statement]:
    for part in parts:
        told = said[part.number].chosen
        if told is not None and part is not speaker:
            yield told


def _names(rows: Rows, parts: Iterable[Assignment], role: Role) -> tuple[str, ...]:
    """Return the departments of one role as printed; a collective once, with its size."""
    names: dict[str, int] = {}
    for part in parts:
        if part.role is not role or part.department_id is None:
            continue
        collective = rows.collectives.get(part.collective_id or 0)
        name = collective.name if collective else rows.name(part)
        names[name] = names.get(name, 0) + 1
    return tuple(f"{name}（{count}个）" if count > 1 else name for name, count in names.items())


def _nodes(rows: Rows, task: Task) -> tuple[Node, ...]:
    found = sorted(rows.milestones.get(task.number, ()), key=lambda step: step.due_on)
    return tuple(
        Node(step.number, clean(step.title), step.due_on, step.percent, step.done_at is not None)
        for step in found
    )


def _people(rows: Rows, part: Assignment | None, post: Audience) -> tuple[str, ...]:
    if part is None or part.department_id is None:
        return ()
    contacts = rows.contacts.get(part.department_id, ())
    return tuple(each.name for each in contacts if each.audience is post and each.name)


def _evidence(rows: Rows, parts: Iterable[Assignment]) -> tuple[str, ...]:
    return tuple(
        dict.fromkeys(
            evidence.name
            for part in parts
            for update in rows.updates.get(part.number, ())
            for evidence in rows.evidence.get(update.number, ())
        )
    )


def _to_coordinate(rows: Rows, task: Task, parts: Iterable[Assignment]) -> Iterable[str]:
    for part in parts:
        if part.status is AssignmentStatus.OBJECTED:
            why = clean(part.objection or "未写明理由").rstrip("。")
            yield f"{rows.name(part)}对分工有异议（{why}），建议协调明确。"
    if task.status is TaskStatus.SUSPENDED:
        yield f"任务已中止（{clean(task.reason or '').rstrip('。')}），建议研究是否恢复。"


def _updated_on(said: Iterable[Said], calendar: WorkingCalendar) -> date | None:
    moments = [each.last_said_at for each in said if each.last_said_at]
    return calendar.office_day(max(moments)) if moments else None


def target_entries(rows: Rows, calendar: WorkingCalendar) -> tuple[TargetEntry, ...]:
    """Return every target of the notice with its latest reading."""
    return tuple(_target(rows, target, calendar) for target in rows.targets)


def _target(rows: Rows, target: Target, calendar: WorkingCalendar) -> TargetEntry:
    reading = rows.readings.get(target.number)
    return TargetEntry(
        target_id=target.number,
        task_id=target.task_id,
        indicator=clean(target.indicator),
        op=target.op,
        value=target.value,
        unit=target.unit,
        by=target.by,
        stretch=target.stretch,
        owner=name_of(rows.departments[target.owner_id]) if target.owner_id else "",
        reading_id=reading.number if reading else None,
        inbound_id=reading.inbound_id if reading else None,
        latest=reading.value if reading else None,
        latest_unit=reading.unit if reading else "",
        read_on=calendar.office_day(reading.read_at) if reading else None,
        note=clean(reading.note) if reading else "",
    )


def _target_words(rows: Rows) -> dict[int, tuple[str, ...]]:
    found: dict[int, tuple[str, ...]] = {}
    for target in rows.targets:
        if target.task_id is not None:
            by = f"（{chinese_date(target.by)}前）" if target.by else "（每年）"
            words = f"{clean(target.indicator)}{target_words(target)}{by}"
            found[target.task_id] = (*found.get(target.task_id, ()), words)
    return found


def original_day(rows: Rows, extension: Extension, task: Task) -> date:
    """Return the day a matter was first due, before the first extension of it was granted."""
    same = [
        each.from_on
        for each in rows.extensions.get(task.number, ())
        if each.return_item_id == extension.return_item_id
        and each.milestone_id == extension.milestone_id
    ]
    return min([*same, extension.from_on])
