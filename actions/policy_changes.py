"""Putting a policy file in force, and what it would move before that."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlmodel import Session, col, select

from actions.events import record_event
from actions.outlook import Change, compare, look_ahead
from models import EscalationCase, Notice, PolicyVersion, Task
from rules.errors import NotAllowed
from rules.notices import NoticeStatus
from rules.policies import STANDARD, Policy
from rules.policy_files import parse_policies
from rules.policy_values import settings_of
from rules.working_days import WorkingCalendar


@dataclass(frozen=True, slots=True)
class PolicyChange:
    """What a policy file would change."""

    settings: list[tuple[str, str, str, str]]  # preset, key, before, after
    days: list[Change]
    frozen: int  # climbs under way, which keep their own ladder
    orphans: list[str]  # live notices whose preset is gone: they fall back to 常规


def compare_policies(
    session: Session,
    *,
    before: Mapping[str, Policy],
    after: Mapping[str, Policy],
    now: datetime,
    calendar: WorkingCalendar,
) -> PolicyChange:
    """Return what would change for what is open: each day before and after."""
    ahead = look_ahead(session, now=now, calendar=calendar, policies=before)
    then = look_ahead(session, now=now, calendar=calendar, policies=after)
    running = session.exec(
        select(EscalationCase.id).where(col(EscalationCase.ended_at).is_(None))
    ).all()
    live = session.exec(select(Notice).where(Notice.status == NoticeStatus.CONFIRMED)).all()
    return PolicyChange(
        settings=_settings(before, after),
        days=compare(ahead, then, calendar=calendar),
        frozen=len(running),
        orphans=[
            f"《{notice.title or notice.filename}》（{notice.policy}）"
            for notice in live
            if notice.policy not in after and notice.policy != STANDARD
        ],
    )


def apply_policies(
    session: Session, text: str, *, path: Path, now: datetime, actor: str
) -> PolicyVersion:
    """Put a policy file in force: keep it whole, note who did it, then replace the file at once.

    The file is replaced last; if that fails, nothing is written at all.
    """
    policies = parse_policies(text)
    version = PolicyVersion(
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        text=text, applied_by=actor, applied_at=now,
    )  # fmt: skip
    session.add(version)
    record_event(
        session, "policy.applied", version, now=now, actor=actor,
        sha256=version.sha256, presets=sorted(policies),
    )  # fmt: skip
    session.flush()
    draft = path.with_name(path.name + ".new")
    draft.write_text(text, "utf-8")
    draft.replace(path)
    return version


def choose_policy(
    session: Session, subject: Notice | Task, name: str, *, policies: Mapping[str, Policy],
    now: datetime, actor: str,
) -> None:  # fmt: skip
    """Let a notice, or one task of it, be handled by another preset from now on.

    Climbs under way keep theirs. Of two presets the task's own wins.
    """
    if name not in policies:
        raise NotAllowed(f"没有名为“{name}”的办理方案。", f"可选：{'、'.join(policies)}。")
    before, subject.policy = subject.policy, name
    session.add(subject)
    record_event(session, "policy.chosen", subject, now=now, actor=actor, before=before, after=name)


def _settings(
    before: Mapping[str, Policy], after: Mapping[str, Policy]
) -> list[tuple[str, str, str, str]]:
    rows = []
    for name in dict.fromkeys([*before, *after]):
        old = settings_of(before[name]) if name in before else {}
        new = settings_of(after[name]) if name in after else {}
        rows += [
            (name, key, old.get(key, "—"), new.get(key, "—"))
            for key in dict.fromkeys([*old, *new])
            if old.get(key) != new.get(key)
        ]
    return rows
