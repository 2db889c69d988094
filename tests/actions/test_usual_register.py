"""An office of any place finds the usual bodies of its own level in the register."""

from datetime import date

import pytest
from sqlmodel import Session, select

from actions.register import Register, load_register
from actions.register_data import (
    DepartmentRecord,
    RegisterFile,
    load_bundled_register,
    name_equivalents,
    store_register,
)
from actions.usual_register import enter_usual_departments
from models import Department

TODAY = date(2026, 1, 5)


def loaded(session: Session) -> Register:
    return load_register(session, name_equivalents())


@pytest.mark.parametrize(
    ("place", "printed", "name", "level"),
    [
        ("岚川市", "市科技局", "岚川市科学技术局", "city"),
        ("岚川市", "市人力资源和社会保障局", "岚川市人力资源和社会保障局", "city"),
        ("岚川市", "市发改委", "岚川市发展和改革委员会", "city"),
        ("岚川市", "岚川市卫健委", "岚川市卫生健康委员会", "city"),
        ("岚川市", "市政府", "岚川市人民政府", "city"),
        ("岚川市", "团市委", "中国共产主义青年团岚川市委员会", "city"),
        ("岚川市", "市税务局", "国家税务总局岚川市税务局", "city"),
        ("云麓省", "省住建厅", "云麓省住房和城乡建设厅", "province"),
        ("云麓省", "省委网信办", "中共云麓省委网络安全和信息化委员会办公室", "province"),
        ("望溪县", "县发改局", "望溪县发展和改革局", "county"),
        ("汀湾区", "区市场监管局", "汀湾区市场监督管理局", "county"),
        ("那木自治区", "自治区财政厅", "那木自治区财政厅", "province"),
        ("那木自治州", "自治州教育局", "那木自治州教育局", "city"),
    ],
)
def test_the_usual_names_mean_the_bodies_of_the_offices_own_place(
    session: Session, place: str, printed: str, name: str, level: str
) -> None:
    enter_usual_departments(session, place, on=TODAY)
    [found] = loaded(session).resolve(printed, place=place, on=TODAY).departments
    assert (found.name, found.level) == (name, level)


def test_a_place_without_a_level_gets_none(session: Session) -> None:
    assert enter_usual_departments(session, "临澜", on=TODAY) == 0
    assert enter_usual_departments(session, "", on=TODAY) == 0
    assert enter_usual_departments(session, "市", on=TODAY) == 0


def test_nobody_is_entered_twice_also_where_the_register_knows_the_place(session: Session) -> None:
    load_bundled_register(session)
    enter_usual_departments(session, "揭阳市", on=TODAY)
    assert enter_usual_departments(session, "揭阳市", on=TODAY) == 0
    rows = session.exec(select(Department).where(Department.place == "揭阳市")).all()
    assert len({row.name for row in rows}) == len(rows)
    assert len(loaded(session).resolve("市科技局", place="揭阳市", on=TODAY).departments) == 1


def test_an_offices_own_record_takes_over_the_usual_one_of_that_name(session: Session) -> None:
    enter_usual_departments(session, "岚川市", on=TODAY)
    before = loaded(session).resolve("市科技局", place="岚川市", on=TODAY).departments[0].number
    own = DepartmentRecord(
        code="lc.kjj", name="岚川市科学技术局", short_name="市科技局", level="city", place="岚川市"
    )
    store_register(session, RegisterFile(departments=[own]))
    [found] = loaded(session).resolve("市科技局", place="岚川市", on=TODAY).departments
    assert (found.number, found.code) == (before, "lc.kjj")
