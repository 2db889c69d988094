"""The office corrects a value of a target that was noted wrongly, or takes it back."""

from datetime import datetime

from sqlmodel import Session, col, select

from actions.events import record_event
from models import Target, TargetReading
from rules.errors import NotAllowed


def correct_reading(
    session: Session, target_id: int, value: float | None, *, reason: str, by: str, now: datetime
) -> TargetReading:
    """Put another value in place of the one that counts; None: nothing was told.

    What was noted stays in the record. A corrected value answers what the wrong one answered.
    """
    if not reason.strip():
        raise NotAllowed("更正完成值须写明理由。")
    target = session.get_one(Target, target_id)
    wrong = latest_reading(session, target_id)
    if value is None and (wrong is None or wrong.value is None):
        raise NotAllowed(f"“{target.indicator}”没有已登记的完成值。")
    owner = wrong.department_id if wrong else target.owner_id
    if owner is None:
        raise NotAllowed(f"“{target.indicator}”还没有责任单位。", "请先指定责任单位。")
    reading = TargetReading(
        target_id=target_id,
        department_id=owner,
        return_id=wrong.return_id if wrong and value is not None else None,
        value=value,
        unit=wrong.unit if wrong and wrong.unit else target.unit,
        note=f"{by}{'撤回' if value is None else '更正'}：{reason.strip()}",
        read_at=now,
    )
    session.add(reading)
    record_event(
        session, "reading.corrected", reading, now=now, actor=by, value=value,
        instead_of=wrong.value if wrong else None, reason=reason.strip(),
    )  # fmt: skip
    return reading


def take_back_reading(
    session: Session, wrong: TargetReading, *, note: str, now: datetime
) -> TargetReading:
    """Say that a value never was told: as it was before it, or nothing at all."""
    before = session.exec(
        select(TargetReading)
        .where(TargetReading.target_id == wrong.target_id, col(TargetReading.id) < wrong.number)
        .order_by(col(TargetReading.id).desc())
    ).first()
    nothing = {
        "target_id": wrong.target_id, "department_id": wrong.department_id,
        "value": None, "unit": wrong.unit, "note": note,
    }  # fmt: skip
    facts = before.model_dump(exclude={"id", "read_at"}) if before else nothing
    reading = TargetReading(**facts, read_at=now)
    session.add(reading)
    return reading


def latest_reading(session: Session, target_id: int) -> TargetReading | None:
    """Return the newest record about a target, whether it holds a value or takes one back."""
    return session.exec(
        select(TargetReading)
        .where(TargetReading.target_id == target_id)
        .order_by(col(TargetReading.id).desc())
    ).first()
