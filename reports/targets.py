"""三、目标完成情况: every number the notice wants, and the latest that its owner gave."""

from collections.abc import Iterator
from datetime import date

from models import Target
from reports.blocks import Block, Column, Paragraph, Picture, Table
from reports.carriers import is_asked
from reports.report import Report, TargetEntry
from reports.words import (
    OPERATORS,
    clean,
    day_dots,
    join,
    number_words,
    percent_words,
)


def targets(report: Report) -> Iterator[Block]:
    """Say how many targets are reached, who has not given a value, and list them all."""
    if not report.targets:
        yield Paragraph("原通知没有提出量化目标。")
        return
    yield Paragraph(_summary(report))
    yield target_table(report)
    if any(target.completion is not None for target in report.targets):
        yield Picture("targets", "量化目标完成率（%）")


def target_table(report: Report, *, full: bool = False) -> Table:
    """Return all targets; `full` writes out the source of each value for the workbook."""
    return Table(
        "量化目标完成情况",
        (
            Column("序号", 1.3, "center"),
            Column("指标", 4.6),
            Column("目标值", 2.4, "center"),
            Column("时限", 2.1, "center"),
            Column("最新值", 2.6, "center"),
            Column("完成率", 2.1, "center"),
            Column("数据日期", 2.8, "center"),
            Column("责任单位", 2.8),
            Column("说明", 3.2),
        ),
        tuple(
            _row(number, target, report, full=full)
            for number, target in enumerate(report.targets, start=1)
        ),
        tuple(target.task_id for target in report.targets),
        size=9,
    )


def _summary(report: Report) -> str:
    given = [target for target in report.targets if target.latest is not None]
    reached = sum(target.reached for target in given)
    short = [target for target in given if not target.reached]
    ahead = sum(is_ahead(target, report.as_of_day) for target in short)
    said = (
        f"原通知提出量化目标{len(report.targets)}项，已有填报值{len(given)}项，"
        f"其中达到目标值{reached}项、尚未达到{len(short)}项"
    )
    if ahead:
        said += f"（{ahead}项完成时限未到）"
    silent = [target for target in report.targets if target.latest is None]
    if not silent:
        return said + "，全部指标均已填报。"
    names = join(dict.fromkeys(target.owner for target in silent if target.owner), "")
    orphans = sum(not target.owner for target in silent)
    parts = [f"未填报{len(silent)}项"]
    if names:
        parts.append(f"涉及{names}")
    unasked = sum(bool(t.owner) and not is_asked(report, t.owner) for t in silent)
    if unasked:
        parts.append(f"其中{unasked}项的责任单位不在本期报送范围")
    if orphans:
        parts.append(f"其中{orphans}项尚未明确责任单位")
    return f"{said}；{'，'.join(parts)}。"


def target_words(target: Target | TargetEntry) -> str:
    """Return ≥600家, with 力争 where the notice says so."""
    soft = "力争" if target.stretch else ""
    return f"{soft}{OPERATORS[target.op]}{number_words(target.value)}{target.unit}"


def is_ahead(target: TargetEntry, today: date) -> bool:
    """Return whether a target's own day is still to come."""
    return target.by is not None and target.by > today


def _row(number: int, target: TargetEntry, report: Report, *, full: bool) -> tuple[str, ...]:
    latest = target.latest
    completion = target.completion
    return (
        str(number),
        target.indicator,
        target_words(target),
        f"{target.by.year}年" if target.by else "每年",
        "未填报" if latest is None else f"{number_words(latest)}{target.latest_unit}",
        "—" if latest is None else _completion(completion),
        day_dots(target.read_on) if target.read_on else "—",
        target.owner or "未明确",
        _note(target, report) + _source(target, full=full),
    )


def _completion(completion: float | None) -> str:
    return "单位不一致" if completion is None else percent_words(completion)


def _note(target: TargetEntry, report: Report) -> str:
    if target.latest is None and target.owner and not is_asked(report, target.owner):
        return "本期未要求填报"
    return explanation(target, report.as_of_day)


def explanation(target: TargetEntry, today: date) -> str:
    """Return why a value is missing or short, or what its owner noted."""
    if target.latest is None:
        return "未填报" if target.owner else "待明确责任单位"
    if note := clean(target.note).rstrip("。"):
        return note
    if target.reached:
        return "已达到"
    return "时限未到" if is_ahead(target, today) else "未达到，原因未填报"


def _source(target: TargetEntry, *, full: bool) -> str:
    if target.reading_id is None:
        return ""
    message = f"，来件#{target.inbound_id}" if full and target.inbound_id else ""
    return f"[读数#{target.reading_id}{message}]"
