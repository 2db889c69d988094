"""What the office does with a notice before it is live: answer, correct, set, confirm."""

from fastapi import APIRouter
from fastapi.responses import RedirectResponse
from sqlmodel import Session

from actions.confirmation import confirm_notice
from actions.corrections import (
    correct_parts,
    set_deadline,
    set_office_duty,
    set_target_owner,
)
from actions.doubts import answer_doubt, enter_units
from actions.register import load_register
from actions.register_data import name_equivalents
from duban.web.forms import Form
from duban.web.pages import after
from duban.web.visitors import CheckedForm, Coordinator, CurrentRuntime
from models import Department, Doubt
from reports.views.notices import get_notice, parts_of_task
from reports.views.tasks import get_task
from rules.assignments import Role
from rules.errors import NotAllowed, NotFound
from rules.policies import policy_of
from runtime.wiring import Runtime

router = APIRouter(include_in_schema=False, prefix="/notices/{notice_id}")


@router.post("/confirm")
def confirm(
    notice_id: int, form: CheckedForm, visitor: Coordinator, runtime: CurrentRuntime
) -> RedirectResponse:
    """Confirm the chosen drafts, or all that nothing stands against; a flow hands them out."""
    with runtime.transaction() as session:
        get_notice(session, notice_id)
        done = confirm_notice(
            session,
            notice_id,
            now=runtime.clock(),
            actor=visitor.account.name,
            keys=form.texts("key") or None,
        )
    said = f"已确认 {len(done.tasks)} 项任务，交办信将随即发出。"
    if done.left:
        said += f"另有 {len(done.left)} 项仍待确认，未交办。"
    return after(f"/notices/{notice_id}", said)


@router.post("/doubts/{doubt_id}")
def answer(
    notice_id: int,
    doubt_id: int,
    form: CheckedForm,
    visitor: Coordinator,
    runtime: CurrentRuntime,
) -> RedirectResponse:
    """Record a person's answer to a doubt, and do what follows from it."""
    with runtime.transaction() as session:
        if session.get(Doubt, doubt_id) is None:
            raise NotFound("doubt", doubt_id)
        answer_doubt(
            session,
            doubt_id,
            answer=form.text("other") or form.required("answer", "答复"),
            register=load_register(session, name_equivalents()),
            now=runtime.clock(),
            actor=visitor.account.name,
        )
    return after(f"/notices/{notice_id}#doubts", "疑点已答复。")


@router.post("/units")
def enter(
    notice_id: int, form: CheckedForm, visitor: Coordinator, runtime: CurrentRuntime
) -> RedirectResponse:
    """Enter the ticked names, which the register lacks, as departments."""
    ticked = [int(number) for number in form.texts("doubt") if number.isdecimal()]
    with runtime.transaction() as session:
        count = enter_units(
            session,
            notice_id,
            ticked,
            register=load_register(session, name_equivalents()),
            now=runtime.clock(),
            actor=visitor.account.name,
        )
    return after(f"/notices/{notice_id}#doubts", f"已把 {count} 个单位加入名册，请稍后补上联系人。")


@router.post("/tasks/{task_id}")
def correct(
    notice_id: int,
    task_id: int,
    form: CheckedForm,
    visitor: Coordinator,
    runtime: CurrentRuntime,
) -> RedirectResponse:
    """Correct who leads, who supports and by when; what was printed stays in the clause."""
    now, actor = runtime.clock(), visitor.account.name
    due_on = form.day("due_on", "完成时限")
    with runtime.transaction() as session:
        task = get_task(session, task_id)
        if _says_otherwise(session, task_id, form):
            leads = named(session, form.text("leads"), notice_id, runtime)
            supports = named(session, form.text("supports"), notice_id, runtime)
            correct_parts(session, task_id, leads=leads, supports=supports, now=now, actor=actor)
        if due_on is not None and due_on != task.due_on:
            set_deadline(session, task_id, due_on, now=now, actor=actor, calendar=runtime.calendar)
    return after(f"/notices/{notice_id}#task-{task_id}", f"任务 {task.key} 已更正。")


@router.post("/duty")
def choose_duty(
    notice_id: int, form: CheckedForm, visitor: Coordinator, runtime: CurrentRuntime
) -> RedirectResponse:
    """Give a notice without a reporting duty one from the presets, labelled as the office's."""
    with runtime.transaction() as session:
        notice = get_notice(session, notice_id)
        preset = policy_of(runtime.policies, form.text("policy") or notice.policy).duty
        set_office_duty(
            session,
            notice_id,
            frequency=form.text("frequency") or preset.frequency,
            due=form.text("due") or preset.due,
            now=runtime.clock(),
            actor=visitor.account.name,
        )
    return after(f"/notices/{notice_id}#duties", "报送要求已设定，标注为“由办公室设定”。")


@router.post("/targets/{target_id}")
def choose_owner(
    notice_id: int,
    target_id: int,
    form: CheckedForm,
    visitor: Coordinator,
    runtime: CurrentRuntime,
) -> RedirectResponse:
    """Say which department answers for a target."""
    with runtime.transaction() as session:
        owner = named(session, form.required("owner", "责任单位"), notice_id, runtime)[0]
        set_target_owner(session, target_id, owner, now=runtime.clock(), actor=visitor.account.name)
    return after(f"/notices/{notice_id}#targets", f"指标责任单位定为{owner.short_name}。")


def _says_otherwise(session: Session, task_id: int, form: Form) -> bool:
    """Say whether the names typed differ from those the form showed: a list read stays as it is."""
    leads, supports = form.text("leads"), form.text("supports")
    parts = parts_of_task(session, task_id)
    shown = [
        "、".join(part.name for part in parts if part.row.role in roles)
        for roles in ((Role.LEAD, Role.RESPONSIBLE), (Role.SUPPORT,))
    ]
    return bool(leads or supports) and [leads, supports] != shown


def named(session: Session, names: str, notice_id: int, runtime: Runtime) -> list[Department]:
    """Return the departments named, separated by 、 or commas; an unknown name is refused."""
    register = load_register(session, name_equivalents())
    today = runtime.calendar.office_day(runtime.clock())
    place = get_notice(session, notice_id).place
    found: list[Department] = []
    for name in names.replace("，", "、").replace(",", "、").split("、"):
        if not name.strip():
            continue
        match = register.resolve(name.strip(), place=place, on=today)
        if len(match.departments) != 1:
            raise NotAllowed(
                f"名册中没有唯一的“{name.strip()}”。", "请填名册中的全称，多个单位用顿号隔开。"
            )
        found.extend(match.departments)
    return found
