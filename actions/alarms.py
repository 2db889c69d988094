"""Telling the office what the auditor found: each thing once, not every hour anew."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlmodel import Session, col, select

from actions.outbox import put_in_outbox
from actions.promises import Finding
from models import OutgoingMessage
from rules.audiences import Audience
from rules.office import Office
from templates import render_letter

KEY = "promises:"


def raise_alarm(
    session: Session, findings: Sequence[Finding], *, now: datetime, today: date, office: Office
) -> OutgoingMessage | None:
    """Put one mail about everything that was not told before into the outbox, or none.

    What was told and is still so stands below what is new. A thing that was put right and goes
    wrong again is told again.
    """
    earlier = session.exec(
        select(OutgoingMessage)
        .where(col(OutgoingMessage.merge_key).startswith(KEY))
        .order_by(col(OutgoingMessage.id).desc())
    ).all()
    told = set(earlier[0].data["open"]) if earlier else set()
    there = {_key(finding, thing) for finding in findings for thing in finding.things}
    if earlier and told - there:
        earlier[0].data = {"open": sorted(told & there)}
        session.add(earlier[0])
    if not there - told:
        return None
    new = [f for f in findings if any(_key(f, thing) not in told for thing in f.things)]
    letter = render_letter(
        "broken_promises",
        office=office.name,
        new=new,
        old=[finding for finding in findings if finding not in new],
        link=f"{office.url}/",
        today=today,
    )
    return put_in_outbox(
        session,
        kind="alarm",
        letter=letter,
        audience=Audience.OFFICE,
        office=office,
        today=today,
        now=now,
        merge_key=f"{KEY}{now.isoformat()}",
        data={"open": sorted(there)},
    )


def _key(finding: Finding, thing: str) -> str:
    return f"{finding.kind}:{thing}"
