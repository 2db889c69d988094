"""From a reading to drafts, and a person's confirmation."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlmodel import Session, col, select

from actions.confirmation import confirm_notice
from actions.corrections import correct_parts, set_office_duty, set_target_owner
from actions.doubts import answer_doubt
from actions.drafts import draft_from_reading, short_title
from actions.parts import ENTER, parts_in
from actions.register import Register, load_register, remember_alias
from actions.register_data import RegisterFile, name_equivalents, store_register
from actions.unknown_units import look_up_again
from models import (
    Department,
    DepartmentAlias,
    Doubt,
    Measure,
    Notice,
    ReportingDuty,
    Target,
    Task,
)
from rules.assignments import Role
from rules.errors import NotAllowed
from rules.notices import NoticeStatus
from rules.tasks import TaskStatus
from tests.factories import make_notice
from tests.fakes import FakeClock

TEXT = "1.建设算力中心。2025年底前建成。（牵头单位：市科技局，配合单位：市财政局）" * 3


GROWN = {
    "departments": [
        {"code": "g.0", "name": "临澜市低空办", "short_name": "市低空办", "place": "临澜市"},
        {"code": "g.1", "name": "东街道办事处", "place": "临澜市"},
        {"code": "g.2", "name": "西街道办事处", "place": "临澜市"},
    ],
    "collectives": [
        {"code": "g.c", "name": "各街道办事处", "place": "临澜市", "members": ["g.1", "g.2"]}
    ],
}


def clause(**facts: Any) -> dict[str, Any]:
    defaults = {
        "leads": ["市科技局"], "supports": [], "inherited": [], "lead_implied": False,
        "clause": "牵头单位：市科技局", "span": [0, 30], "deadline": None, "suggested": [],
    }  # fmt: skip
    return defaults | facts


def reading(*clauses: dict[str, Any], **facts: Any) -> dict[str, Any]:
    measures = [
        {
            "no": str(n), "chapter": "一、重点任务", "section": None,
            "text": "1.建设算力中心。2025年底前建成。", "span": [0, 30], "tasks": [data],
        }
        for n, data in enumerate(clauses, start=1)
    ]  # fmt: skip
    return {"measures": measures, "targets": [], "reporting": [], "doubts": []} | facts


@pytest.fixture
def register(session: Session) -> Register:
    rows = ["市科技局", "市财政局", "市教育局", "东县人民政府", "西县人民政府"]
    file = {
        "departments": [
            {"code": f"t.{n}", "name": f"临澜{name}", "short_name": name, "place": "临澜市"}
            for n, name in enumerate(rows)
        ],
        "collectives": [
            {"code": "t.c", "name": "各县人民政府", "place": "临澜市", "members": ["t.3", "t.4"]}
        ],
    }
    store_register(session, RegisterFile.model_validate(file))
    return load_register(session, name_equivalents())


@pytest.fixture
def notice(session: Session) -> Notice:
    return make_notice(session, status=NoticeStatus.DRAFT, confirmed_at=None, text=TEXT)


Draft = Callable[[dict[str, Any]], list[Task]]


@pytest.fixture
def draft(session: Session, notice: Notice, register: Register, clock: FakeClock) -> Draft:
    def make(data: dict[str, Any]) -> list[Task]:
        draft_from_reading(session, notice, data, register=register, now=clock())
        session.flush()
        return list(session.exec(select(Task).where(Task.notice_id == notice.number)))

    return make


def names(session: Session, task: Task, role: Role) -> list[str]:
    return [
        session.get_one(Department, part.department_id).short_name
        for part in parts_in(session, task)
        if part.role is role and part.department_id
    ]


def test_the_first_of_joint_leads_consolidates(session: Session, draft: Draft) -> None:
    (task,) = draft(reading(clause(leads=["市教育局", "市科技局"], supports=["市财政局"])))
    parts = parts_in(session, task)
    assert [part.printed_name for part in parts if part.consolidates] == ["市教育局"]
    assert names(session, task, Role.SUPPORT) == ["市财政局"]


def test_of_a_collective_that_leads_nobody_consolidates(session: Session, draft: Draft) -> None:
    (task,) = draft(reading(clause(leads=["各县人民政府"], supports=["市科技局"])))
    assert [part.consolidates for part in parts_in(session, task)] == [False, False, False]


def test_a_bureau_that_leads_beside_a_collective_consolidates(
    session: Session, draft: Draft
) -> None:
    (task,) = draft(reading(clause(leads=["各县人民政府", "市科技局"])))
    [lead] = [part for part in parts_in(session, task) if part.consolidates]
    assert lead.printed_name == "市科技局"


def test_a_collective_becomes_one_part_for_each_member(session: Session, draft: Draft) -> None:
    (task,) = draft(reading(clause(supports=["各县人民政府"])))
    assert names(session, task, Role.SUPPORT) == ["东县人民政府", "西县人民政府"]


def test_who_leads_gets_no_second_part_by_inheritance(session: Session, draft: Draft) -> None:
    (task,) = draft(reading(clause(inherited=["市科技局", "各县人民政府"])))
    assert names(session, task, Role.INHERITED) == ["东县人民政府", "西县人民政府"]


def test_two_printed_names_of_one_body_are_one_part(
    session: Session, notice: Notice, register: Register, clock: FakeClock
) -> None:
    body = register.resolve("市科技局", place="临澜市", on=clock().date()).departments[0]
    remember_alias(session, body, "市外国专家局")
    data = reading(clause(leads=["市科技局", "市外国专家局"], lead_implied=True))
    again = load_register(session, name_equivalents())
    draft_from_reading(session, notice, data, register=again, now=clock())
    task = session.exec(select(Task)).one()
    assert names(session, task, Role.RESPONSIBLE) == ["市科技局"]


def test_an_unknown_name_blocks_its_own_part_and_is_asked_about(
    session: Session, notice: Notice, draft: Draft, clock: FakeClock
) -> None:
    (task,) = draft(reading(clause(supports=["市科教局"])))
    doubt = session.exec(select(Doubt)).one()
    assert (doubt.kind, doubt.quote) == ("unknown-unit", "市科教局")
    assert "市教育局" in doubt.choices

    result = confirm_notice(session, notice.number, now=clock(), actor="李主任")
    assert result.tasks == [task.key]
    unknown = [part for part in parts_in(session, task) if part.department_id is None]
    assert [part.printed_name for part in unknown] == ["市科教局"]


def test_naming_the_unknown_unit_completes_the_part_and_remembers_the_alias(
    session: Session, draft: Draft, register: Register, clock: FakeClock
) -> None:
    (task,) = draft(reading(clause(supports=["市科教局"])))
    doubt = session.exec(select(Doubt)).one()
    answer_doubt(
        session, doubt.number, answer="市教育局", register=register, now=clock(), actor="李主任"
    )
    assert names(session, task, Role.SUPPORT) == ["市教育局"]
    assert [alias.name for alias in session.exec(select(DepartmentAlias))] == ["市科教局"]


def test_what_the_register_learns_after_the_import_settles_what_the_draft_asked(
    session: Session, draft: Draft, clock: FakeClock
) -> None:
    (task,) = draft(reading(clause(leads=["市低空办"], supports=["各街道办事处", "市某某局"])))
    store_register(session, RegisterFile.model_validate(GROWN))
    register = load_register(session, name_equivalents())
    assert look_up_again(session, register, now=clock(), actor="李主任") == 2
    assert names(session, task, Role.LEAD) == ["市低空办"]
    assert names(session, task, Role.SUPPORT) == ["东街道办事处", "西街道办事处"]
    assert [part.printed_name for part in parts_in(session, task) if part.consolidates] == [
        "市低空办"
    ]
    asked = select(Doubt.quote).where(col(Doubt.answer).is_(None))
    assert session.exec(asked).all() == ["市某某局"]
    assert look_up_again(session, register, now=clock(), actor="李主任") == 0


def test_in_a_live_notice_nobody_gets_a_part_unasked(
    session: Session, notice: Notice, draft: Draft, clock: FakeClock
) -> None:
    (task,) = draft(reading(clause(supports=["市低空办"])))
    confirm_notice(session, notice.number, now=clock(), actor="李主任")
    store_register(session, RegisterFile.model_validate(GROWN))
    register = load_register(session, name_equivalents())
    assert look_up_again(session, register, now=clock(), actor="李主任") == 0
    assert names(session, task, Role.SUPPORT) == []


def test_a_name_that_is_entered_for_one_draft_is_known_to_the_others(
    session: Session, notice: Notice, draft: Draft, register: Register, clock: FakeClock
) -> None:
    (task,) = draft(reading(clause(supports=["市低空办"])))
    other = make_notice(session, status=NoticeStatus.DRAFT, confirmed_at=None, text=TEXT)
    data = reading(clause(supports=["市低空办"]))
    draft_from_reading(session, other, data, register=register, now=clock())
    first = session.exec(select(Doubt).where(Doubt.notice_id == other.number)).one()
    answer_doubt(session, first.number, answer=ENTER, register=register, now=clock(), actor="李")
    assert names(session, task, Role.SUPPORT) == ["市低空办"]
    assert {doubt.answer for doubt in session.exec(select(Doubt))} == {ENTER, "市低空办"}


def test_a_collective_is_an_answer_and_each_member_gets_the_part_once(
    session: Session, draft: Draft, register: Register, clock: FakeClock
) -> None:
    (task,) = draft(reading(clause(leads=["东县人民政府"], supports=["有关县人民政府"])))
    doubt = session.exec(select(Doubt)).one()
    answer_doubt(
        session, doubt.number, answer="各县人民政府", register=register, now=clock(), actor="李主任"
    )
    assert names(session, task, Role.LEAD) == ["东县人民政府"]
    assert names(session, task, Role.SUPPORT) == ["西县人民政府"]
    assert session.exec(select(DepartmentAlias)).all() == []  # here it meant so, not everywhere
    assert all(part.collective_id for part in parts_in(session, task) if part.role is Role.SUPPORT)


def test_a_blocking_doubt_keeps_its_task_a_draft_and_lets_the_others_go(
    session: Session, notice: Notice, draft: Draft, register: Register, clock: FakeClock
) -> None:
    second = clause(span=[40, 60])
    data = reading(clause(), second)
    data["measures"][1]["span"] = [40, 60]
    data["doubts"] = [
        {
            "kind": "suspected-injected-text",
            "quote": "某某官网",
            "span": [45, 49],
            "why": "疑似植入",
        }
    ]
    draft(data)

    result = confirm_notice(session, notice.number, now=clock(), actor="李主任")
    assert result.tasks == ["1"]
    assert "疑似植入" in result.left["2"]
    assert notice.status is NoticeStatus.CONFIRMED

    doubt = session.exec(select(Doubt)).one()
    answer_doubt(
        session, doubt.number, answer="删除", register=register, now=clock(), actor="李主任"
    )
    assert confirm_notice(session, notice.number, now=clock(), actor="李主任").tasks == ["2"]


def test_whether_the_first_named_leads_is_asked_once_for_the_notice(
    session: Session, notice: Notice, draft: Draft, register: Register, clock: FakeClock
) -> None:
    listed = clause(leads=["市科技局"], supports=["市财政局"], lead_implied=True)
    first, second = draft(reading(listed, listed))
    doubt = session.exec(select(Doubt)).one()
    assert doubt.kind == "first-named-leads"
    assert confirm_notice(session, notice.number, now=clock(), actor="李主任").tasks == []

    answer_doubt(session, doubt.number, answer="是", register=register, now=clock(), actor="李主任")
    for task in (first, second):
        chosen = [part.printed_name for part in parts_in(session, task) if part.consolidates]
        assert chosen == ["市科技局"]
    assert len(confirm_notice(session, notice.number, now=clock(), actor="李主任").tasks) == 2


def test_a_doubt_is_answered_once(
    session: Session, draft: Draft, register: Register, clock: FakeClock
) -> None:
    draft(reading(clause(lead_implied=True, supports=["市财政局"])))
    doubt = session.exec(select(Doubt)).one()
    with pytest.raises(NotAllowed, match="是"):
        answer_doubt(
            session, doubt.number, answer="也许", register=register, now=clock(), actor="李"
        )
    answer_doubt(session, doubt.number, answer="否", register=register, now=clock(), actor="李")
    with pytest.raises(NotAllowed, match="已由李答复"):
        answer_doubt(session, doubt.number, answer="是", register=register, now=clock(), actor="王")


def test_a_task_without_any_known_department_is_not_confirmed(
    session: Session, notice: Notice, draft: Draft, clock: FakeClock
) -> None:
    draft(reading(clause(leads=[], supports=[])))
    result = confirm_notice(session, notice.number, now=clock(), actor="李主任")
    assert "没有可以交办的单位" in result.left["1"]
    assert notice.status is NoticeStatus.DRAFT


def test_a_person_corrects_who_leads(
    session: Session, draft: Draft, register: Register, clock: FakeClock
) -> None:
    (task,) = draft(reading(clause(leads=["市科教局"])))
    meant = register.resolve("市教育局", place="临澜市", on=clock().date()).departments[0]
    correct_parts(session, task.number, leads=[meant], supports=[], now=clock(), actor="李主任")
    assert names(session, task, Role.LEAD) == ["市教育局"]
    assert session.exec(select(Doubt)).one().answer == "已更正分工"
    assert task.clause == "牵头单位：市科技局"


def test_the_consolidator_owns_the_targets_of_its_measure_and_nobody_those_outside(
    session: Session, draft: Draft, register: Register, clock: FakeClock
) -> None:
    target = {"indicator": "企业", "op": ">=", "value": 6, "unit": "家", "by": None, "quote": "6家"}
    draft(reading(clause(), targets=[target | {"span": [5, 9]}, target | {"span": [90, 95]}]))
    inside, outside = session.exec(select(Target).order_by(Target.order)).all()  # type: ignore[arg-type]
    assert session.get_one(Department, inside.owner_id).short_name == "市科技局"
    assert outside.owner_id is None

    meant = register.resolve("市财政局", place="临澜市", on=clock().date()).departments[0]
    set_target_owner(session, outside.number, meant, now=clock(), actor="李主任")
    assert outside.owner_id == meant.number


def test_the_one_unit_beside_a_number_in_a_table_of_indicators_owns_it(
    session: Session, draft: Draft
) -> None:
    target = {"indicator": "企业", "op": "=", "value": 6, "unit": "家", "by": None, "quote": "6"}
    one = target | {"span": [90, 91], "owners": ["市财政局"]}
    several = target | {"span": [92, 93], "owners": ["市财政局", "市科技局"]}
    draft(reading(clause(), targets=[one, several]))
    owned, unowned = session.exec(select(Target).order_by(Target.order)).all()  # type: ignore[arg-type]
    assert session.get_one(Department, owned.owner_id).short_name == "市财政局"
    assert unowned.owner_id is None


def test_a_stated_deadline_is_kept_as_the_original_one(session: Session, draft: Draft) -> None:
    (task,) = draft(reading(clause(deadline="2024-09-30")))
    assert task.due_on == task.original_due_on == date(2024, 9, 30)


def test_a_duty_of_the_office_is_labelled_so(
    session: Session, notice: Notice, clock: FakeClock
) -> None:
    set_office_duty(
        session, notice.number, frequency="annual", due="12-10", now=clock(), actor="李主任"
    )
    duty = session.exec(select(ReportingDuty)).one()
    assert duty.set_by == "office"
    assert "李主任" in duty.quote


def test_confirming_twice_confirms_once(
    session: Session, notice: Notice, draft: Draft, clock: FakeClock
) -> None:
    (task,) = draft(reading(clause()))
    assert confirm_notice(session, notice.number, now=clock(), actor="李").tasks == ["1"]
    assert confirm_notice(session, notice.number, now=clock(), actor="李").tasks == []
    assert task.status is TaskStatus.CONFIRMED


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("1.推动实验室建设。落实思路。", "推动实验室建设"),
        ("（三）加强组织领导：各地", "加强组织领导"),
        ("12、" + "长" * 60, "长" * 27 + "…"),
    ],
)
def test_a_title_is_the_first_sentence_without_its_number(text: str, title: str) -> None:
    assert short_title(text) == title


def doubtful(kind: str, quote: str, span: list[int], **facts: Any) -> dict[str, Any]:
    return {"kind": kind, "quote": quote, "span": span, "why": "请核对"} | facts


def test_a_word_that_settles_nothing_is_no_answer(
    session: Session, draft: Draft, register: Register, clock: FakeClock
) -> None:
    draft(reading(clause(), doubts=[doubtful("suspected-injected-text", "算力", [4, 6])]))
    doubt = session.exec(select(Doubt)).one()
    with pytest.raises(NotAllowed, match="改为"):
        answer_doubt(
            session, doubt.number, answer="也许", register=register, now=clock(), actor="李主任"
        )
    assert doubt.answer is None


@pytest.mark.parametrize(
    ("answer", "text"),
    [
        ("删除", "1.建设中心。2025年底前建成。"),
        ("改为：超算", "1.建设超算中心。2025年底前建成。"),
        ("保留原文", "1.建设算力中心。2025年底前建成。"),
    ],
)
def test_strange_words_are_set_right_in_the_task_and_never_in_the_notice(
    session: Session, notice: Notice, draft: Draft, register: Register, clock: FakeClock,
    answer: str, text: str,
) -> None:  # fmt: skip
    draft(reading(clause(), doubts=[doubtful("suspected-injected-text", "算力", [4, 6])]))
    doubt = session.exec(select(Doubt)).one()
    assert doubt.choices == ["删除", "保留原文"]
    answer_doubt(
        session, doubt.number, answer=answer, register=register, now=clock(), actor="李主任"
    )
    assert session.exec(select(Measure)).one().text == text
    assert notice.text == TEXT


def test_a_day_that_the_text_leaves_open_is_set_or_none_is(
    session: Session, draft: Draft, register: Register, clock: FakeClock
) -> None:
    (task,) = draft(reading(clause(), doubts=[doubtful("soft-deadline", "尽快", [4, 6])]))
    doubt = session.exec(select(Doubt)).one()
    tell: dict[str, Any] = {"register": register, "now": clock(), "actor": "李主任"}
    with pytest.raises(NotAllowed, match="不是日期"):
        answer_doubt(session, doubt.number, answer="年底", **tell)
    answer_doubt(session, doubt.number, answer="2024-09-30", **tell)
    assert (task.due_on, task.due_quote) == (date(2024, 9, 30), "由李主任设定")


def test_a_duty_takes_the_recipient_and_the_day_a_person_names(
    session: Session, draft: Draft, register: Register, clock: FakeClock
) -> None:
    duty = {"frequency": "annual", "due": None, "by": None, "to": None, "quote": "每年报送"}
    doubts = [
        doubtful("recipient-not-stated", "每年报送", [50, 54]),
        doubtful("due-not-stated", "每年报送", [50, 54]),
    ]
    draft(reading(clause(), reporting=[duty | {"span": [50, 54]}], doubts=doubts))
    who, when = session.exec(select(Doubt)).all()
    tell: dict[str, Any] = {"register": register, "now": clock(), "actor": "李主任"}
    answer_doubt(session, who.number, answer="市科技局", **tell)
    with pytest.raises(NotAllowed, match="不是报送日期"):
        answer_doubt(session, when.number, answer="年底", **tell)
    answer_doubt(session, when.number, answer="12-10", **tell)
    stored = session.exec(select(ReportingDuty)).one()
    assert (stored.recipient, stored.due) == ("市科技局", "12-10")
