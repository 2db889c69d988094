"""The city that the mails of tests/corpus/mails are written in, made from their setup.json."""

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlmodel import Session

from models import Department, OutgoingMessage
from rules.assignments import Role
from rules.audiences import Audience
from rules.office import Office
from tests.factories import (
    make_assignment,
    make_contact,
    make_duty,
    make_notice,
    make_period,
    make_return_item,
    make_target,
    make_task,
)

MAILS = Path(__file__).parents[1] / "corpus" / "mails"


def read_setup() -> dict[str, Any]:
    """Return the setting; empty where the corpus is not there."""
    path = MAILS / "setup.json"
    data: dict[str, Any] = json.loads(path.read_text("utf-8")) if path.exists() else {}
    return data


def build(session: Session, setup: dict[str, Any]) -> None:
    """Make the rows with exactly the numbers of the setup: the signed tokens name them."""
    notice = make_notice(session, **setup["notice"])
    period = make_period(
        session, make_duty(session, notice), due_on=date.fromisoformat(setup["return_due_on"])
    )
    departments = {row["id"]: _department(session, row) for row in setup["departments"]}
    for row in setup["tasks"]:
        task = make_task(session, notice, id=row["id"], key=row["key"], title=row["title"])
        lead = make_assignment(session, task, departments[row["lead"]])
        make_return_item(session, period, lead)
        for number in row["support"]:
            make_assignment(session, task, departments[number], role=Role.SUPPORT)
        if row["target"]:
            facts = row["target"] | {"by": date.fromisoformat(row["target"]["by"])}
            make_target(session, notice, departments[row["lead"]], task_id=task.id, **facts)
    for row in setup["messages"]:
        _message(session, row, notice_id=notice.number)
    session.commit()


def office_of(setup: dict[str, Any]) -> Office:
    """Return the office of the setup."""
    return Office(**(setup["office"] | {"keys": tuple(setup["office"]["keys"])}))


def _department(session: Session, row: dict[str, Any]) -> Department:
    facts = {k: v for k, v in row.items() if k in Department.model_fields}
    department = Department(place="临澜市", **facts)
    session.add(department)
    session.flush()
    for contact in row["contacts"]:
        facts = contact | {"audience": Audience(contact["audience"])}
        make_contact(session, department, facts.pop("audience"), **facts)
    return department


def _message(session: Session, row: dict[str, Any], *, notice_id: int) -> None:
    session.add(
        OutgoingMessage(
            id=row["id"],
            public_id=row["public_id"],
            message_id=row["message_id"],
            kind=row["kind"],
            audience=Audience.LIAISON,
            department_id=row["department"],
            notice_id=notice_id,
            task_ids=row["tasks"],
            subject=row["subject"],
            text=row["text"],
            html=row["html"],
            reply_to=row["reply_to"],
            office_day=date.fromisoformat(row["sent_on"]),
            created_at=datetime.fromisoformat(f"{row['sent_on']}T01:00:00+00:00"),
        )
    )
