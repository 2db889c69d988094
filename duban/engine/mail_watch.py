"""The mailbox watched: new mail is read at once where the server tells of it (IDLE).

The timetable reads the mailbox all the same; so a lost connection costs minutes, never a mail.
"""

import asyncio
import logging
import threading

from actions.schedule import request_run
from duban.engine.leased import HeldLease
from inbox.idling import IdleNotOffered, watch_mailbox
from inbox.mailbox import MailboxUnreachable
from runtime.mailboxes import imap_server
from runtime.outcome import Outcome
from runtime.wiring import Runtime

log = logging.getLogger(__name__)
FIRST_PAUSE, LONGEST_PAUSE = 2.0, 300.0  # seconds before connecting anew, doubled each time
NOT_OURS = 5.0  # seconds between two looks whether another process still watches


async def watch_for_mail(runtime: Runtime, lease: HeldLease) -> None:
    """Ask for a reading of the mailbox whenever mail comes, until cancelled."""
    stop = threading.Event()
    pause = FIRST_PAUSE
    try:
        while True:
            if not await lease.is_ours():
                await asyncio.sleep(NOT_OURS)
                continue
            began = asyncio.get_running_loop().time()
            try:
                await asyncio.to_thread(_watch, runtime, stop)
            except IdleNotOffered:
                log.info("mail-watch: no IDLE at this server; the timetable reads the mailbox")
                await asyncio.Event().wait()
            except MailboxUnreachable as error:
                log.warning("mail-watch: %s", error)
            lasted = asyncio.get_running_loop().time() - began
            pause = FIRST_PAUSE if lasted > LONGEST_PAUSE else min(pause * 2, LONGEST_PAUSE)
            await asyncio.sleep(pause)
    finally:
        stop.set()


def _watch(runtime: Runtime, stop: threading.Event) -> None:
    def ask() -> None:
        with Outcome("mail-watch").attempt("ask"), runtime.transaction() as session:
            request_run(session, "read_mailbox", by="duban", now=runtime.clock())

    watch_mailbox(imap_server(runtime.settings), on_mail=ask, stopped=stop.is_set)
