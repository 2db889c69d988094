"""The promises of a house, looked at from outside: plain SQL over its file, no code of ours."""

import hashlib
import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from tests.replay.mail_room import Sending

OURS = ("reminder", "urge", "notice_of_supervision")  # what we say of our own accord
PUNISHMENTS = ("bulletin", "talk", "accountability")
SHANGHAI = ZoneInfo("Asia/Shanghai")
ONE_DAY = timedelta(days=1)
IsWorking = Callable[[date], bool]


@dataclass(slots=True)
class Seen:
    """What was there at the last look, and what may never change."""

    message: int = 0
    reminder: int = 0
    sent: int = 0  # of the mail room's list
    first_days: dict[int, str] = field(default_factory=dict)  # task → its first deadline
    approved: set[int] = field(default_factory=set)
    kills: int = 0  # each may repeat what was under way


@contextmanager
def opened(path: Path) -> Iterator[sqlite3.Connection]:
    """Open the file read-only."""
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    connection.row_factory = sqlite3.Row
    try:
        yield connection
    finally:
        connection.close()


def look(
    path: Path, seen: Seen, sent: Sequence[Sending], *, is_working: IsWorking, by_the_clock: bool
) -> None:
    """Check everything that must be so at any moment; `by_the_clock`: only time has passed."""
    with opened(path) as db:
        decided_once(db)
        one_letter_a_day(db)
        rungs_in_order(db)
        first_days_stay(db, seen)
        only_approved_punish(db, seen)
        new = sent[seen.sent :]
        if by_the_clock:
            none_on_days_off(db, new, seen, is_working)
            about_what_is_owed(db, seen)
            to_who_is_there(db, new)
        same_message_on_repeats(sent, seen)
        seen.sent = len(sent)
        seen.message = _newest(db, "outgoing_message")
        seen.reminder = _newest(db, "reminder")


def _newest(db: sqlite3.Connection, table: str) -> int:
    return int(db.execute(f"SELECT coalesce(max(id), 0) FROM {table}").fetchone()[0])


def decided_once(db: sqlite3.Connection) -> None:
    """A rule speaks once about a due instance of a part; a return opens once for it."""
    twice = db.execute(
        "SELECT subject_id, rule, due_instance, count(*) FROM reminder"
        " GROUP BY subject_kind, subject_id, rule, due_instance HAVING count(*) > 1"
    ).fetchall()
    assert not twice, [tuple(row) for row in twice]
    opened_twice = db.execute(
        "SELECT subject_id, substr(due_instance, 1, length(due_instance) - 11), count(*)"
        " FROM reminder WHERE rule = 'return-opens' GROUP BY 1, 2 HAVING count(*) > 1"
    ).fetchall()
    assert not opened_twice, [tuple(row) for row in opened_twice]


def one_letter_a_day(db: sqlite3.Connection) -> None:
    """One letter of our own accord for a department, a post and a day, as original or copy."""
    marks = ",".join("?" * len(OURS))
    rows = db.execute(
        "SELECT id, department_id, audience, cc_audience, office_day, sent_at"
        f" FROM outgoing_message WHERE status = 'sent' AND kind IN ({marks})",
        OURS,
    ).fetchall()
    for day_of in (lambda row: row["office_day"], lambda row: str(_day(row["sent_at"]))):
        said: Counter[tuple[int, str, str]] = Counter()
        for row in rows:
            for post in filter(None, {row["audience"], row["cc_audience"]}):
                said[row["department_id"], post, day_of(row)] += 1
        assert max(said.values(), default=0) <= 1, [key for key, n in said.items() if n > 1]


def rungs_in_order(db: sqlite3.Connection) -> None:
    """1, 2, 3, …; each has its decision or its draft; never two on one day."""
    steps: dict[int, list[tuple[int, date]]] = defaultdict(list)
    for row in db.execute(
        "SELECT subject_id, payload, happened_at FROM event"
        " WHERE name = 'duban.escalation.stepped' ORDER BY id"
    ):
        steps[row[0]].append((json.loads(row[1])["step"], _day(row[2])))
    for case in db.execute("SELECT id, steps_taken, ladder, assignment_id, due_instance"
                           " FROM escalation_case"):  # fmt: skip
        taken = steps.pop(case["id"], [])
        numbers = [number for number, _ in taken]
        assert numbers == list(range(1, case["steps_taken"] + 1)), (case["id"], taken)
        days = [day for _, day in taken]
        assert len(set(days)) == len(days), (case["id"], taken)
        ladder = json.loads(case["ladder"])
        decided = {
            row[0]
            for row in db.execute(
                "SELECT rule FROM reminder WHERE subject_id = ? AND due_instance = ?"
                " AND rule LIKE 'ladder-%'",
                (case["assignment_id"], case["due_instance"]),
            )
        }
        wanted = {
            f"ladder-{number}"
            for number, rung in enumerate(ladder[: case["steps_taken"]], start=1)
            if not rung.get("drafts")
        }
        assert decided == wanted, (case["id"], decided, wanted)
    assert not steps, steps


def first_days_stay(db: sqlite3.Connection, seen: Seen) -> None:
    """An extension moves the day; the first one is kept beside it."""
    for row in db.execute("SELECT id, due_on, original_due_on FROM task WHERE due_on IS NOT NULL"):
        first = seen.first_days.setdefault(row["id"], row["original_due_on"] or row["due_on"])
        assert (row["original_due_on"] or row["due_on"]) == first, tuple(row)
    for row in db.execute(
        "SELECT t.id, t.due_on, e.until_on, e.id FROM extension e JOIN task t ON t.id = e.task_id"
        " WHERE e.status = 'granted' AND e.return_item_id IS NULL AND e.milestone_id IS NULL"
        " AND e.decided_at = (SELECT max(decided_at) FROM extension o WHERE o.task_id = t.id AND"
        " o.status = 'granted' AND o.return_item_id IS NULL AND o.milestone_id IS NULL)"
    ):
        assert row["due_on"] >= seen.first_days[row["id"]], tuple(row)


def only_approved_punish(db: sqlite3.Connection, seen: Seen) -> None:
    """通报, 约谈, 问责 leave the house only after the leader said yes to this very draft."""
    marks = ",".join("?" * len(PUNISHMENTS))
    for row in db.execute(
        f"SELECT id, merge_key FROM outgoing_message WHERE kind IN ({marks})", PUNISHMENTS
    ):
        key = str(row["merge_key"])
        assert key.startswith("approval:"), tuple(row)
        assert int(key.removeprefix("approval:")) in seen.approved, tuple(row)


def none_on_days_off(
    db: sqlite3.Connection, new: Iterable[Sending], seen: Seen, is_working: IsWorking
) -> None:
    """Neither written for nor sent on a day off."""
    marks = ",".join("?" * len(OURS))
    for row in db.execute(
        f"SELECT id, office_day FROM outgoing_message WHERE id > ? AND kind IN ({marks})",
        (seen.message, *OURS),
    ):
        assert is_working(date.fromisoformat(row["office_day"])), tuple(row)
    for sending in new:
        day = sending.at.astimezone(SHANGHAI).date()
        assert sending.kind not in OURS or is_working(day), (sending.kind, day)


OWED = """
SELECT r.id, r.due_instance, r.rule, a.status AS part, t.status AS task, n.status AS notice,
       a.id AS assignment_id, a.department_id, r.department_id AS told, t.due_on,
       (SELECT i.status FROM return_item i WHERE 'item:' || i.id || ':' =
          substr(r.due_instance, 1, length('item:' || i.id || ':'))) AS item
FROM reminder r JOIN assignment a ON a.id = r.subject_id JOIN task t ON t.id = a.task_id
JOIN notice n ON n.id = t.notice_id JOIN outgoing_message m ON m.id = r.message_id
WHERE m.id > ? AND m.status = 'sent'
"""


def about_what_is_owed(db: sqlite3.Connection, seen: Seen) -> None:
    """Nobody hears of what is answered, ended, suspended or withdrawn, or is not theirs."""
    for row in db.execute(OWED, (seen.message,)):
        facts = dict(row)
        assert row["told"] == row["department_id"], facts
        assert row["part"] in ("dispatched", "acknowledged"), facts
        assert row["task"] in ("in_progress", "submitted", "verified", "long_term"), facts
        assert row["notice"] == "confirmed", facts
        kind = row["due_instance"].partition(":")[0]
        if kind == "item":
            assert row["item"] in ("awaited", "sent_back"), facts
        if kind == "acknowledge":
            assert row["part"] == "dispatched", facts
        if kind == "deadline":
            assert row["task"] == "in_progress", facts
            day = row["due_instance"].partition("#")[0].rpartition(":")[2]
            assert day == row["due_on"], facts


def to_who_is_there(db: sqlite3.Connection, new: Iterable[Sending]) -> None:
    """What goes to a department goes to somebody of it who is there and can be reached."""
    for sending in new:
        row = db.execute(
            "SELECT department_id, to_address FROM outgoing_message WHERE public_id = ?",
            (sending.public_id,),
        ).fetchone()
        assert row is not None, sending
        if row["department_id"] is None or row["to_address"]:
            continue
        found = db.execute(
            "SELECT 1 FROM contact WHERE department_id = ? AND address = ? AND active"
            " AND undeliverable_reason IS NULL",
            (row["department_id"], sending.recipient),
        ).fetchone()
        assert found, (sending.kind, sending.recipient, row["department_id"])


def same_message_on_repeats(sent: Sequence[Sending], seen: Seen) -> None:
    """One Message-ID and one text for each message, twice to an address only after a kill."""
    names: dict[str, set[tuple[str, str]]] = defaultdict(set)
    times: Counter[tuple[str, str]] = Counter()
    for sending in sent:
        names[sending.public_id].add((sending.message_id, sending.text))
        times[sending.public_id, sending.recipient] += 1
    assert all(len(found) == 1 for found in names.values())
    assert sum(count - 1 for count in times.values()) <= seen.kills * 4, times.most_common(3)


def chain_holds(path: Path) -> None:
    """Each seal is the hash of its event and of the seal before."""
    with opened(path) as db:
        previous = "0" * 64
        rows = db.execute(
            "SELECT s.sequence, s.previous, s.seal, e.* FROM event_seal s"
            " JOIN event e ON e.id = s.event_id ORDER BY s.sequence"
        ).fetchall()
        assert [row["sequence"] for row in rows] == list(range(1, len(rows) + 1))
        for row in rows:
            content = {
                "id": row["id"], "uuid": row["uuid"], "name": row["name"],
                "subject": [row["subject_kind"], row["subject_id"]], "actor": row["actor"],
                "payload": json.loads(row["payload"]),
                "happened_at": _moment(row["happened_at"]).isoformat(),
            }  # fmt: skip
            text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
            assert row["previous"] == previous
            previous = hashlib.sha256(f"{previous}\n{text}".encode()).hexdigest()
            assert row["seal"] == previous, row["id"]


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def _day(text: str) -> date:
    return _moment(text).astimezone(SHANGHAI).date()


STANDING = """
SELECT c.id, c.due_on, c.steps_taken, c.stepped_on, c.ladder, c.opened_at, c.assignment_id,
       c.due_instance, a.department_id, a.status AS part, t.status AS task, n.status AS notice
FROM escalation_case c JOIN assignment a ON a.id = c.assignment_id
JOIN task t ON t.id = a.task_id JOIN notice n ON n.id = t.notice_id
WHERE c.ended_at IS NULL
  AND EXISTS (SELECT 1 FROM contact p WHERE p.department_id = a.department_id AND p.active
    AND p.undeliverable_reason IS NULL AND (p.absent_until IS NULL OR p.absent_until < :today))
  AND NOT EXISTS (SELECT 1 FROM extension e WHERE e.status = 'asked'
    AND (e.assignment_id = a.id OR (e.assignment_id IS NULL AND e.task_id = a.task_id)))
  AND NOT EXISTS (SELECT 1 FROM inbound_message i WHERE i.status = 'triage')
  AND NOT EXISTS (SELECT 1 FROM outgoing_message m WHERE m.department_id = a.department_id
    AND m.status <> 'sent')
"""


def no_rung_missing(path: Path, *, today: date, is_working: IsWorking) -> None:
    """After the morning of a working day no climb stands before a rung that is due."""
    with opened(path) as db:
        for case in db.execute(STANDING, {"today": today.isoformat()}).fetchall():
            ladder = json.loads(case["ladder"])
            if case["steps_taken"] == len(ladder) or case["stepped_on"] == today.isoformat():
                continue
            if _day(case["opened_at"]) > today:
                continue  # a clock that was ahead opened it
            day, left = date.fromisoformat(case["due_on"]), 0
            left = ladder[case["steps_taken"]]["after_working_days"]
            while left > 0:
                day += ONE_DAY
                left -= is_working(day)
            assert day > today, (dict(case), str(today))
