"""Approvals: a named leader accepts, edits or refuses; only then is anything sent.

国令第733号 art. 21: praise, criticism and accountability are proposed, and decided by people.
"""

from collections.abc import Mapping
from datetime import datetime

from sqlmodel import Session, col, select

from actions.events import record_event
from actions.grounds import Grounds
from actions.outbox import put_in_outbox
from models import Account, Approval, Department, EscalationCase, OutgoingMessage
from rules.access import MAY_APPROVE
from rules.audiences import Audience
from rules.errors import NotAllowed
from rules.office import Office
from rules.policies import EscalationLadder
from rules.working_days import WorkingCalendar
from templates import render_letter

KINDS: Mapping[str, str] = {
    "bulletin": "通报",
    "talk": "约谈通知",
    "accountability": "问责建议",
    "report": "报告",
}
SENT_TO: Mapping[str, Audience] = {
    "bulletin": Audience.PRINCIPAL_LEADER,
    "talk": Audience.PRINCIPAL_LEADER,
    "accountability": Audience.OFFICE,  # handed to the organ that may decide, by people
}


def waiting_approvals(session: Session) -> list[Approval]:
    """Return the drafts that wait for a leader, oldest first."""
    return list(
        session.exec(
            select(Approval).where(Approval.status == "waiting").order_by(col(Approval.id))
        )
    )


def accept(
    session: Session,
    approval_id: int,
    *,
    by: Account,
    now: datetime,
    calendar: WorkingCalendar,
    office: Office,
    text: str | None = None,
) -> Approval:
    """Accept a draft, as it is or with the leader's own `text`, and put it into the outbox.

    Raises `NotAllowed` where everything it is about was answered since it was written.
    """
    if is_settled(session, approval_id, now=now, calendar=calendar):
        raise NotAllowed(
            "所涉事项均已反馈或办结，这份文稿不再发出。", "确需发出的，请另行拟稿，按公文程序办理。"
        )
    approval = _decide(session, approval_id, "accepted", by=by, now=now)
    edited = text is not None and text.strip() != approval.text.strip()
    if text is not None and edited:
        approval.text = text.strip() + "\n"
    record_event(
        session,
        "approval.accepted",
        approval,
        now=now,
        actor=by.name,
        kind=approval.kind,
        edited=edited,
    )
    _send(session, approval, now=now, calendar=calendar, office=office)
    return approval


def is_settled(
    session: Session, approval_id: int, *, now: datetime, calendar: WorkingCalendar
) -> bool:
    """Say whether every climb that a draft stands on is over, or will be on the next morning."""
    approval = session.get_one(Approval, approval_id)
    cases = session.exec(
        select(EscalationCase).where(col(EscalationCase.id).in_(approval.case_ids))
    ).all()
    grounds = Grounds.of(session, cases, today=calendar.office_day(now), calendar=calendar)
    return bool(cases) and all(case.ended_at or grounds.why_over(case) for case in cases)


def refuse(
    session: Session, approval_id: int, *, by: Account, reason: str, now: datetime
) -> Approval:
    """Refuse a draft, with a reason; nothing is sent."""
    if not reason.strip():
        raise NotAllowed("不同意须写明理由。")
    approval = _decide(session, approval_id, "refused", by=by, now=now)
    approval.reason = reason.strip()
    record_event(
        session,
        "approval.refused",
        approval,
        now=now,
        actor=by.name,
        kind=approval.kind,
        reason=approval.reason,
    )
    return approval


def _decide(
    session: Session, approval_id: int, status: str, *, by: Account, now: datetime
) -> Approval:
    if by.role not in MAY_APPROVE:
        raise NotAllowed(f"{by.name}不是审批人。", "通报、约谈须由领导审批。")
    approval = session.get_one(Approval, approval_id)
    if approval.status != "waiting":
        raise NotAllowed(f"这份{KINDS[approval.kind]}已由{approval.decided_by}处理。")
    approval.status, approval.decided_by, approval.decided_at = status, by.name, now
    session.add(approval)
    return approval


def _copy_to(session: Session, approval: Approval) -> Audience | None:
    """Return whom the rung itself copies, by the ladder that the climb began with."""
    cases = session.exec(
        select(EscalationCase).where(col(EscalationCase.id).in_(approval.case_ids))
    )
    rungs = [rung for case in cases for rung in EscalationLadder.from_data(case.ladder).rungs]
    wanted = {r.cc for r in rungs if r.cc and r.template == f"{approval.kind}_draft"}
    return min(wanted, default=None)


def _send(
    session: Session,
    approval: Approval,
    *,
    now: datetime,
    calendar: WorkingCalendar,
    office: Office,
) -> OutgoingMessage | None:
    audience = SENT_TO.get(approval.kind)
    if audience is None:
        return None
    department = (
        session.get_one(Department, approval.department_id) if approval.department_id else None
    )
    letter = render_letter(
        "approved",
        title=approval.title,
        paragraphs=[line for line in approval.text.splitlines() if line.strip()],
        department=department.name if department else "",
        approved_by=approval.decided_by or "",
        office=office.name,
        today=calendar.office_day(now),
    )
    message = put_in_outbox(
        session,
        kind=approval.kind,
        letter=letter,
        audience=audience,
        cc_audience=_copy_to(session, approval) if department else None,
        office=office,
        today=calendar.office_day(now),
        now=now,
        department_id=approval.department_id if audience is not Audience.OFFICE else None,
        notice_id=approval.notice_id,
        task_ids=approval.task_ids,
        merge_key=f"approval:{approval.number}",
    )
    record_event(session, "message.queued", message, now=now, kind=approval.kind)
    return message
