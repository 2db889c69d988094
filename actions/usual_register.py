"""The bodies that every province, city or county has, entered for an office's own place.

Which they are follows the institutional reforms of 2018 and 2023 (党和国家机构改革方案).
Those whose name differs from place to place (数据, 金融, 林业, 体育) are left to the office.
"""

import json
from collections.abc import Iterator
from datetime import date
from importlib import resources

from sqlmodel import Session

from actions.register import load_register
from actions.register_data import (
    DATA,
    DepartmentRecord,
    RegisterFile,
    name_equivalents,
    store_register,
)

LEVELS = (
    ("自治区", "province"), ("省", "province"), ("自治州", "city"), ("盟", "city"), ("市", "city"),
    ("县", "county"), ("区", "county"), ("旗", "county"),
)  # fmt: skip
MUNICIPALITIES = frozenset({"北京市", "天津市", "上海市", "重庆市"})  # 直辖市


def enter_usual_departments(session: Session, place: str, *, on: date) -> int:
    """Enter the usual bodies of `place` that the register does not know; return how many.

    A place whose name says no level (临澜高新区 does, 临澜 does not) gets none.
    """
    register = load_register(session, name_equivalents())
    missing = [
        record
        for record in _records(place)
        if not register.resolve(record.short_name, place=place, on=on).departments
    ]
    return store_register(session, RegisterFile(departments=missing))


def _records(place: str) -> Iterator[DepartmentRecord]:
    word, level = next(((w, at) for w, at in LEVELS if place.endswith(w)), ("", ""))
    if not level or place == word:
        return
    usual = json.loads((resources.files(DATA) / "usual.json").read_text("utf-8"))
    for number, (kind, name, short, aliases) in enumerate(usual[level], start=1):
        yield DepartmentRecord(
            code=f"usual.{place}.{number}",
            name=name.format(place=place, level=word),
            short_name=short.format(place=place, level=word),
            level="province" if place in MUNICIPALITIES else level,
            place=place,
            kind=kind,
            aliases=[alias.format(place=place, level=word) for alias in aliases],
        )
