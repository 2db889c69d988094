"""The notices of a scenario: read from a file or given inline, and stored."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlmodel import Session, select

from actions.drafts import draft_from_reading
from actions.intake import read_stored_notice, receive_notice
from actions.register import Register, load_register
from actions.register_data import name_equivalents
from actions.tasks import find_task
from duban.replay.departments import department_named
from duban.replay.errors import ScenarioInvalid
from duban.replay.house import House
from duban.replay.inline import InlineNotice, as_reading
from models import (
    Milestone,
    Notice,
    Target,
)
from rules.notices import NoticeStatus


def read_given(
    given: str | InlineNotice, folder: Path, place: int
) -> tuple[InlineNotice, bytes | None, dict[str, Any]]:
    """Return what was given, the bytes of a file, and the reading."""
    import notices

    if isinstance(given, InlineNotice) and given.file is None:
        return given, None, as_reading(given)
    notice = given if isinstance(given, InlineNotice) else InlineNotice(file=given)
    path = folder / str(notice.file)
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ScenarioInvalid(f"notice[{place}]", f"{path}: {error.strerror}") from None
    return notice, content, notices.reading_as_json(notices.read(content, path.name))


def store_notice(
    house: House,
    given: InlineNotice,
    content: bytes | None,
    reading: dict[str, Any],
    *,
    preset: str,
) -> int:
    """Store and draft one notice under its preset; return its number."""
    with house.runtime.transaction() as session:
        register = load_register(session, name_equivalents())
        if content is not None:
            name = Path(str(given.file)).name
            notice = receive_notice(session, content, name, now=house.now, actor="统筹办公室")
            read_stored_notice(session, notice.number, register=register, now=house.now)
        else:
            notice = _store_inline(session, reading, register=register, now=house.now)
            _add_steps_and_owners(session, house, notice, reading)
        notice.policy = given.policy or preset
        _check_preset(house, notice.policy, "notice.policy")
        session.add(notice)
        return notice.number


def _check_preset(house: House, name: str, place: str) -> None:
    if name not in house.runtime.policies:
        known = "、".join(house.runtime.policies)
        raise ScenarioInvalid(place, f"no preset is called {name!r}; there are {known}")


def _store_inline(
    session: Session, reading: dict[str, Any], *, register: Register, now: datetime
) -> Notice:
    """Lay out a reading that no document stands behind."""
    already = len(session.exec(select(Notice.id)).all())
    key = json.dumps([already, reading], ensure_ascii=False, sort_keys=True)
    issued_on = reading["issued_on"]
    notice = Notice(
        sha256=hashlib.sha256(key.encode()).hexdigest(),
        filename="scenario.json",
        text=reading["text"],
        title=reading["title"],
        doc_number=reading["doc_number"],
        issuers=reading["issuers"],
        addressees=reading["addressees"],
        issued_on=date.fromisoformat(issued_on) if issued_on else None,
        place=reading["place"],
        reading=reading,
        received_at=now,
    )
    session.add(notice)
    session.flush()
    draft_from_reading(session, notice, reading, register=register, now=now)
    notice.move_to(NoticeStatus.DRAFT, now=now)
    return notice


def _add_steps_and_owners(
    session: Session, house: House, notice: Notice, reading: Mapping[str, Any]
) -> None:
    """Store what a scenario may say beyond a reading: milestones, and who answers for a target."""
    for order, measure in enumerate(reading["measures"], start=1):
        several = len(measure["tasks"]) > 1
        for part, clause in enumerate(measure["tasks"], start=1):
            task = find_task(session, notice.number, f"{order}.{part}" if several else str(order))
            if (preset := clause.get("policy")) is not None:
                _check_preset(house, preset, f"notice.measures[{order - 1}].policy")
                task.policy = preset
                session.add(task)
            for step in clause.get("milestones", ()):
                unit = step.pop("department")
                owner = department_named(session, house, unit, place=notice.place) if unit else None
                due_on = date.fromisoformat(step.pop("due_on"))
                session.add(
                    Milestone(
                        task_id=task.number, due_on=due_on, source="notice",
                        department_id=owner.number if owner else None, **step,
                    )
                )  # fmt: skip
    for order, given in enumerate(reading["targets"], start=1):
        if given.get("owner"):
            owner = department_named(session, house, given["owner"], place=notice.place, add=True)
            for target in session.exec(
                select(Target).where(Target.notice_id == notice.number, Target.order == order)
            ):
                target.owner_id = owner.number
                session.add(target)


def units_in(reading: Mapping[str, Any]) -> Iterable[str]:
    """Yield every unit that a reading names, in its order."""
    for measure in reading["measures"]:
        for task in measure["tasks"]:
            yield from (*task["leads"], *task["supports"], *task.get("inherited", ()))
