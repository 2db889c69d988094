"""Mails of other projects, and damaged ones: none breaks the reader, is lost, or is believed.

Run from the project's root: `python -m benchmarks.foreign_mails FOLDER`, where FOLDER holds one
folder per project: its source package, unpacked. Whatever is a raw mail or a mailbox is found.
"""

import argparse
import asyncio
import hashlib
import logging
import random
import resource
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from signal import ITIMER_PROF, SIGPROF, setitimer, signal
from typing import Any

from sqlmodel import Session, col, func, select

from actions.inbound import explain_mail, record_mail
from actions.outbox import put_in_outbox
from benchmarks.bench_inbound import LETTER, NOW
from benchmarks.found_mails import OWN_WORDS, Found, attached, beside, gather, mutants, quoted
from flows.process_inbound import sweep
from inbox.heard import Heard
from inbox.mail import read_mail
from inbox.sameness import mail_key, what_was_written
from models import Contact, Evidence, InboundMessage, OutgoingMessage, StatusUpdate
from rules.audiences import Audience
from runtime.settings import Settings
from runtime.wiring import Runtime, build_runtime
from tests.factories import make_assignment, make_department, make_notice, make_task

LIMIT = 2.0  # seconds of processor time that one mail may take
COLUMNS = ("bounce", "auto_reply", "ignored", "triage", "rejected", "update", "crash", "too slow")


class TooSlow(BaseException):
    """A mail took longer than it may; no `except` of the reader's may swallow that."""


class Trial:
    """A data folder with one letter sent, the mails put through it, and what went wrong."""

    def __init__(self, folder: Path, *, keep: Path | None) -> None:
        self.keep = keep
        self.runtime: Runtime = build_runtime(
            Settings(home=folder, secret_keys="bench", office_email="duban@linlan.example")
        )
        self.today = self.runtime.calendar.office_day(NOW)
        self.kinds: dict[str, Counter[str]] = defaultdict(Counter)
        self.slowest: dict[str, float] = defaultdict(float)
        self.faults: list[str] = []
        with self.runtime.transaction() as session:
            self.head = _sent_letter(session, self.runtime)

    def hear(self, session: Session, mail: Found, *, what: str) -> Heard | None:
        """Explain one mail within its time; None where that failed."""
        began = time.process_time()
        try:
            with _limit(LIMIT):
                heard = explain_mail(
                    session, mail.raw, today=self.today, office=self.runtime.office
                )
            heard.as_data()
            kind = str(heard.kind)
        except Exception as error:  # noqa: BLE001 - to find any fault is what this is for
            heard, kind = None, "crash"
            self.fault(mail, f"{what}: {type(error).__name__}: {error}")
        except TooSlow:
            heard, kind = None, "too slow"
            self.fault(mail, f"{what}: more than {LIMIT} s")
        self.kinds[mail.project][kind] += 1
        self.slowest[mail.project] = max(self.slowest[mail.project], time.process_time() - began)
        return heard

    def hear_all(self, mails: Sequence[Found], *, what: str) -> list[Heard | None]:
        """Explain every mail."""
        with self.runtime.reading() as session:
            return [self.hear(session, mail, what=what) for mail in mails]

    def add(self, mails: Sequence[Found], *, what: str) -> None:
        """Store and process every mail, as `duban inbox add` does."""
        for start in range(0, len(mails), 200):
            with self.runtime.transaction() as session:
                for mail in mails[start : start + 200]:
                    record_mail(session, mail.raw, mailbox="file", now=NOW)
            outcome = asyncio.run(sweep(self.runtime, now=NOW))
            self.faults += [f"{what}: {number}: {why}" for number, why in outcome.failures.items()]

    def count(self, table: Any, *conditions: Any) -> int:
        with self.runtime.reading() as session:
            return session.exec(select(func.count()).select_from(table).where(*conditions)).one()

    def fault(self, mail: Found, why: str) -> None:
        digest = hashlib.sha256(mail.raw).hexdigest()[:16]
        self.faults.append(f"{why} ({mail.project}, {digest})")
        if self.keep is not None:
            (self.keep / f"{digest}.eml").write_bytes(mail.raw)

    def check(self, *, is_so: bool, else_: str) -> None:
        if not is_so:
            self.faults.append(else_)


def as_they_are(trial: Trial, mails: Sequence[Found]) -> None:
    """Each mail twice: one row each as promised, nothing believed, nobody answered."""
    trial.hear_all(mails, what="as it is")
    for _ in range(2):
        trial.add(mails, what="as it is")
    expected = {(mail_key(m.raw), str(what_was_written(m.raw))) for m in mails}
    with trial.runtime.reading() as session:
        kept = {mail_key(raw) for raw in session.exec(select(InboundMessage.raw))}
    trial.check(is_so=trial.count(InboundMessage) == len(expected), else_="not one row each")
    trial.check(is_so=kept == {key for key, _ in expected}, else_="a mail is lost")
    check_nothing_believed(trial)
    show(trial, mails)


def check_nothing_believed(trial: Trial) -> None:
    """No mail without a token changed anything, and none was answered."""
    trial.check(
        is_so=trial.count(StatusUpdate) == trial.count(Evidence) == 0, else_="a stranger was heard"
    )
    trial.check(is_so=trial.count(OutgoingMessage) == 1, else_="a stranger was answered")
    waiting = trial.count(InboundMessage, col(InboundMessage.status) == "stored")
    trial.check(is_so=waiting == 0, else_=f"{waiting} were not processed")


def damaged(trial: Trial, mails: Sequence[Found], count: int, chance: random.Random) -> None:
    """The same mails, harmed: explained within their time, then stored and processed."""
    harmed = list(mutants(mails, count, chance))
    heard = trial.hear_all(harmed, what="damaged")
    trial.add(harmed, what="damaged")
    check_nothing_believed(trial)
    slowest = max(trial.slowest.values())
    print(f"{len(heard)} damaged mails: slowest {slowest * 1000:.0f} ms, "
          f"{sum(one is None for one in heard)} faults")  # fmt: skip


def spliced(trial: Trial, mails: Sequence[Found]) -> None:
    """Foreign structure inside a good answer: our contact's words are kept, the others' are not."""
    shapes = {
        "beside": [Found(m.project, beside(trial.head, m.raw)) for m in mails],
        "attached": [Found(m.project, attached(trial.head, m.raw)) for m in mails],
        "quoted": [Found(m.project, quoted(trial.head, read_mail(m.raw).text)) for m in mails],
    }
    for shape, made in shapes.items():
        heard = trial.hear_all(made, what=shape)
        for mail, one in zip(made, heard, strict=True):
            if one is not None and (why := _wrong(one, is_strict=shape != "beside")):
                trial.fault(mail, f"{shape}: {why}")
        before = trial.count(StatusUpdate)
        trial.add(made, what=shape)
        print(f"{len(made)} good answers with a foreign mail {shape}: "
              f"{trial.count(StatusUpdate) - before} updates")  # fmt: skip


def _wrong(heard: Heard, *, is_strict: bool) -> str:
    """Say what of our contact's answer was lost, or what of the foreign mail was taken."""
    if heard.kind != "update":
        return f"{heard.kind} {heard.reasons}" if is_strict else ""
    (item, *others) = heard.items
    said = item.narrative or ""
    if is_strict and (others or item.percent != 60 or item.status != "正常推进"):
        return f"not what was said: {heard.items}"
    if is_strict and said.strip() != OWN_WORDS:
        return f"other words were taken: {said[:80]!r}"
    return "" if OWN_WORDS in "\n".join(i.narrative or "" for i in heard.items) else "words lost"


def show(trial: Trial, mails: Sequence[Found]) -> None:
    """Print what the mails of each project were taken for."""
    print(f"{'project':<44} {'mails':>5} " + " ".join(f"{name:>10}" for name in COLUMNS) + "  ms")
    projects = Counter(mail.project for mail in mails)
    for project, number in [*projects.most_common(), ("together", len(mails))]:
        is_sum = project == "together"
        kinds = sum(trial.kinds.values(), Counter()) if is_sum else trial.kinds[project]
        slowest = max(trial.slowest.values()) if is_sum else trial.slowest[project]
        row = " ".join(f"{kinds[name] or '':>10}" for name in COLUMNS)
        print(f"{project:<44} {number:>5} {row} {slowest * 1000:>4.0f}")


@contextmanager
def _limit(seconds: float) -> Iterator[None]:
    def stop(_number: int, _frame: object) -> None:
        raise TooSlow

    signal(SIGPROF, stop)
    setitimer(ITIMER_PROF, seconds)
    try:
        yield
    finally:
        setitimer(ITIMER_PROF, 0)


def _sent_letter(session: Session, runtime: Runtime) -> bytes:
    """Send one letter about one task; return the head of a good answer to it."""
    department = make_department(session)
    part = make_assignment(session, make_task(session, make_notice(session)), department)
    message = put_in_outbox(
        session, kind="reminder", letter=LETTER, audience=Audience.LIAISON, office=runtime.office,
        today=NOW.date(), now=NOW, department_id=department.id, task_ids=[part.task_id],
    )  # fmt: skip
    (address,) = session.exec(
        select(Contact.address).where(Contact.department_id == department.id)
    ).all()
    if message is None:
        raise SystemExit("the letter was not written")
    return f"From: {address}\nTo: {message.reply_to}\nSubject: Re: letter\n".encode()


def main() -> int:
    """Print the tables; return 1 if anything went wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--mutants", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=4)
    parser.add_argument("--keep", type=Path, help="a folder for the mails that went wrong")
    given = parser.parse_args()
    logging.disable(logging.CRITICAL)
    mails = gather(given.folder)
    with tempfile.TemporaryDirectory() as name:
        trial = Trial(Path(name), keep=given.keep)
        as_they_are(trial, mails)
        damaged(trial, mails, given.mutants, random.Random(given.seed))
        spliced(trial, mails)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory {peak:.0f} MB; {len(trial.faults)} faults")
    for fault in trial.faults[:40]:
        print(f"  {fault[:200]}")
    return 1 if trial.faults else 0


if __name__ == "__main__":
    sys.exit(main())
