"""三、目标完成情况: every number the notice wants, and the latest that its owner gave."""

from collections.abc import Iterator

from models import Target
from reports.blocks import Block, Column, Paragraph, Picture, Table
from reports.report import Report, TargetEntry
from reports.words import (
    OPERATORS,
    clean,
    day_figures,
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
    if any(target.completion is not None for target in report.targets):
        yield Picture("targets", "量化目标完成率（%）")
    yield Table(
        "量化目标完成情况",
        (
            Column("序号", 1.3, "center"),
            Column("指标", 4.6),
            Column("目标值", 2.4, "center"),
            Column("时限", 2.1, "center"),
            Column("最新值", 2.4, "center"),
            Column("完成率", 1.8, "center"),
            Column("数据日期", 2.8, "center"),
            Column("责任单位", 2.8),
            Column("说明", 4.2),
        ),
        tuple(_row(number, target) for number, target in enumerate(report.targets, start=1)),
        tuple(target.task_id for target in report.targets),
        size=9,
    )


def _summary(report: Report) -> str:
    given = [target for target in report.targets if target.latest is not None]
    reached = sum(target.reached for target in given)
    said = (
        f"原通知提出量化目标{len(report.targets)}项，已有填报值{len(given)}项，"
        f"其中达到目标值{reached}项、尚未达到{len(given) - reached}项"
    )
    silent = [target for target in report.targets if target.latest is None]
    if not silent:
        return said + "，全部指标均已填报。"
    names = join(dict.fromkeys(target.owner for target in silent if target.owner), "")
    orphans = sum(not target.owner for target in silent)
    parts = [f"未填报{len(silent)}项"]
    if names:
        parts.append(f"涉及{names}")
    if orphans:
        parts.append(f"其中{orphans}项尚未明确责任单位")
    return f"{said}；{'，'.join(parts)}。"


def target_words(target: Target | TargetEntry) -> str:
    """Return ≥600家, with 力争 where the notice says so."""
    soft = "力争" if target.stretch else ""
    return f"{soft}{OPERATORS[target.op]}{number_words(target.value)}{target.unit}"


def _row(number: int, target: TargetEntry) -> tuple[str, ...]:
    latest = target.latest
    completion = target.completion
    return (
        str(number),
        target.indicator,
        target_words(target),
        f"{target.by.year}年" if target.by else "每年",
        "未填报" if latest is None else f"{number_words(latest)}{target.latest_unit}",
        "未填报" if latest is None else _completion(completion),
        day_figures(target.read_on) if target.read_on else "未填报",
        target.owner or "未明确",
        explanation(target),
    )


def _completion(completion: float | None) -> str:
    return "单位不一致" if completion is None else percent_words(completion)


def explanation(target: TargetEntry) -> str:
    """Return why a value is missing or short, or what its owner noted, with its source."""
    if target.latest is None:
        if not target.owner:
            return "原通知未明确责任单位，待统筹办公室指定。"
        return f"{target.owner}未填报。"
    source = f"[读数#{target.reading_id}"
    source += f"，来件#{target.inbound_id}]" if target.inbound_id else "]"
    note = clean(target.note).rstrip("。")
    if not note:
        note = "已达到目标值" if target.reached else "未填报未达目标的原因"
    return f"{note}。{source}"
