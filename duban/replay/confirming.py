"""The office confirms a notice, and sets what its text leaves open."""

from sqlmodel import Session, col, select

from actions import corrections, tasks
from actions.confirmation import confirm_notice
from actions.doubts import answer_doubt
from actions.register import load_register
from actions.register_data import name_equivalents
from duban.replay.departments import department_named
from duban.replay.errors import ScenarioInvalid
from duban.replay.events import Confirm, Duty
from duban.replay.house import OFFICE, House
from models import Doubt, Notice, ReportingDuty, Target

NOTED = "按原文确认"


def confirm(house: House, event: Confirm, notice_id: int) -> None:
    """Confirm a notice as it was read; what the event says besides is set first."""
    with house.runtime.transaction() as session:
        notice = session.get_one(Notice, notice_id)
        if event.policy is not None:
            if event.policy not in house.runtime.policies:
                raise ScenarioInvalid("policy", f"no preset is called {event.policy!r}")
            notice.policy = event.policy
            session.add(notice)
        for key, due_on in event.deadlines.items():
            task = tasks.find_task(session, notice_id, key)
            corrections.set_deadline(
                session, task.number, due_on,
                now=house.now, actor=OFFICE, calendar=house.runtime.calendar,
            )  # fmt: skip
        for named, owner in event.owners.items():
            _set_owner(session, house, notice, named, owner)
        if event.duty is not None:
            frequency, due = _duty(house, notice, event.duty)
            _set_duty(session, house, notice_id, frequency, due)
        if event.everyone_reports:
            _let_everyone_report(session, house, notice_id)
        _answer_doubts(session, house, notice_id, first_named=event.first_named_leads)
        confirm_notice(session, notice_id, now=house.now, actor=OFFICE, keys=event.tasks)


def set_duty(house: House, event: Duty, notice_id: int) -> None:
    """Give a notice a reporting duty of the office's."""
    with house.runtime.transaction() as session:
        _set_duty(session, house, notice_id, event.frequency, event.due)


def _set_owner(session: Session, house: House, notice: Notice, named: str, owner: str) -> None:
    targets = session.exec(
        select(Target).where(Target.notice_id == notice.number).order_by(col(Target.order))
    ).all()
    meant = [t for t in targets if named in (t.indicator, str(t.order))]
    if not meant:
        raise ScenarioInvalid(f"owners.{named}", "no target has that indicator or number")
    department = department_named(session, house, owner, place=notice.place, add=True)
    for target in meant:
        corrections.set_target_owner(
            session, target.number, department, now=house.now, actor=OFFICE
        )


def _duty(house: House, notice: Notice, given: str | dict[str, str]) -> tuple[str, str]:
    if given == "preset":
        preset = house.runtime.policies[notice.policy].duty
        return preset.frequency, preset.due
    if isinstance(given, str):
        frequency, _, due = given.partition(":")
        return frequency, due
    if set(given) != {"frequency", "due"}:
        raise ScenarioInvalid("duty", "has frequency and due")
    return given["frequency"], str(given["due"])


def _set_duty(session: Session, house: House, notice_id: int, frequency: str, due: str) -> None:
    corrections.set_office_duty(
        session, notice_id, frequency=frequency, due=due, now=house.now, actor=OFFICE
    )


def _let_everyone_report(session: Session, house: House, notice_id: int) -> None:
    query = select(ReportingDuty).where(ReportingDuty.notice_id == notice_id)
    for duty in session.exec(query).all():
        corrections.set_reporters(session, duty.number, everyone=True, now=house.now, actor=OFFICE)


def _answer_doubts(session: Session, house: House, notice_id: int, *, first_named: bool) -> None:
    """A scenario's office confirms what was read; who leads a list is the one thing it says."""
    register = load_register(session, name_equivalents())
    waiting = session.exec(
        select(Doubt).where(Doubt.notice_id == notice_id, col(Doubt.answer).is_(None))
    ).all()
    for doubt in waiting:
        if doubt.kind == "first-named-leads":
            reply = "是" if first_named else "否"
            answer_doubt(
                session, doubt.number, answer=reply, register=register, now=house.now, actor=OFFICE
            )
        elif doubt.blocking:
            doubt.answer, doubt.answered_by, doubt.answered_at = NOTED, OFFICE, house.now
            session.add(doubt)
