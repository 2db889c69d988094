"""A copy of an installation in memory, to try something out on: the original is only read."""

from sqlalchemy import Connection, insert
from sqlalchemy import select as rows_of
from sqlmodel import SQLModel, select

from duban.replay.house import CHANNELS, HeldMoment, House, SilentChannel, empty_database
from models import Department
from runtime.wiring import Runtime

LEFT_OUT = frozenset(
    {  # what decides nothing: the log and its seals, runs, files, sessions
        "event", "event_announcement", "event_seal", "flow_run", "run_request", "lease",
        "notice_original", "report_file", "evidence", "account_session",
    }
)  # fmt: skip
AT_A_TIME = 1000


def copy_house(original: Runtime) -> House:
    """Return a house with everything that the installation knows, at the moment of its clock."""
    engine = empty_database()
    reading = original.engine.execution_options(read_only=True)
    with reading.connect() as source, engine.begin() as target:
        _copy_rows(source, target)
    clock = HeldMoment(original.clock())
    runtime = Runtime(
        settings=original.settings.model_copy(update={"smtp_connections": 20}),
        engine=engine,
        calendar=original.calendar,
        policies=original.policies,
        clock=clock,
        notifiers={channel: SilentChannel(channel) for channel in CHANNELS},
    )
    with runtime.reading() as session:
        names = {row.number: row.short_name for row in session.exec(select(Department))}
    return House(runtime, clock, original.settings.home, names=names)


def _copy_rows(source: Connection, target: Connection) -> None:
    target.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
    for table in SQLModel.metadata.sorted_tables:
        if table.name in LEFT_OUT:
            continue
        found = source.execute(rows_of(table)).mappings()
        while rows := found.fetchmany(AT_A_TIME):
            target.execute(insert(table), [dict(row) for row in rows])
