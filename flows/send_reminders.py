"""Every morning: decide reminders, merge them into one message a department; tell the leaders."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from prefect import flow

from actions.approval_requests import is_request_due, request_approvals
from actions.digests import merge_messages
from actions.reminders import (
    cancel_answered,
    decide_reminders,
    decisions_due,
    departments_waiting,
)
from actions.second_looks import has_old_letters, take_back_old
from runtime.outcome import Outcome
from runtime.wiring import Runtime, get_runtime

AT_ONCE = 50  # departments whose messages are written in one transaction


def is_waiting(runtime: Runtime, *, now: datetime) -> bool:
    """Say whether any department, or the leaders, are to hear something today."""
    calendar = runtime.calendar
    with runtime.reading() as session:
        return (
            is_request_due(session, now=now, calendar=calendar)
            or bool(decisions_due(session, now=now, calendar=calendar, policies=runtime.policies))
            or bool(departments_waiting(session, now=now, calendar=calendar))
            or has_old_letters(session, now=now, calendar=calendar)
        )


async def sweep(runtime: Runtime, *, now: datetime) -> Outcome:
    """Decide for everyone, then write the messages, some departments a transaction.

    What was answered before its message is written is cancelled, not sent.
    """
    outcome = Outcome("send-reminders")
    calendar = runtime.calendar
    with outcome.attempt("old letters"), runtime.transaction() as session:
        outcome.count("taken_back", take_back_old(session, now=now, calendar=calendar))
    with outcome.attempt("decisions"), runtime.transaction() as session:
        decided = decide_reminders(session, now=now, calendar=calendar, policies=runtime.policies)
        outcome.count("decided", decided)
    with runtime.reading() as session:
        departments = departments_waiting(session, now=now, calendar=calendar)
    outcome.in_batches(departments, partial(_tell, runtime, outcome, now=now), size=AT_ONCE)
    with outcome.attempt("approvals"), runtime.transaction() as session:
        request_approvals(session, now=now, calendar=calendar, office=runtime.office)
    return outcome


def _tell(runtime: Runtime, outcome: Outcome, departments: Sequence[int], *, now: datetime) -> None:
    calendar = runtime.calendar
    with runtime.transaction() as session:
        gone = cancel_answered(session, now=now, calendar=calendar, departments=departments)
        messages = merge_messages(
            session, now=now, calendar=calendar, office=runtime.office, departments=departments,
            sending=runtime.sending,
        )  # fmt: skip
    outcome.count("cancelled", gone)
    outcome.count("messages", len(messages))


@flow(name="send-reminders", retries=2, retry_delay_seconds=60)
async def send_reminders(as_of: datetime | None = None) -> None:
    """Run the sweep; fail if any item failed. `as_of` replays it for another moment."""
    runtime = get_runtime()
    outcome = await sweep(runtime, now=as_of or runtime.clock())
    outcome.raise_if_any_failed()
