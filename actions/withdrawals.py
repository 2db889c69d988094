"""Taking back drafts whose matters are settled: nobody approves what was answered meanwhile."""

from datetime import datetime

from sqlmodel import Session, col, select

from actions.events import record_event
from models import Approval, EscalationCase

BY = "督办系统"


def withdraw_settled(session: Session, *, now: datetime) -> int:
    """Withdraw the waiting drafts of which every climb has ended; return how many."""
    waiting = session.exec(select(Approval).where(Approval.status == "waiting")).all()
    drafts = [draft for draft in waiting if draft.case_ids]
    if not drafts:
        return 0
    numbers = {number for draft in drafts for number in draft.case_ids}
    ended = dict(
        session.exec(
            select(EscalationCase.id, EscalationCase.ended_reason).where(
                col(EscalationCase.id).in_(numbers), col(EscalationCase.ended_at).is_not(None)
            )
        ).all()
    )
    settled = [draft for draft in drafts if set(draft.case_ids) <= set(ended)]
    for draft in settled:
        reasons = dict.fromkeys(ended[number] or "" for number in draft.case_ids)
        draft.status, draft.decided_by, draft.decided_at = "withdrawn", BY, now
        draft.reason = f"所涉事项的督办均已结束：{'、'.join(filter(None, reasons))}"
        session.add(draft)
        record_event(
            session, "approval.withdrawn", draft, now=now, kind=draft.kind, reason=draft.reason
        )
    return len(settled)
