"""Every morning: decide reminders, merge them into one message a department; tell the leaders."""

from datetime import datetime

from prefect import flow

from actions.approval_requests import is_request_due, request_approvals
from actions.digests import merge_messages
from actions.reminders import cancel_answered, decide_reminders, departments_to_remind
from runtime.outcome import Outcome
from runtime.wiring import Runtime, get_runtime


def is_waiting(runtime: Runtime, *, now: datetime) -> bool:
    """Say whether any department, or the leaders, are to hear something today."""
    with runtime.reading() as session:
        return is_request_due(session, now=now, calendar=runtime.calendar) or bool(
            departments_to_remind(
                session, now=now, calendar=runtime.calendar, policies=runtime.policies
            )
        )


async def sweep(runtime: Runtime, *, now: datetime) -> Outcome:
    """Cancel what was answered meanwhile, decide, merge: one department a transaction.

    What is decided in the same transaction cannot have been answered, so it is not asked about.
    """
    outcome = Outcome("send-reminders")
    calendar, policies = runtime.calendar, runtime.policies
    with runtime.reading() as session:
        departments = departments_to_remind(session, now=now, calendar=calendar, policies=policies)
    for number in departments:
        with outcome.attempt(number), runtime.transaction() as session:
            gone = cancel_answered(session, now=now, calendar=calendar, department_id=number)
            decided = decide_reminders(
                session, now=now, calendar=calendar, policies=policies, department_id=number
            )
            messages = merge_messages(
                session, now=now, calendar=calendar, office=runtime.office, department_id=number,
                sending=runtime.sending,
            )  # fmt: skip
            outcome.count("decided", decided)
            outcome.count("cancelled", gone)
            outcome.count("messages", len(messages))
    with outcome.attempt("approvals"), runtime.transaction() as session:
        request_approvals(session, now=now, calendar=calendar, office=runtime.office)
    return outcome


@flow(name="send-reminders", retries=2, retry_delay_seconds=60)
async def send_reminders(as_of: datetime | None = None) -> None:
    """Run the sweep; fail if any item failed. `as_of` replays it for another moment."""
    runtime = get_runtime()
    outcome = await sweep(runtime, now=as_of or runtime.clock())
    outcome.raise_if_any_failed()
