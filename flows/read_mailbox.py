"""Reading the mailbox: stores new mail, each in a transaction of its own, then marks it seen."""

import asyncio
from datetime import datetime

from prefect import flow

from actions.inbound import record_mail
from inbox.mailbox import read_new_mail
from inbox.sameness import mail_key
from runtime.mailboxes import imap_server
from runtime.outcome import Outcome
from runtime.wiring import Runtime, get_runtime


def is_waiting(runtime: Runtime, *, now: datetime) -> bool:  # noqa: ARG001 - one shape for all flows
    """Tell whether there is a mailbox to look into: what is in it only the server knows."""
    return bool(runtime.settings.imap_host)


async def sweep(runtime: Runtime, *, now: datetime) -> Outcome:
    """Store every unseen mail; raw bytes are committed before a mail is marked seen."""
    outcome = Outcome("read-mailbox")
    if not runtime.settings.imap_host:
        return outcome

    def keep(raw: bytes) -> bool:
        failures = len(outcome.failures)
        with outcome.attempt(f"mail {mail_key(raw)}"), runtime.transaction() as session:
            record_mail(session, raw, mailbox=runtime.settings.office_email, now=now)
        return len(outcome.failures) == failures

    with outcome.attempt(runtime.settings.imap_host):
        outcome.count(
            "stored", await asyncio.to_thread(read_new_mail, imap_server(runtime.settings), keep)
        )
    return outcome


@flow(name="read-mailbox", retries=2, retry_delay_seconds=60)
async def read_mailbox(as_of: datetime | None = None) -> None:
    """Run the sweep; fail if the mailbox could not be read. `as_of` replays it."""
    runtime = get_runtime()
    outcome = await sweep(runtime, now=as_of or runtime.clock())
    outcome.raise_if_any_failed()
