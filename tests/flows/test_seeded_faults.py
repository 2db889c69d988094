"""Whatever is wrong in the record is named within one run, in words, with what to do."""

import asyncio
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

import httpx
import pytest
from sqlmodel import col, select

from actions.approvals import accept
from actions.assignments import acknowledge
from actions.audit import seal_events
from actions.events import record_event
from actions.status_updates import record_update
from flows import (
    check_promises,
    compile_reports,
    deliver_messages,
    dispatch_tasks,
    escalate_slow_tasks,
    open_periods,
    send_reminders,
)
from inbox.heard import Item
from models import Approval, Assignment, OutgoingMessage
from rules.access import AccountRole
from rules.audiences import Audience
from rules.working_days import WorkingCalendar
from runtime.policies import built_in_policies
from runtime.settings import Settings
from runtime.wiring import Runtime, connect
from tests.factories import (
    make_account,
    make_assignment,
    make_contact,
    make_department,
    make_duty,
    make_notice,
    make_task,
)
from tests.fakes import FakeClock, RecordingNotifier

LAST = "2024-10-22T10:00"
DAYS = (
    "03-04", "03-05", "09-06", "09-09", "09-14", "09-26", "09-27", "09-30", "10-08", "10-09",
    "10-10", "10-11", "10-12", "10-14", "10-15", "10-16", "10-17", "10-18", "10-21", "10-22",
)  # fmt: skip


def runtime_in(home: Path, calendar: WorkingCalendar, clock: FakeClock) -> Runtime:
    return Runtime(
        settings=Settings(
            home=home, secret_keys="k", office_email="duban@linlan.example",
            base_url="http://duban.linlan.example",
        ),
        engine=connect(f"sqlite:///{home / 'duban.db'}"),
        calendar=calendar,
        policies=built_in_policies(),
        clock=clock,
        notifiers={"email": RecordingNotifier()},
    )  # fmt: skip


async def a_year(runtime: Runtime, clock: FakeClock) -> None:
    """Two units are handed a task each; 市乙局 answers, 市甲局 is silent up to a 通报."""
    with runtime.transaction() as session:
        notice = make_notice(session)
        for name in ("市甲局", "市乙局"):
            department = make_department(session, name)
            make_contact(session, department, Audience.SUPERVISING_LEADER)
            make_assignment(
                session, make_task(session, notice, status="confirmed"), department,
                status="draft", acknowledged_at=None, dispatched_at=None, acknowledge_by=None,
            )  # fmt: skip
        make_duty(session, notice)
        leader = make_account(session, AccountRole.LEADER)
    for day in DAYS:
        for flow in (
            dispatch_tasks, open_periods, escalate_slow_tasks, send_reminders, compile_reports,
            deliver_messages,
        ):  # fmt: skip
            outcome = await flow.sweep(runtime, now=clock.set(f"2024-{day}T08:30"))
            outcome.raise_if_any_failed()
        with runtime.transaction() as session:
            parts = session.exec(select(Assignment).order_by(col(Assignment.id))).all()
            if day == "03-05":
                for part in parts:
                    acknowledge(session, part.number, now=clock(), actor="联络员")
            if day == "09-27":
                said = Item(percent=60.0, narrative="已完成选址。")
                record_update(
                    session, parts[1], said, channel="form", said_by="联络员", now=clock()
                )
            for draft in session.exec(select(Approval).where(Approval.kind == "bulletin")):
                if draft.status == "waiting":
                    accept(
                        session, draft.number, by=leader, now=clock(),
                        calendar=runtime.calendar, office=runtime.office,
                    )  # fmt: skip
    await deliver_messages.sweep(runtime, now=clock.set("2024-10-22T09:00"))
    with runtime.transaction() as session:
        seal_events(session, now=clock())
    clock.set(LAST)


@pytest.fixture(scope="module")
def played(
    tmp_path_factory: pytest.TempPathFactory,
    migrated_database: Path,
    calendar: WorkingCalendar,
) -> Path:
    """The year, played once."""
    home = tmp_path_factory.mktemp("year")
    shutil.copy(migrated_database, home / "duban.db")
    clock = FakeClock(calendar.moment(date(2024, 3, 4), "08:00"))
    runtime = runtime_in(home, calendar, clock)
    asyncio.run(a_year(runtime, clock))
    with runtime.engine.connect() as connection:
        connection.exec_driver_sql("ROLLBACK")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.exec_driver_sql("BEGIN")
    runtime.engine.dispose()
    return home


@pytest.fixture
def year(
    played: Path, tmp_path: Path, calendar: WorkingCalendar, clock: FakeClock
) -> Iterator[Runtime]:
    """A copy of the year, on 22 October."""
    for name in ("duban.db", "watermark"):
        shutil.copy(played / name, tmp_path / name)
    clock.set(LAST)
    runtime = runtime_in(tmp_path, calendar, clock)
    yield runtime
    runtime.engine.dispose()


Fault = Callable[[sqlite3.Connection], object]
URGE = "SELECT id FROM reminder WHERE rule = 'ladder-1' ORDER BY id LIMIT 1"
REMINDED = "SELECT id FROM reminder WHERE rule = 'return-due-10' ORDER BY id LIMIT 1"
URGED_MAIL = f"SELECT message_id FROM reminder WHERE id = ({URGE})"
CASE = "SELECT min(id) FROM escalation_case"


def sql(*statements: str) -> Fault:
    def seed(connection: sqlite3.Connection) -> None:
        for statement in statements:
            connection.execute(statement)

    return seed


def copy_of(table: str, row: str, **changed: str) -> Fault:
    """Insert a row once more, with a few columns changed."""

    def seed(connection: sqlite3.Connection) -> None:
        names = [name for _, name, *_ in connection.execute(f"PRAGMA table_info({table})")]
        names.remove("id")
        values = [changed.get(name, f'"{name}"') for name in names]
        columns = ", ".join(f'"{name}"' for name in names)
        connection.execute(
            f"INSERT INTO {table} ({columns}) SELECT {', '.join(values)} FROM {table}"
            f" WHERE id = ({row})"
        )

    return seed


WITHOUT_TRIGGERS = tuple(
    f"DROP TRIGGER {table}_refuses_{verb}"
    for table in ("event", "event_seal")
    for verb in ("update", "delete")
)


@contextmanager
def damage(year: Runtime) -> Iterator[sqlite3.Connection]:
    """The database file, opened past everything that guards it."""
    connection = sqlite3.connect(year.settings.home / "duban.db")
    yield connection
    connection.commit()
    connection.close()


UNGUARDED = tuple(
    f"DROP TRIGGER IF EXISTS status_update_refuses_{verb}" for verb in ("update", "delete")
)

FAULTS: dict[str, tuple[str, Fault]] = {
    "a rung's decision deleted": (
        "decisions_altered", sql(f"DELETE FROM reminder WHERE id = ({URGE})")),
    "a rung's decision doubled": (
        "decisions_altered", copy_of("reminder", URGE, audience="'principal_leader'")),
    "a decision moved to another day": (
        "decisions_altered",
        sql(f"UPDATE reminder SET decided_on = '2024-10-09' WHERE id = ({URGE})")),
    "a decision given to another department": (
        "decisions_altered", sql(f"UPDATE reminder SET department_id = 2 WHERE id = ({URGE})")),
    "a decision for another post": (
        "decisions_altered",
        sql(f"UPDATE reminder SET audience = 'principal_leader' WHERE id = ({URGE})")),
    "a reminder deleted": (
        "reminders_altered", sql(f"DELETE FROM reminder WHERE id = ({REMINDED})")),
    "a reminder doubled": (
        "reminders_altered", copy_of("reminder", REMINDED, audience="'principal_leader'")),
    "a reminder moved to another day": (
        "reminders_altered",
        sql(f"UPDATE reminder SET decided_on = '2024-09-18' WHERE id = ({REMINDED})")),
    "a reminder given to another department": (
        "reminders_altered",
        sql(f"UPDATE reminder SET department_id = 3 - department_id WHERE id = ({REMINDED})")),
    "a letter readdressed": (
        "to_somebody_else",
        sql(f"UPDATE outgoing_message SET department_id = 2 WHERE id = ({URGED_MAIL})")),
    "a message marked sent that was not": (
        "sent_without_delivery",
        sql(f"UPDATE delivery SET status = 'pending' WHERE outgoing_id = ({URGED_MAIL})")),
    "a delivery missing": (
        "sent_without_delivery", sql(f"DELETE FROM delivery WHERE outgoing_id = ({URGED_MAIL})")),
    "a return missing": (
        "return_missing",
        sql("DELETE FROM return_item WHERE return_id = 2", 'DELETE FROM "return" WHERE id = 2')),
    "an item missing": ("item_missing", sql("DELETE FROM return_item WHERE id = 2")),
    "a report never compiled": (
        "period_not_compiled", sql("UPDATE reporting_period SET compiled_at = NULL")),
    "a report deleted": (
        "report_lost_or_doubled", sql("DELETE FROM report_file", "DELETE FROM report")),
    "a report compiled twice": (
        "report_lost_or_doubled", copy_of("report", "SELECT 1", key="'again'")),
    "a rung skipped": (
        "rungs_out_of_order",
        sql(f"UPDATE escalation_case SET steps_taken = 6 WHERE id = ({CASE})")),
    "a rung forgotten": (
        "rungs_out_of_order",
        sql(f"UPDATE escalation_case SET steps_taken = 1 WHERE id = ({CASE})")),
    "a rung repeated": (
        "rungs_out_of_order",
        copy_of(
            "event", "SELECT max(id) FROM event WHERE name = 'duban.escalation.stepped'",
            uuid="'again'", happened_at="'2024-10-21 00:30:00'",
        )),
    "two rungs on a day": (
        "two_rungs_a_day",
        copy_of(
            "event", "SELECT max(id) FROM event WHERE name = 'duban.escalation.stepped'",
            uuid="'again'",
        )),
    "a reminder after the answer": (
        "decided_after_the_answer",
        sql("UPDATE return_item SET given_at = '2024-09-20 00:00:00', status = 'given'"
            " WHERE assignment_id = 1")),
    "a message on a day off": (
        "on_a_day_off",
        sql(f"UPDATE outgoing_message SET office_day = '2024-10-06' WHERE id = ({URGED_MAIL})")),
    "a second message on a day": (
        "twice_a_day",
        copy_of(
            "outgoing_message", URGED_MAIL,
            public_id="'again'", message_id="'again'", merge_key="NULL",
        )),
    "a 通报 without approval": (
        "issued_without_approval", sql("UPDATE approval SET status = 'waiting'")),
    "a 通报 approved by nobody": (
        "issued_without_approval", sql("UPDATE approval SET decided_by = '李四'")),
    "an event edited": (
        "record_broken",
        sql(*WITHOUT_TRIGGERS, "UPDATE event SET actor = '李四' WHERE id = 3")),
    "an event deleted": (
        "record_broken", sql(*WITHOUT_TRIGGERS, "DELETE FROM event WHERE id = 3")),
    "an inbound message that nobody read": (
        "inbox_stands",
        sql("INSERT INTO inbound_message (channel, mailbox, key, raw, headers, received_at, status,"
            " reasons, sender, subject, attempts) VALUES ('email', 'm', 'k', x'', '{}',"
            " '2024-10-22 00:00:00', 'stored', '[]', '', '', 0)")),
    "a message that stands in the outbox": (
        "outbox_stands",
        sql("UPDATE outgoing_message SET status = 'pending', sent_at = NULL"
            f" WHERE id = ({URGED_MAIL})")),
    "a climb with an edited ladder": (
        "ladder_edited",
        sql("UPDATE escalation_case SET ladder ="
            " replace(ladder, '\"after_working_days\": 20', '\"after_working_days\": 40')")),
    "a climb deleted": (
        "late_without_urge",
        sql("DELETE FROM escalation_case", "UPDATE return_item SET due_on = '2024-10-17'")),
    "a 交办 lost": (
        "dispatched_untold",
        sql("DELETE FROM outgoing_message WHERE kind = 'dispatch'",
            "UPDATE assignment SET status = 'dispatched', dispatched_at = '2024-10-22 00:00:00'")),
    "a decision that became no letter": (
        "decided_unsaid", sql(f"UPDATE reminder SET message_id = NULL WHERE id = ({URGE})")),
    "a 报结 that nobody verified": (
        "submission_unreviewed",
        sql("UPDATE task SET status = 'submitted', submitted_at = '2024-10-08 00:00:00'")),
    "a period that opened, deleted": (
        "row_gone", sql("DELETE FROM reporting_period")),
    "a climb deleted with its decisions": (
        "row_gone", sql("DELETE FROM escalation_case", "DELETE FROM reminder")),
    "an answered return item deleted": ("row_gone", sql("DELETE FROM return_item WHERE id = 2")),
    "a letter deleted with its deliveries": (
        "row_gone",
        sql(f"DELETE FROM delivery WHERE outgoing_id = ({URGED_MAIL})",
            f"DELETE FROM outgoing_message WHERE id = ({URGED_MAIL})")),
    "an assignment that ended silently": (
        "state_altered",
        sql("UPDATE assignment SET status = 'ended', ended_reason = '合并' WHERE id = 1")),
    "a task that was closed silently": (
        "state_altered",
        sql("UPDATE task SET status = 'closed', closed_at = '2024-10-20 00:00:00' WHERE id = 1")),
    "an answer that nobody gave": (
        "state_altered",
        sql("UPDATE return_item SET status = 'given', given_at = '2024-10-21 00:00:00'"
            " WHERE id = 1")),
    "an answer taken back": (
        "state_altered", sql("UPDATE return_item SET status = 'awaited' WHERE id = 2")),
    "an answer accepted by nobody": (
        "state_altered", sql("UPDATE return_item SET status = 'accepted' WHERE id = 2")),
    "an approval turned into a refusal": (
        "state_altered", sql("UPDATE approval SET status = 'refused', reason = '不宜'")),
    "what a department said, rewritten": (
        "record_broken", sql(*UNGUARDED, "UPDATE status_update SET percent = 100")),
    "an answer counted twice": (
        "row_untraced", copy_of("status_update", "SELECT max(id) FROM status_update")),
    "a period opened twice": (
        "row_untraced", copy_of("reporting_period", "SELECT 1", label="'2024年度（补）'")),
    "a climb that nobody began": (
        "row_untraced", copy_of("escalation_case", CASE, due_instance="'item:1:2024-10-08'")),
    "the text of a letter altered after it left": (
        "letter_altered",
        sql(f"UPDATE outgoing_message SET text = text || '另' WHERE id = ({URGED_MAIL})")),
    "the address of a letter swapped": (
        "letter_altered",
        sql("UPDATE delivery SET address = 'other@linlan.example'"
            f" WHERE outgoing_id = ({URGED_MAIL})")),
    "a waiting letter given to a stranger": (
        "letter_misdirected",
        sql("UPDATE outgoing_message SET status = 'pending', sent_at = NULL"
            f" WHERE id = ({URGED_MAIL})",
            "UPDATE delivery SET address = 'other@linlan.example', status = 'pending'"
            f" WHERE outgoing_id = ({URGED_MAIL})")),
    "a letter that rests on no decision": (
        "letter_unfounded",
        copy_of(
            "outgoing_message", URGED_MAIL, public_id="'again'", message_id="'again'",
            merge_key="NULL", office_day="'2024-10-21'",
        )),
    "a letter suppressed": (
        "letter_suppressed",
        sql("UPDATE outgoing_message SET status = 'cancelled', sent_at = NULL"
            f" WHERE id = ({URGED_MAIL})")),
    "a receipt never written": (
        "mail_unanswered",
        sql("INSERT INTO inbound_message (id, channel, mailbox, key, raw, headers, received_at,"
            " processed_at, status, kind, reasons, sender, subject, attempts, department_id)"
            " VALUES (77, 'email', 'm', 'k', x'', '{}', '2024-10-22 00:00:00',"
            " '2024-10-22 00:01:00', 'processed', 'update', '[]', 'a@b.example', '', 1, 2)",
            "INSERT INTO status_update (assignment_id, inbound_id, narrative, problems,"
            " next_steps, channel, said_by, said_at) VALUES (2, 77, '完成', '', '', 'email',"
            " 'a', '2024-10-22 00:01:00')")),
    "a return's day moved without an extension": (
        "limit_altered", sql("UPDATE return_item SET due_on = '2024-12-31' WHERE id = 1")),
    "a period's day moved": (
        "period_altered", sql("UPDATE reporting_period SET due_on = '2024-12-31'")),
    "a part given to another department": (
        "owner_altered", sql("UPDATE assignment SET department_id = 2 WHERE id = 1")),
    "a figure of a report changed": (
        "report_altered", sql("UPDATE report SET facts = replace(facts, '2024', '2023')")),
    "a page of a report changed": (
        "report_altered", sql("UPDATE report_file SET content = x'00'")),
    "a seal replaced": (
        "record_broken",
        sql(*WITHOUT_TRIGGERS, "UPDATE event_seal SET seal = 'f' || substr(seal, 2)"
            " WHERE sequence = 5")),
    "a decision dated on a holiday": (
        "decisions_altered",
        sql("UPDATE reminder SET decided_on = '2024-10-06', decided_at = '2024-10-06 00:15:00'"
            f" WHERE id = ({URGE})")),
    "a decision for the wrong rung": (
        "decisions_altered", sql(f"UPDATE reminder SET rule = 'ladder-9' WHERE id = ({URGE})")),
}  # fmt: skip


def test_a_year_without_a_fault_has_no_finding(year: Runtime, clock: FakeClock) -> None:
    assert [finding.detail for finding in check_promises.find(year, now=clock())] == []


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_is_named_with_what_to_do(year: Runtime, clock: FakeClock, fault: str) -> None:
    kind, seed = FAULTS[fault]
    with damage(year) as connection:
        seed(connection)
    found = {finding.kind: finding for finding in check_promises.find(year, now=clock())}
    assert kind in found, {name: one.detail for name, one in found.items()}
    assert found[kind].things
    assert found[kind].advice


async def test_a_finding_silences_the_heartbeat_and_is_told_once(
    year: Runtime, clock: FakeClock
) -> None:
    with damage(year) as connection:
        FAULTS["a delivery missing"][1](connection)
    for _ in range(3):
        outcome = await check_promises.sweep(year, now=clock.advance(hours=1))
        assert "sent_without_delivery" in outcome.failures
        await deliver_messages.sweep(year, now=clock())
    assert not (year.settings.home / "heartbeat").exists()
    with year.reading() as session:
        [alarm] = session.exec(select(OutgoingMessage).where(OutgoingMessage.kind == "alarm"))
    assert alarm.status == "sent"
    assert "发件标为已发而没有投递记录" in alarm.text
    assert "请核对数据库" in alarm.text


async def test_what_was_put_right_and_goes_wrong_again_is_told_again(
    year: Runtime, clock: FakeClock
) -> None:
    away = "UPDATE reporting_period SET compiled_at = NULL"
    back = "UPDATE reporting_period SET compiled_at = '2024-09-30 08:00:00'"
    for statement in (away, back, away):
        with damage(year) as connection:
            connection.execute(statement)
        await check_promises.sweep(year, now=clock.advance(hours=1))
    with year.reading() as session:
        alarms = session.exec(select(OutgoingMessage).where(OutgoingMessage.kind == "alarm")).all()
    assert len(alarms) == 2


async def test_a_restored_database_is_noticed_and_says_nothing_twice(
    year: Runtime, clock: FakeClock
) -> None:
    """What was said since would be said again: nothing is sent until a person looked."""
    home = year.settings.home
    assert (home / "watermark").exists()
    with damage(year) as connection:
        sql(*WITHOUT_TRIGGERS, "DELETE FROM event_announcement", "DELETE FROM event_seal",
            "DELETE FROM event WHERE id > 20",
            "UPDATE outgoing_message SET status = 'pending', sent_at = NULL WHERE id > 3",
            )(connection)  # fmt: skip
    outcome = await deliver_messages.sweep(year, now=clock())
    assert "watermark" in outcome.failures["database"]
    assert year.notifiers["email"].sent == []  # type: ignore[attr-defined]
    assert check_promises.find(year, now=clock())[0].kind == "database_restored"
    await check_promises.sweep(year, now=clock())
    await deliver_messages.sweep(year, now=clock())
    [alarm] = year.notifiers["email"].sent  # type: ignore[attr-defined]
    assert "可能恢复了旧备份" in alarm.text

    with year.transaction() as session:  # the record grows past the mark: it stays so
        part = session.get_one(Assignment, 1)
        for _ in range(200):
            record_event(session, "hold.placed", part, now=clock())
    await deliver_messages.sweep(year, now=clock())
    assert len(year.notifiers["email"].sent) == 1  # type: ignore[attr-defined]

    (home / "watermark").unlink()
    outcome = await deliver_messages.sweep(year, now=clock())
    assert "database" not in outcome.failures


async def test_a_watchdog_hears_that_all_is_well(
    year: Runtime, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    async def get(_: httpx.AsyncClient, url: str) -> httpx.Response:
        asked.append(url)
        return httpx.Response(200, request=httpx.Request("GET", url))

    monkeypatch.setattr(httpx.AsyncClient, "get", get)
    year.settings.heartbeat_url = "http://watchdog.example/duban"
    await check_promises.sweep(year, now=clock())
    assert asked == ["http://watchdog.example/duban"]
    with damage(year) as connection:
        FAULTS["a delivery missing"][1](connection)
    await check_promises.sweep(year, now=clock() + timedelta(hours=1))
    assert len(asked) == 1
