from datetime import UTC, datetime

import pytest
from sqlmodel import Session, select, text

from actions.audit import FIRST, last_seal, seal_events, verify
from actions.events import record_event
from models import Event, EventSeal, Notice, Report, StatusUpdate, TargetReading, Task
from tests.factories import make_assignment, make_department, make_notice, make_target

NOW = datetime(2024, 3, 4, 1, 0, tzinfo=UTC)


@pytest.fixture
def log(session: Session) -> Session:
    """Five events, sealed, in a database whose guards were taken away by an intruder."""
    department = make_department(session)
    for number in range(5):
        record_event(session, "task.closed", department, now=NOW, actor="王科长", step=number)
    assert seal_events(session, now=NOW) == 5
    session.commit()
    for table in ("event", "event_seal"):
        for verb in ("update", "delete"):
            session.exec(text(f"DROP TRIGGER {table}_refuses_{verb}"))  # type: ignore[call-overload]
    return session


def tamper(session: Session, sql: str) -> None:
    session.connection().exec_driver_sql("PRAGMA defer_foreign_keys = ON")
    session.exec(text(sql))  # type: ignore[call-overload]
    session.flush()
    session.expire_all()


def test_an_untouched_log_is_proved(log: Session) -> None:
    verdict = verify(log)

    assert (verdict.ok, verdict.sealed, verdict.unsealed) == (True, 5, ())
    assert verdict.last_seal == last_seal(log) != FIRST


def test_an_empty_log_is_in_order(session: Session) -> None:
    assert verify(session).ok
    assert last_seal(session) == FIRST


def test_the_unsealed_tail_is_named(log: Session) -> None:
    late = record_event(log, "task.closed", make_department(log), now=NOW)
    log.flush()

    verdict = verify(log)

    assert verdict.ok
    assert verdict.unsealed == (late.id,)


def test_sealing_goes_on_where_it_ended(log: Session) -> None:
    for _ in range(3):
        record_event(log, "task.closed", make_department(log), now=NOW)
    log.flush()

    assert seal_events(log, now=NOW, limit=2) == 2
    assert seal_events(log, now=NOW) == 1
    assert seal_events(log, now=NOW) == 0
    assert verify(log).sealed == 8


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ("UPDATE event SET actor = '李四' WHERE id = 3", "与封印不符"),
        ("UPDATE event SET payload = '{\"step\": 9}' WHERE id = 3", "与封印不符"),
        ("UPDATE event SET happened_at = '2024-03-05 01:00:00' WHERE id = 3", "与封印不符"),
        ("DELETE FROM event WHERE id = 3", "已被删除"),
        ("DELETE FROM event_seal WHERE sequence = 3", "缺失"),
        ("UPDATE event_seal SET seal = 'f' WHERE sequence = 3", "与封印不符"),
        ("UPDATE event_seal SET previous = 'f' WHERE sequence = 3", "不衔接"),
    ],
)
def test_what_was_changed_is_found_where_it_was_changed(
    log: Session, change: str, reason: str
) -> None:
    tamper(log, change)

    verdict = verify(log)

    assert not verdict.ok
    assert verdict.first_bad == 3
    assert reason in verdict.reason


def test_two_events_that_changed_places_are_found(log: Session) -> None:
    for old, new in ((4, 99), (5, 4), (99, 5)):
        tamper(log, f"UPDATE event SET id = {new} WHERE id = {old}")

    verdict = verify(log)

    assert (verdict.ok, verdict.first_bad) == (False, 4)


def test_a_chain_that_was_cut_off_contradicts_the_report_that_printed_its_end(
    log: Session,
) -> None:
    report = Report(
        key="annual:2024", kind="annual", title="年度总结报告", notice_id=make_notice(log).number,
        as_of=NOW, facts={}, facts_sha256="0", last_seal=last_seal(log),
    )  # fmt: skip
    log.add(report)
    log.commit()
    tamper(log, "DELETE FROM event_seal WHERE sequence = 5")
    tamper(log, "DELETE FROM event WHERE id = 5")

    verdict = verify(log)

    assert not verdict.ok
    assert "不在链上" in verdict.reason


def test_the_database_refuses_to_change_the_log(session: Session) -> None:
    record_event(session, "task.closed", make_department(session), now=NOW)
    session.commit()

    with pytest.raises(Exception, match="append-only"):
        session.exec(text("UPDATE event SET actor = 'x'"))  # type: ignore[call-overload]
    session.rollback()
    assert session.exec(select(Event)).one().actor == "duban"
    assert session.exec(select(EventSeal)).all() == []


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE status_update SET percent = 99",
        "UPDATE status_update SET narrative = '已全部建成'",
        "DELETE FROM status_update",
        "UPDATE target_reading SET value = 1000",
    ],
)
def test_what_a_department_said_cannot_be_edited_quietly(session: Session, sql: str) -> None:
    part = make_assignment(session)
    answer = StatusUpdate(assignment_id=part.number, percent=60, narrative="在建", said_at=NOW)
    notice = session.get_one(Notice, session.get_one(Task, part.task_id).notice_id)
    target = make_target(session, notice)
    value = TargetReading(
        target_id=target.number,
        department_id=part.department_id or 0,
        value=580,
        unit="家",
        read_at=NOW,
    )
    for name, row in (("update.recorded", answer), ("reading.recorded", value)):
        session.add(row)
        record_event(session, name, row, now=NOW)
    seal_events(session, now=NOW)
    session.commit()
    session.expire_all()
    assert verify(session).ok

    for table in ("status_update", "target_reading"):
        for verb in ("update", "delete"):
            session.exec(text(f"DROP TRIGGER {table}_refuses_{verb}"))  # type: ignore[call-overload]
    tamper(session, sql)

    verdict = verify(session)
    assert not verdict.ok
    assert "进展反馈" in verdict.reason or "指标读数" in verdict.reason
