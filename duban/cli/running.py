"""Running a sweep by hand, and the timetable in a terminal."""

from datetime import datetime
from importlib import import_module
from typing import Any

from duban.cli.context import local, print_json, print_table
from runtime.outcome import Outcome
from runtime.timetable import get_entry, overview, read_timetable
from runtime.wiring import Runtime

WHAT = {"decision": "决定", "draft": "代拟稿", "message": "发件"}


async def run_sweep(runtime: Runtime, flow: str, *, now: datetime) -> Outcome:
    """Run one flow's sweep in this process, without Prefect."""
    entry = get_entry(read_timetable(), flow)
    module = import_module(entry.entrypoint.rpartition(".")[0])
    outcome: Outcome = await module.sweep(runtime, now=now)
    return outcome


def show_trial(runtime: Runtime, flow: str, *, now: datetime, as_json: bool) -> None:
    """Print what a run would make, tried out on a copy."""
    import asyncio

    from duban.replay.trying import try_out

    rows = asyncio.run(try_out(runtime, flow, now=now))
    if as_json:
        print_json(rows)
        return
    print_table(
        ("类别", "单位", "对象", "种类", "任务", "内容"),
        [
            (WHAT[r["what"]], r["department"], r["audience"], r["kind"], "、".join(r["tasks"]),
             r["about"])
            for r in rows
        ],
        empty="没有到期事项，不会发出任何邮件。",
    )  # fmt: skip


def schedule_rows(runtime: Runtime) -> list[dict[str, Any]]:
    """Return the timetable for programs."""
    return [
        {
            "flow": row.flow,
            "label": row.label,
            "times": row.times,
            "events": list(row.expects),
            "last_run_at": row.last_run_at,
            "last_ok": row.last_ok,
            "next_run_at": row.next_run_at,
            "paused": row.paused,
            "changed_by": row.changed_by,
        }
        for row in overview(runtime)
    ]


def show_schedule(runtime: Runtime) -> None:
    """Print the timetable for a person."""
    print_table(
        ("流程", "时间", "上次运行", "结果", "下次运行", "改动"),
        [
            (
                f"{row.label}\n{row.flow}",
                row.times,
                local(runtime, row.last_run_at) or "—",
                {True: "成功", False: "有失败", None: "—"}[row.last_ok],
                "已暂停" if row.paused else local(runtime, row.next_run_at) or "—",
                row.changed_by,
            )
            for row in overview(runtime)
        ],
        empty="日程为空。",
    )
