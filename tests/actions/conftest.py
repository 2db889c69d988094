"""What tests of hearing ask for."""

from datetime import date
from pathlib import Path

import pytest
from sqlmodel import Session, select

from actions.inbound import Surroundings
from actions.outbox import put_in_outbox
from models import Contact
from rules.audiences import Audience
from rules.office import Office
from rules.working_days import WorkingCalendar
from runtime.evidence import store_evidence
from templates import Letter
from tests.actions.asking import ADDRESS, Asked
from tests.factories import (
    make_assignment,
    make_department,
    make_duty,
    make_notice,
    make_period,
    make_return_item,
    make_target,
    make_task,
)
from tests.fakes import FakeClock

TODAY = date(2024, 9, 11)


@pytest.fixture
def asked(
    session: Session, clock: FakeClock, calendar: WorkingCalendar, office: Office, tmp_path: Path
) -> Asked:
    clock.set("2024-09-11T10:00")
    notice = make_notice(session)
    department = make_department(session, "市工业和信息化局")
    contact = session.exec(select(Contact).where(Contact.department_id == department.id)).one()
    contact.address = ADDRESS
    task = make_task(session, notice, key="7", title="建设临澜算力中心一期工程")
    assignment = make_assignment(session, task, department)
    make_target(session, notice, department)
    item = make_return_item(session, make_period(session, make_duty(session, notice)), assignment)
    message = put_in_outbox(
        session,
        kind="reminder",
        letter=Letter(
            "【督办】填报提醒", "【任务7】建设临澜算力中心一期工程\n上次填报：进度90%\n", ""
        ),
        audience=Audience.LIAISON,
        office=office,
        today=TODAY,
        now=clock(),
        department_id=department.id,
        task_ids=[task.number],
        return_id=item.return_id,
    )
    around = Surroundings(
        calendar, {}, office, lambda content: store_evidence(tmp_path, content), "mx.linlan.example"
    )
    return Asked(session, clock, around, department.number, assignment, task, item, message)
