"""A person reviews the drafts: split, join, add, drop, name, accept; nothing is sent by it."""

from datetime import date
from functools import partial

import pytest
from sqlmodel import Session, select

from actions.confirmation import confirm_notice
from actions.corrections import correct_target, name_part
from actions.doubts import answer_doubt
from actions.parts import parts_in
from actions.register import load_register
from actions.reshaping import add_task, merge_tasks, split_task
from actions.review import (
    accept_task,
    drop_task,
    progress_of,
    restore_task,
    set_title,
    withdraw_notice,
)
from actions.suggestions import accept_suggestion, suggestions_of
from actions.wordings import find_words, sentences_of
from models import Doubt, Event, Measure, Notice, OutgoingMessage, Target, Task
from rules.assignments import AssignmentStatus, Role
from rules.errors import NotAllowed
from rules.notices import NoticeStatus
from rules.tasks import TaskStatus
from tests.factories import make_assignment, make_department, make_notice, make_target
from tests.fakes import FakeClock

WORDS = (
    "1.建设中试平台。培育领军企业30家；搭建供需对接平台。（牵头单位：市科技局，配合单位：市财政局）"
)
MORE = "2.举办创新大赛。"
TEXT = f"一、重点任务\n{WORDS}\n{MORE}\n各单位要压实责任，把\n数据共享落到实处。\n"


def make_draft(session: Session, notice: Notice, words: str, order: int) -> Task:
    start = TEXT.index(words)
    measure = Measure(
        notice_id=notice.number, order=order, no=str(order), chapter="一、重点任务",
        title=words[2:8], text=words, span_start=start, span_end=start + len(words),
    )  # fmt: skip
    session.add(measure)
    session.flush()
    task = Task(
        notice_id=notice.number, measure_id=measure.number, key=str(order), title=words[2:8],
        span_start=start, span_end=start + len(words),
        clause="牵头单位：市科技局，配合单位：市财政局" if "牵头" in words else None,
    )  # fmt: skip
    session.add(task)
    session.flush()
    return task


@pytest.fixture
def notice(session: Session) -> Notice:
    return make_notice(session, status=NoticeStatus.DRAFT, confirmed_at=None, text=TEXT)


@pytest.fixture
def task(session: Session, notice: Notice) -> Task:
    task = make_draft(session, notice, WORDS, 1)
    for order, (name, role) in enumerate(
        (("市科技局", Role.LEAD), ("市财政局", Role.SUPPORT)), start=1
    ):
        make_assignment(
            session, task, make_department(session, name), role=role, order=order,
            status=AssignmentStatus.DRAFT, dispatched_at=None, acknowledged_at=None,
        )  # fmt: skip
    return task


@pytest.fixture
def bare(session: Session, notice: Notice) -> Task:
    return make_draft(session, notice, MORE, 2)


def names(session: Session, task: Task) -> list[tuple[str, Role, bool]]:
    return [(row.printed_name, row.role, row.consolidates) for row in parts_in(session, task)]


def test_the_clause_stays_with_the_sentence_before_it() -> None:
    assert sentences_of(WORDS) == [
        "1.建设中试平台。",
        "培育领军企业30家；",
        "搭建供需对接平台。（牵头单位：市科技局，配合单位：市财政局）",
    ]


def test_a_split_makes_two_tasks_with_the_same_units_each_with_its_words(
    session: Session, notice: Notice, task: Task, clock: FakeClock
) -> None:
    place = TEXT.index("30家")
    target = make_target(session, notice, task_id=task.number, span_start=place, span_end=place + 3)
    new = split_task(session, task.number, sentence=2, now=clock(), actor="李主任")

    assert (task.key, new.key) == ("1.1", "1.2")
    assert task.words == "1.建设中试平台。"
    assert (new.words or "").startswith("培育领军企业30家；搭建")
    assert TEXT[new.span_start :].startswith("培育领军企业")
    assert task.span_end == new.span_start
    assert names(session, new) == names(session, task)
    assert target.task_id == new.number
    event = session.exec(select(Event).where(Event.name == "duban.task.split")).one()
    assert event.actor == "李主任"


@pytest.mark.parametrize("sentence", [1, 4])
def test_a_split_is_only_between_sentences(
    session: Session, task: Task, clock: FakeClock, sentence: int
) -> None:
    with pytest.raises(NotAllowed, match="请填 2 至 3"):
        split_task(session, task.number, sentence=sentence, now=clock(), actor="李")


def test_joined_tasks_keep_all_words_units_and_doubts(
    session: Session, notice: Notice, task: Task, bare: Task, clock: FakeClock
) -> None:
    session.add(
        Doubt(notice_id=notice.number, task_id=task.number, kind="soft-deadline", quote="尽快",
              span_start=9, span_end=11, why="请设定", blocking=False)
    )  # fmt: skip
    merge_tasks(session, bare.number, task.number, now=clock(), actor="李主任")
    assert bare.words == f"{WORDS}\n{MORE}"
    assert [name for name, _, _ in names(session, bare)] == ["市科技局", "市财政局"]
    assert session.exec(select(Doubt)).one().task_id == bare.number
    assert (task.status, task.reason) == (TaskStatus.WITHDRAWN, "并入任务2")
    assert confirm_notice(session, notice.number, now=clock(), actor="李").tasks == ["2"]


def test_tasks_with_different_deadlines_are_not_joined(
    session: Session, task: Task, bare: Task, clock: FakeClock
) -> None:
    task.due_on, bare.due_on = date(2024, 6, 30), date(2024, 9, 30)
    with pytest.raises(NotAllowed, match="时限不同"):
        merge_tasks(session, task.number, bare.number, now=clock(), actor="李")


def test_a_task_is_added_from_words_of_the_text_however_its_lines_are_broken(
    session: Session, notice: Notice, task: Task, clock: FakeClock
) -> None:
    new = add_task(session, notice.number, "把数据共享落到实处", now=clock(), actor="李主任")
    assert notice.text[new.span_start : new.span_end] == "把\n数据共享落到实处"
    assert new.key == "2"
    assert new.status is TaskStatus.DRAFT
    assert session.get_one(Measure, new.measure_id).chapter == "一、重点任务"


@pytest.mark.parametrize(
    ("words", "why"),
    [("建设不存在的平台", "没有这段文字"), ("建设", "文字太短"), ("单位：市", "出现 2 处")],
)
def test_what_is_not_once_in_the_text_is_not_added(
    session: Session, notice: Notice, clock: FakeClock, words: str, why: str
) -> None:
    with pytest.raises(NotAllowed, match=why):
        add_task(session, notice.number, words, now=clock(), actor="李")


def test_one_of_several_places_is_told_by_its_beginning(
    session: Session, notice: Notice, clock: FakeClock
) -> None:
    second = find_words(TEXT, "单位：市")[1][0]
    new = add_task(session, notice.number, "单位：市", start=second, now=clock(), actor="李")
    assert new.span_start == second


def test_a_dropped_task_is_neither_confirmed_nor_counted_and_can_come_back(
    session: Session, notice: Notice, task: Task, clock: FakeClock
) -> None:
    with pytest.raises(NotAllowed, match="理由"):
        drop_task(session, task.number, reason=" ", now=clock(), actor="李")
    drop_task(session, task.number, reason="属于背景介绍", now=clock(), actor="李主任")
    assert progress_of(session, notice.number).drafts == 0
    assert confirm_notice(session, notice.number, now=clock(), actor="李").tasks == []

    restore_task(session, task.number, now=clock(), actor="李主任")
    assert confirm_notice(session, notice.number, now=clock(), actor="李").tasks == ["1"]


def test_what_was_handed_out_is_not_reshaped(
    session: Session, notice: Notice, task: Task, clock: FakeClock
) -> None:
    confirm_notice(session, notice.number, now=clock(), actor="李")
    number, tell = task.number, {"now": clock(), "actor": "李"}
    for act in (
        partial(split_task, session, number, sentence=2),
        partial(drop_task, session, number, reason="错"),
        partial(set_title, session, number, "新"),
    ):
        with pytest.raises(NotAllowed, match="已确认"):
            act(**tell)


def test_reviewing_everything_sends_nothing_and_counts_what_is_ready(
    session: Session, notice: Notice, task: Task, bare: Task, clock: FakeClock
) -> None:
    accept_task(session, task.number, now=clock(), actor="李主任")
    set_title(session, bare.number, "创新大赛", now=clock(), actor="李主任")
    progress = progress_of(session, notice.number)
    assert (progress.drafts, progress.ready, progress.reviewed) == (2, 1, 1)
    assert task.reviewed_by == "李主任"
    assert task.status is TaskStatus.DRAFT
    assert session.exec(select(OutgoingMessage)).all() == []


def test_a_target_is_set_right_and_its_words_stay(
    session: Session, notice: Notice, clock: FakeClock
) -> None:
    target = make_target(session, notice)
    correct_target(session, target.number, op=">=", value=800, unit="家", now=clock(), actor="李")
    stored = session.exec(select(Target)).one()
    assert (stored.value, stored.quote) == (800, "高新技术企业达到600家以上")
    with pytest.raises(NotAllowed, match="比较方式"):
        correct_target(session, target.number, op="!", value=1, unit="家", now=clock(), actor="李")


def test_a_name_that_a_person_corrects_is_read_so_the_next_time(
    session: Session, notice: Notice, task: Task, clock: FakeClock
) -> None:
    """市科技局 was moved into another body here: the office says so once."""
    body = make_department(session, "市科技和数据局")
    part = parts_in(session, task)[0]
    name_part(session, part.number, body, remember=True, now=clock(), actor="李主任")
    found = load_register(session, {}).resolve("市科技局", place="临澜市", on=clock().date())
    assert [row.short_name for row in found.departments] == ["市科技和数据局"]
    assert part.printed_name == "市科技局"


def unknown(session: Session, notice: Notice, task: Task) -> Doubt:
    make_assignment(
        session, task, make_department(session), role=Role.SUPPORT, order=3, department_id=None,
        printed_name="市科教办", status=AssignmentStatus.DRAFT, dispatched_at=None,
        acknowledged_at=None, consolidates=False,
    )  # fmt: skip
    doubt = Doubt(
        notice_id=notice.number, task_id=task.number, kind="unknown-unit", quote="市科教办",
        span_start=0, span_end=4, why="名册中没有", blocking=False,
    )  # fmt: skip
    session.add(doubt)
    session.flush()
    return doubt


def test_an_unknown_name_is_asked_about_once_however_often_it_stands_in_the_notice(
    session: Session, notice: Notice, task: Task, bare: Task, clock: FakeClock
) -> None:
    first, second = unknown(session, notice, task), unknown(session, notice, bare)
    make_department(session, "市教育局")
    register = load_register(session, {})
    answer_doubt(
        session, first.number, answer="市教育局", register=register, now=clock(), actor="李"
    )
    assert second.answer == "市教育局"
    assert all(part.department_id for row in (task, bare) for part in parts_in(session, row))


def test_words_that_are_no_unit_leave_the_task(
    session: Session, notice: Notice, task: Task, clock: FakeClock
) -> None:
    doubt = unknown(session, notice, task)
    register = load_register(session, {})
    answer_doubt(
        session, doubt.number, answer="不是单位", register=register, now=clock(), actor="李"
    )
    assert [name for name, _, _ in names(session, task)] == ["市科技局", "市财政局"]


def test_naming_who_does_what_nobody_is_named_for_assigns_it(
    session: Session, notice: Notice, task: Task, bare: Task, clock: FakeClock
) -> None:
    doubt = Doubt(
        notice_id=notice.number, task_id=bare.number, kind="no-owner", quote=MORE, span_start=0,
        span_end=4, why="没有写明责任单位",
    )  # fmt: skip
    session.add(doubt)
    session.flush()
    register = load_register(session, {})
    answer_doubt(
        session, doubt.number, answer="牵头：市科技局；配合：市财政局", register=register,
        now=clock(), actor="李",
    )  # fmt: skip
    assert names(session, bare) == [
        ("市科技局", Role.LEAD, True),
        ("市财政局", Role.SUPPORT, False),
    ]


def test_a_suggestion_has_its_reason_and_waits_for_a_person(
    session: Session, notice: Notice, task: Task, bare: Task, clock: FakeClock
) -> None:
    """What the office confirmed before, and what the register says: never assigned by itself."""
    earlier = make_notice(session, title="临澜市去年的方案", text=TEXT)
    before = make_draft(session, earlier, MORE, 2)
    before.status = TaskStatus.IN_PROGRESS
    association = make_department(session, "市科协")
    make_assignment(session, before, association)
    make_department(session, "市文化局", duties=["大赛"])

    found = suggestions_of(session, notice, register=load_register(session, {}), now=clock())
    assert list(found) == [bare.number]
    reasons = {one.department.short_name: one.reason for one in found[bare.number]}
    assert "《临澜市去年的方案》任务2" in reasons["市科协"]
    assert reasons["市文化局"] == "名册所列职责有“大赛”"
    assert parts_in(session, bare) == []

    accept_suggestion(
        session, bare.number, association, reason=reasons["市科协"], now=clock(), actor="李"
    )
    assert names(session, bare) == [("市科协", Role.LEAD, True)]


def test_a_second_copy_is_put_aside_and_a_live_notice_is_not(
    session: Session, notice: Notice, task: Task, clock: FakeClock
) -> None:
    live = make_notice(session)
    withdraw_notice(session, notice.number, reason="重复导入", now=clock(), actor="李")
    assert notice.status is NoticeStatus.WITHDRAWN
    with pytest.raises(NotAllowed, match="已有任务在办"):
        withdraw_notice(session, live.number, reason="重复", now=clock(), actor="李")
