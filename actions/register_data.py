"""Filling the register: from the project's own data, from an office's file, and back into one."""

import json
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

from pydantic import BaseModel, Field, ValidationError
from sqlmodel import Session, select

from models import Collective, CollectiveMember, Department, DepartmentAlias
from rules.errors import NotAllowed

DATA = "actions.data.register"
KEPT_AS_IT_IS = {"code", "name", "short_name", "level", "place", "kind", "duties"}


class DepartmentRecord(BaseModel):
    """One department in a register file."""

    code: str = Field(min_length=1)
    name: str = Field(min_length=2)
    short_name: str = ""
    level: str = "other"
    place: str | None = None
    kind: str = "department"
    aliases: list[str] = []
    duties: list[str] = []  # words that suggest it where a notice names nobody
    successor: str | None = None
    succeeded_on: date | None = None


class CollectiveRecord(BaseModel):
    """One collective in a register file; members are department codes, in printed order."""

    code: str = Field(min_length=1)
    name: str = Field(min_length=2)
    names: list[str] = []
    place: str | None = None
    members: list[str] = []


class RegisterFile(BaseModel):
    """A register file: JSON with these two lists."""

    departments: list[DepartmentRecord] = []
    collectives: list[CollectiveRecord] = []


@cache
def name_equivalents() -> dict[str, str]:
    """Return printed form → usual form of parts of names, longest first (科学技术局 → 科技局)."""
    text = (resources.files(DATA) / "patterns.json").read_text("utf-8")
    pairs: dict[str, str] = json.loads(text)
    return dict(sorted(pairs.items(), key=lambda pair: -len(pair[0])))


def load_bundled_register(session: Session) -> int:
    """Load the departments and collectives that come with the project; safe to repeat."""
    folder = resources.files(DATA)
    file = RegisterFile(
        departments=json.loads((folder / "departments.json").read_text("utf-8")),
        collectives=json.loads((folder / "collectives.json").read_text("utf-8")),
    )
    return store_register(session, file)


def parse_register(content: bytes, filename: str) -> RegisterFile:
    """Read an office's file; raise `NotAllowed` that says where it is wrong."""
    try:
        return RegisterFile.model_validate_json(content)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "开头"
        raise NotAllowed(
            f"{filename} 不是可用的单位名册：{where}：{first['msg']}。",
            "请用 duban departments export 导出一份作为样式。",
        ) from None


def store_register(session: Session, file: RegisterFile) -> int:
    """Add or update every record; return how many departments the file holds.

    A record under a new code is the body of the same full name and place, where there is one.
    """
    known_rows = session.exec(select(Department)).all()
    rows = {row.code: row for row in known_rows}
    named = {(row.name, row.place): row for row in known_rows}
    for record in file.departments:
        same = named.get((record.name, record.place))
        if same is not None and record.code not in rows:
            del rows[same.code]
            same.code, rows[record.code] = record.code, same
        row = rows.setdefault(
            record.code, Department(code=record.code, name=record.name, short_name=record.name)
        )
        row.name, row.short_name = record.name, record.short_name or record.name
        row.level, row.place, row.kind = record.level, record.place, record.kind
        if record.duties:
            row.duties = list(dict.fromkeys(record.duties))
        session.add(row)
    session.flush()
    known = {(row.department_id, row.name) for row in session.exec(select(DepartmentAlias))}
    for record in file.departments:
        _link_successor(rows, record)
        number = rows[record.code].number
        for name in dict.fromkeys(record.aliases):
            if (number, name) not in known:
                session.add(DepartmentAlias(department_id=number, name=name))
    for collective in file.collectives:
        _store_collective(session, rows, collective)
    session.flush()
    return len(file.departments)


def export_register(session: Session) -> dict[str, Any]:
    """Return the whole register in the form of a register file."""
    rows = {row.number: row for row in session.exec(select(Department))}
    aliases: dict[int, list[str]] = {}
    for alias in session.exec(select(DepartmentAlias)):
        aliases.setdefault(alias.department_id, []).append(alias.name)
    members: dict[int, list[CollectiveMember]] = {}
    for member in session.exec(select(CollectiveMember)):
        members.setdefault(member.collective_id, []).append(member)
    file = RegisterFile(
        departments=[
            DepartmentRecord(
                **row.model_dump(
                    include={"code", "name", "short_name", "level", "place", "kind", "duties"}
                ),
                aliases=aliases.get(number, []),
                successor=rows[row.successor_id].code if row.successor_id else None,
                succeeded_on=row.succeeded_on,
            )
            for number, row in rows.items()
        ],
        collectives=[
            CollectiveRecord(
                **row.model_dump(include={"code", "name", "names", "place"}),
                members=[
                    rows[member.department_id].code
                    for member in sorted(members.get(row.number, []), key=lambda m: m.order)
                ],
            )
            for row in session.exec(select(Collective))
        ],
    )
    return file.model_dump(mode="json")


def _link_successor(rows: dict[str, Department], record: DepartmentRecord) -> None:
    if record.successor is None:
        return
    if record.successor not in rows:
        raise NotAllowed(
            f"单位 {record.code} 的承接单位 {record.successor} 不在名册中。", "请先加入承接单位。"
        )
    row = rows[record.code]
    row.successor_id, row.succeeded_on = rows[record.successor].number, record.succeeded_on


def _store_collective(
    session: Session, rows: dict[str, Department], record: CollectiveRecord
) -> None:
    row = session.exec(select(Collective).where(Collective.code == record.code)).first()
    row = row or Collective(code=record.code, name=record.name)
    row.name, row.place = record.name, record.place
    row.names = list(dict.fromkeys([record.name, *record.names]))
    session.add(row)
    session.flush()
    known = {
        member.department_id
        for member in session.exec(
            select(CollectiveMember).where(CollectiveMember.collective_id == row.number)
        )
    }
    for order, code in enumerate(dict.fromkeys(record.members), start=1):
        if code not in rows:
            raise NotAllowed(f"集合单位 {record.name} 的成员 {code} 不在名册中。")
        if rows[code].number not in known:
            session.add(
                CollectiveMember(
                    collective_id=row.number, department_id=rows[code].number, order=order
                )
            )
