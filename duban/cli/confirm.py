"""A person's confirmation: answer the doubts, set what the text leaves open, make tasks live."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from duban.cli.context import (
    OFFICE,
    AsOf,
    By,
    Json,
    done,
    moment,
    open_runtime,
    print_json,
    print_table,
    typed_day,
    warn,
)

if TYPE_CHECKING:
    from sqlmodel import Session

    from runtime.wiring import Runtime


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command()(confirm)


def confirm(
    notice_id: Annotated[int, typer.Argument(help="Number of the notice.")],
    show: Annotated[bool, typer.Option("--list", help="Only show what is open.")] = False,
    preview: Annotated[bool, typer.Option(help="Only show the messages it would send.")] = False,
    task: Annotated[list[str] | None, typer.Option(help="Only these tasks, by key.")] = None,
    answer: Annotated[
        list[str] | None, typer.Option(help="Answer a doubt: 12=市科技局, 3=是. Repeatable.")
    ] = None,
    owner: Annotated[
        list[str] | None, typer.Option(help="Who answers for a target: 5=市科技局. Repeatable.")
    ] = None,
    deadline: Annotated[
        list[str] | None, typer.Option(help="Deadline set by the office: 7=2024-09-30.")
    ] = None,
    duty: Annotated[
        str, typer.Option(help="Reporting duty set by the office: annual:12-10, or preset.")
    ] = "",
    policy: Annotated[str, typer.Option(help="Preset of limits and ladder: 常规 or 紧急.")] = "",
    everyone_reports: Annotated[
        bool, typer.Option(help="Let every assigned department report, not only those named.")
    ] = False,
    by: By = OFFICE,
    as_of: AsOf = "",
    as_json: Json = False,
) -> None:
    """Confirm what was read. What is doubtful stays a draft and is told; the rest goes live."""
    runtime = open_runtime()
    now = moment(runtime, as_of)
    if show:
        _show_open(runtime, notice_id, as_json=as_json)
        return
    from actions.confirmation import confirm_notice

    with runtime.transaction() as session:
        if policy:
            _set_policy(session, runtime, notice_id, policy)
        _answer(session, answer or [], now=now, by=by)
        _set_owners(session, notice_id, owner or [], now=now, by=by)
        _set_deadlines(session, runtime, notice_id, deadline or [], now=now, by=by)
        _set_duty(session, runtime, notice_id, duty, now=now, by=by)
        if everyone_reports:
            _let_everyone_report(session, notice_id, now=now, by=by)
        if preview:
            _show_messages(runtime, session, notice_id, now=now, keys=task)
            session.rollback()
            return
        result = confirm_notice(session, notice_id, now=now, actor=by, keys=task)
    if as_json:
        print_json({"notice": notice_id, "confirmed": result.tasks, "left": result.left})
        return
    done(
        f"已确认 {len(result.tasks)} 项任务；服务运行时随即交办，也可用 duban run dispatch_tasks。"
    )
    for key, why in result.left.items():
        warn(f"任务{key}未确认：{why}")


def _show_open(runtime: "Runtime", notice_id: int, *, as_json: bool) -> None:
    from sqlmodel import col, select

    from models import Doubt, Target, Task

    with runtime.reading() as session:
        doubts = session.exec(
            select(Doubt).where(Doubt.notice_id == notice_id, col(Doubt.answer).is_(None))
        ).all()
        tasks = select(col(Task.id), col(Task.key)).where(Task.notice_id == notice_id)
        keys = dict(session.exec(tasks).all())
        targets = session.exec(
            select(Target).where(Target.notice_id == notice_id, col(Target.owner_id).is_(None))
        ).all()
    if as_json:
        print_json(
            {
                "doubts": [row.model_dump(mode="json") for row in doubts],
                "targets_without_owner": [row.model_dump(mode="json") for row in targets],
            }
        )
        return
    print_table(
        ("疑点", "任务", "原文", "原因", "可选"),
        [
            (d.id, keys.get(d.task_id, "—"), d.quote[:40], d.why, "、".join(map(str, d.choices)))
            for d in doubts
        ],
        empty="没有未答复的疑点。",
    )
    print_table(
        ("指标", "内容", "原文"),
        [(t.id, f"{t.indicator}{t.op}{t.value}{t.unit}", t.quote) for t in targets],
        empty="每个指标都有责任单位。",
    )
    typer.echo(f"答复：duban confirm {notice_id} --answer 疑点号=答复 --owner 指标号=单位")


def _show_messages(
    runtime: "Runtime",
    session: "Session",
    notice_id: int,
    *,
    now: datetime,
    keys: list[str] | None,
) -> None:
    from actions.dispatch import preview
    from actions.reach import without_address

    letters = preview(
        session,
        notice_id,
        now=now,
        calendar=runtime.calendar,
        policies=runtime.policies,
        office=runtime.office,
        keys=keys,
    )
    for department, letter in letters:
        typer.secho(f"—— 致{department.name} ——", bold=True)
        typer.echo(f"{letter.subject}\n\n{letter.text}")
    typer.echo(f"共 {len(letters)} 封；以上仅为预览，没有发出。")
    today = runtime.calendar.office_day(now)
    silent = without_address(session, [department for department, _ in letters], today=today)
    if silent:
        names = "、".join(department.short_name for department in silent)
        warn(f"没有可用联系人，交办将保留，收录联系人后自动发出：{names}")


def _pair(text: str) -> tuple[str, str]:
    from rules.errors import NotAllowed

    left, sign, right = text.partition("=")
    if not sign or not left.strip() or not right.strip():
        raise NotAllowed(f"“{text}”应写成 编号=内容。")
    return left.strip(), right.strip()


def _number(text: str) -> int:
    from rules.errors import NotAllowed

    if not text.isdecimal():
        raise NotAllowed(f"“{text}”不是编号。")
    return int(text)


def _set_policy(session: "Session", runtime: "Runtime", notice_id: int, name: str) -> None:
    from models import Notice
    from rules.errors import NotAllowed

    if name not in runtime.policies:
        raise NotAllowed(f"没有名为“{name}”的办理方案。", f"可选：{'、'.join(runtime.policies)}。")
    notice = session.get_one(Notice, notice_id)
    notice.policy = name
    session.add(notice)


def _answer(session: "Session", answers: list[str], *, now: datetime, by: str) -> None:
    from actions.doubts import answer_doubt
    from actions.register import load_register
    from actions.register_data import name_equivalents

    if answers:
        register = load_register(session, name_equivalents())
    for text in answers:
        number, reply = _pair(text)
        answer_doubt(session, _number(number), answer=reply, register=register, now=now, actor=by)


def _set_owners(
    session: "Session", notice_id: int, owners: list[str], *, now: datetime, by: str
) -> None:
    from actions.corrections import set_target_owner
    from duban.cli.lookup import department_named

    for text in owners:
        number, name = _pair(text)
        department = department_named(session, name, notice_id=notice_id, now=now)
        set_target_owner(session, _number(number), department, now=now, actor=by)


def _set_deadlines(
    session: "Session",
    runtime: "Runtime",
    notice_id: int,
    deadlines: list[str],
    *,
    now: datetime,
    by: str,
) -> None:
    from actions.corrections import set_deadline
    from actions.tasks import find_task

    for text in deadlines:
        key, day = _pair(text)
        task = find_task(session, notice_id, key)
        set_deadline(
            session, task.number, typed_day(day), now=now, actor=by, calendar=runtime.calendar
        )


def _set_duty(
    session: "Session", runtime: "Runtime", notice_id: int, duty: str, *, now: datetime, by: str
) -> None:
    if not duty:
        return
    from actions.corrections import set_office_duty
    from models import Notice

    if duty == "preset":
        preset = runtime.policies[session.get_one(Notice, notice_id).policy].duty
        frequency, due = preset.frequency, preset.due
    else:
        frequency, _, due = duty.partition(":")
    set_office_duty(session, notice_id, frequency=frequency, due=due, now=now, actor=by)


def _let_everyone_report(session: "Session", notice_id: int, *, now: datetime, by: str) -> None:
    from sqlmodel import select

    from actions.corrections import set_reporters
    from models import ReportingDuty

    for duty in session.exec(
        select(ReportingDuty).where(ReportingDuty.notice_id == notice_id)
    ).all():
        set_reporters(session, duty.number, everyone=True, now=now, actor=by)
