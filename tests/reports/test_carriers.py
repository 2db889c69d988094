"""A clause that asks only those who carry the tasks out: the body sums up what they said."""

from dataclasses import replace

from reports.problems import problems
from reports.progress import progress
from reports.report import DepartmentReturn, Report, ReturnCell
from reports.targets import target_table
from tests.reports.invented import make_entry, make_report, make_statement, make_target_entry

CITIES = ("甘棠市人民政府", "汇川市人民政府", "明水市人民政府")


def cities_report(**facts: object) -> Report:
    """One task of 市科技局 that three cities carry out; only they were asked."""
    said = tuple(
        make_statement(
            number,
            city,
            "落实",
            percent=20.0 * number,
            state="进展滞后" if number == 1 else "正常推进",
            narrative=f"我市已建成{number}个平台。",
            problems="用地指标不足。" if number < 3 else "",
        )
        for number, city in enumerate(CITIES, start=1)
    )
    usual = {"leads": (), "responsible": ("市科技局",), "supports": (), "percent": None}
    task = make_entry(7, lead=None, others=said, **(usual | facts))
    cells = (ReturnCell(1, 7, "7", "落实", "按时"),)
    returns = tuple(DepartmentReturn(n, city, cells) for n, city in enumerate(CITIES))
    return make_report((task,), (make_target_entry(1, latest=None, reading_id=None),), returns)


def body(report: Report) -> str:
    blocks = [*progress(report), *problems(report)]
    return "".join(getattr(block, "text", "") for block in blocks)


def test_the_body_counts_the_answers_and_names_who_is_behind() -> None:
    words = body(cities_report())
    assert "3个落实单位填报：正常推进2个、进展滞后1个（甘棠市人民政府）" in words
    assert "完成率20%至60%，中位数40%" in words


def test_the_furthest_and_the_least_far_are_heard_with_their_source() -> None:
    words = body(cities_report())
    assert "明水市人民政府填报：该市已建成3个平台。[更新#3]" in words
    assert "甘棠市人民政府填报：该市已建成1个平台。[更新#1]" in words
    assert "尚未收到填报" not in words


def test_their_problems_stand_in_the_body() -> None:
    words = body(cities_report())
    assert "用地指标不足。（甘棠市人民政府" in words
    assert "另反映问题" not in words


def test_a_lead_that_was_asked_and_is_silent_is_not_covered_up() -> None:
    report = cities_report(silent=("市科技局",))
    owed = DepartmentReturn(9, "市科技局", (ReturnCell(2, 7, "7", "责任", "未报"),))
    words = body(replace(report, returns=(*report.returns, owed)))
    assert "本期市科技局未填报。" in words
    assert "落实单位填报：" not in words


def test_a_target_whose_owner_was_not_asked_is_no_fault_of_its_owner() -> None:
    row = target_table(cities_report()).rows[0]
    assert row[-1] == "本期未要求填报"


def test_nobody_speaks_for_the_members_of_a_collective() -> None:
    report = cities_report(is_spread=True, percent=40.0, silent=("古田市人民政府",))
    asked = DepartmentReturn(9, "古田市人民政府", (ReturnCell(2, 7, "7", "责任", "未报"),))
    words = body(replace(report, returns=(*report.returns, asked)))
    assert "平均完成40%" in words
    assert "3个落实单位填报：" in words
    assert "1个未填报（古田市人民政府）" in words
