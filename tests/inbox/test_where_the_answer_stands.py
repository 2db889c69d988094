"""Answers in the subject line, in a colleague's mail, in our form with its hints left standing."""

from datetime import date

import pytest

from inbox.asked import Asked
from inbox.hints import without_hints
from inbox.meaning import understand
from inbox.reply import cut_reply
from inbox.subject_line import said_in_subject

TODAY = date(2026, 10, 23)
SENT = """市林业局：

贵单位承担的以下1项即将到期，请按时办理；已反馈的不必重复填报。

请于2026年10月25日前报送2026年10月进展：
1.【任务4】实施国土绿化行动（牵头）

2. 直接回复本邮件，每项写明：
   任务4
   进度：  %（或写“已完成”“正常推进”“进展滞后”）
   进展情况：
   存在问题：
   下一步措施：

市人民政府办公室
2026年10月21日
"""
OURS = "【提醒】1项将到期，最近时限10月25日"
QUOTED = '\n> -----原始邮件-----\n> 发件人:"市人民政府办公室" <duban@city.example>\n' + "\n".join(
    f"> {line}" for line in SENT.split("\n")
)
PASSED_ON = """
---------- 转发邮件信息 ----------
发件人：王伟 <wangwei@lyj.example>
发送日期：2026-10-22 08:50:11
主题：造林进度

宋科：造林累计完成2.9万亩，占年度任务的90.6%。
"""


@pytest.mark.parametrize(
    ("subject", "answer"),
    [
        ("回复：任务3进度60%，正常推进，设备本月底到货", "任务3进度60%，正常推进，设备本月底到货"),
        ("Re: 答复: 任务4完成八成", "任务4完成八成"),
        (f"回复：{OURS} 已完成80%，正常推进", "已完成80%，正常推进"),
        ("Re[2]: 收到，将按要求落实", "收到，将按要求落实"),
        (f"回复：{OURS}", ""),
        (f"Re: {OURS[:-4]}", ""),
        ("回复：【督办通知】任务3逾期未办", ""),
        ("回复：10月进展情况", ""),
        ("任务3有关材料", ""),
        ("", ""),
    ],
)
def test_an_answer_in_the_subject_line_is_what_goes_beyond_our_own(
    subject: str, answer: str
) -> None:
    assert said_in_subject(subject, OURS) == answer


@pytest.mark.parametrize(
    "cover",
    [
        "转绿化科意见，请查收。",
        "现转来科室反馈，请收。",
        "您好，转报我局造林站情况。",
        "详见下文。",
    ],
)
def test_the_words_of_a_colleague_are_the_answer_under_a_covering_line(cover: str) -> None:
    assert cut_reply(f"{cover}\n{PASSED_ON}{QUOTED}", SENT) == (
        "宋科：造林累计完成2.9万亩，占年度任务的90.6%。"
    )


def test_our_own_letter_passed_on_is_no_answer() -> None:
    passed_on = "转绿化科意见。\n\n---------- 转发邮件信息 ----------\n发件人：duban@city.example\n"
    assert cut_reply(f"{passed_on}\n{SENT}", SENT) in ("", "转绿化科意见。")


@pytest.mark.parametrize("words", ["土地流转进展顺利，完成80%。", "扭转被动情况，已完成整地。"])
def test_words_that_only_look_like_a_covering_line_are_the_answer(words: str) -> None:
    assert cut_reply(f"{words}\n{PASSED_ON}", SENT) == words


@pytest.mark.parametrize("blank", ["", "\n\n\n", "\n \n"])
def test_a_letter_sent_back_as_it_came_says_nothing(blank: str) -> None:
    assert cut_reply(f"{blank}{QUOTED}", SENT) == ""


@pytest.mark.parametrize(
    ("line", "left"),
    [
        ("进度：86%（或写“已完成”“正常推进”“进展滞后”）", "进度：86%"),
        ('进度：86%(或写"已完成""正常推进""进展滞后")', "进度：86%"),
        ("进度：86% 或写“已完成”“正常推进”", "进度：86%"),
        ("进度 86％（或写「已完成」、「正常推进」、「进展滞后」", "进度 86％"),
        ("状态：已完成/正常推进/进展滞后", "状态："),
        ("状态：“正常推进”", "状态：“正常推进”"),
        ("任务1已完成，任务2正常推进", "任务1已完成，任务2正常推进"),
    ],
)
def test_what_our_form_offers_is_no_choice(line: str, left: str) -> None:
    assert without_hints(line) == left


def test_a_form_filled_above_the_quotation_keeps_no_hint() -> None:
    form = "任务4\n进度：86%（或写“已完成”“正常推进”“进展滞后”）\n进展情况：累计造林2.75万亩"
    (item,) = understand(form, [Asked("4", "实施国土绿化行动")], today=TODAY).items
    assert (item.percent, item.status, item.narrative) == (86, None, "累计造林2.75万亩")


def test_a_numbered_heading_may_end_with_a_full_stop() -> None:
    (item,) = understand(
        "（一）推进情况。已建成11万亩，完成年度任务的88%。\n（二）存在问题。局部地块征迁尚未解决。\n"
        "（三）下步打算。10月底前完成平整。",
        [Asked("7", "推进高标准农田建设")],
        today=TODAY,
    ).items
    assert (item.percent, item.problems, item.next_steps) == (
        88,
        "局部地块征迁尚未解决。",
        "10月底前完成平整。",
    )


@pytest.mark.parametrize(
    ("words", "due_on", "until"),
    [
        ("用地手续没批下来，申请延期20天。", date(2026, 12, 10), date(2026, 12, 30)),
        ("因流标，申请延期一个月。", date(2026, 12, 31), date(2027, 1, 31)),
        ("申请延期两周。", date(2026, 12, 10), date(2026, 12, 24)),
        ("申请延期15日。", date(2026, 12, 10), date(2026, 12, 25)),
        ("申请延期20天。", None, None),
        ("申请延期10个工作日。", date(2026, 12, 10), None),
    ],
)
def test_an_extension_by_so_many_days_counts_from_the_day_that_is_due(
    words: str, due_on: date | None, until: date | None
) -> None:
    understood = understand(words, [Asked("14", "建设场地", due_on=due_on)], today=TODAY)
    assert [item.extension_until for item in understood.items] == [until]
    assert bool(understood.doubts) is (until is None)
