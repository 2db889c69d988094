"""A person's words are carried over to newer facts, or said not to fit."""

from hypothesis import given
from hypothesis import strategies as st

from rules.rewordings import carry_over

BASE = "市科技局：\n\n以下2项已到期：\n1.【任务3】\n2.【任务4】\n\n请于3月8日前反馈。\n"


def test_the_same_facts_keep_the_words_as_typed() -> None:
    assert carry_over(BASE, "市科技局：\n请抓紧。\n", BASE) == "市科技局：\n请抓紧。\n"


def test_a_changed_line_is_changed_in_the_newer_text_too() -> None:
    edited = BASE.replace("请于3月8日前反馈。", "请于3月8日前反馈，并附照片。")
    newer = BASE.replace("2项", "1项").replace("2.【任务4】\n", "")
    assert carry_over(BASE, edited, newer) == newer.replace("反馈。", "反馈，并附照片。")


def test_an_added_line_stands_behind_the_same_line() -> None:
    edited = BASE.replace("市科技局：\n", "市科技局：\n来电已悉。\n")
    newer = BASE.replace("3月8日", "3月11日")
    assert carry_over(BASE, edited, newer) == newer.replace(
        "市科技局：\n", "市科技局：\n来电已悉。\n"
    )


def test_a_line_taken_out_is_taken_out_again() -> None:
    edited = BASE.replace("2.【任务4】\n", "")
    newer = BASE.replace("3月8日", "3月11日")
    assert carry_over(BASE, edited, newer) == newer.replace("2.【任务4】\n", "")


def test_words_over_a_line_that_changed_meanwhile_do_not_fit() -> None:
    edited = BASE.replace("以下2项已到期：", "以下两项请抓紧：")
    assert carry_over(BASE, edited, BASE.replace("2项", "3项")) is None


def test_words_about_a_line_that_is_gone_do_not_fit() -> None:
    edited = BASE.replace("2.【任务4】", "2.【任务4】（最急）")
    assert carry_over(BASE, edited, BASE.replace("2.【任务4】\n", "")) is None


LINES = st.lists(st.sampled_from(["甲", "乙", "丙", "丁", ""]), min_size=1, max_size=6)


@given(LINES, LINES, LINES)
def test_no_line_of_the_edit_is_lost_where_it_fits(
    base: list[str], edited: list[str], new: list[str]
) -> None:
    before, after, now = ("\n".join(lines) + "\n" for lines in (base, edited, new))
    carried = carry_over(before, after, now)
    if carried is not None and before != now:
        added = set(after.splitlines()) - set(before.splitlines())
        assert added <= set(carried.splitlines())
    assert carry_over(before, after, before) == after
