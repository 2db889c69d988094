"""The auditor (巡检): derives on its own what should be true by now, and says what is not.

It shares no rule and no query with what it checks: the same mistake made twice would be hidden.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlmodel import Session

from actions import promised_clock as clock
from actions import promised_decisions as decisions
from actions import promised_letters as letters
from actions import promised_limits as limits
from actions import promised_messages as messages
from actions import promised_periods as periods
from actions import promised_record as record
from actions import promised_traces as traces
from actions import promised_urges as urges
from actions.promised_days import Audit
from rules.policies import Policy
from rules.working_days import WorkingCalendar

NAMED = 5  # of many findings of a kind, so many are named


class Promise(NamedTuple):
    """One thing that is looked at: how, what is wrong in words, and what to do about it."""

    look: Callable[[Session, Audit], Iterator[str]]
    sentence: str
    advice: str


ALTERED = "请核对数据库是否被人为改动，与最近的备份比对后更正"

PROMISES: Mapping[str, Promise] = {
    "late_without_urge": Promise(
        urges.late_without_urge, "逾期而没有催办",
        "请运行 duban run escalate_slow_tasks，并查看其失败记录",
    ),
    "two_rungs_a_day": Promise(decisions.two_rungs_a_day, "同一事项一天内催办两级", ALTERED),
    "rungs_out_of_order": Promise(
        decisions.rungs_out_of_order, "督办级次被跳过或重复", ALTERED
    ),
    "decisions_altered": Promise(
        decisions.decisions_altered, "催办决定缺失、重复或被改动", ALTERED
    ),
    "reminders_altered": Promise(
        decisions.reminders_altered, "提醒决定缺失、重复或被改动", ALTERED
    ),
    "decided_after_the_answer": Promise(
        decisions.decided_after_the_answer, "单位答复之后仍然提醒",
        "请向该单位说明，并核对来件的处理时间",
    ),
    "drafts_without_letters": Promise(
        decisions.drafts_without_letters, "代拟稿所依据的催办没有送达",
        "请勿批准；先核对该单位的联系人，补发催办",
    ),
    "dispatched_untold": Promise(
        messages.dispatched_untold, "已交办而没有发出交办通知",
        "请运行 duban run dispatch_tasks，或在发件页核对",
    ),
    "decided_unsaid": Promise(
        messages.decided_unsaid, "已决定提醒而没有写成邮件",
        "请运行 duban run send_reminders，并查看其失败记录",
    ),
    "outbox_stands": Promise(
        messages.outbox_stands, "邮件超过4小时没有发出",
        "请运行 duban doctor 检查邮件服务器，恢复后自动补发",
    ),
    "sent_without_delivery": Promise(
        messages.sent_without_delivery, "发件标为已发而没有投递记录", ALTERED
    ),
    "to_somebody_else": Promise(
        messages.to_somebody_else, "邮件与决定的单位或对象不符", ALTERED
    ),
    "on_a_day_off": Promise(
        messages.on_a_day_off, "休息日发出提醒或催办", "请核对工作日历（duban calendar show）"
    ),
    "twice_a_day": Promise(
        messages.twice_a_day, "同一单位一天内收到两封提醒", "请核对是否有两处同时发送"
    ),
    "issued_without_approval": Promise(
        messages.issued_without_approval, "未经领导批准而发出通报、约谈或问责建议",
        "请立即报告领导，核实发出的经过",
    ),
    "inbox_stands": Promise(
        messages.inbox_stands, "来件超过1小时没有处理",
        "请运行 duban run process_inbound，并查看其失败记录",
    ),
    "triage_waits": Promise(
        messages.triage_waits, "待人工处理的来件超过1个工作日",
        "请在来件页处理；处理前对该单位的催办暂停",
    ),
    "period_not_open": Promise(
        periods.periods_not_open, "应开始的报送期没有开始",
        "请运行 duban run open_periods，并查看其失败记录",
    ),
    "return_missing": Promise(
        periods.returns_missing, "报送期中缺少单位的填报", "请运行 duban run open_periods 补齐"
    ),
    "item_missing": Promise(
        periods.items_missing, "填报中缺少任务的填报项", "请运行 duban run open_periods 补齐"
    ),
    "period_not_compiled": Promise(
        periods.periods_not_compiled, "报送期已过而没有形成报告",
        "请运行 duban run compile_reports，并查看其失败记录",
    ),
    "report_lost_or_doubled": Promise(
        periods.reports_lost_or_doubled, "同一报送期的报告缺失或重复", ALTERED
    ),
    "extension_undecided": Promise(
        periods.extensions_undecided, "延期申请超过5个工作日没有答复",
        "请在任务页答复；答复前催办暂停",
    ),
    "submission_unreviewed": Promise(
        periods.submissions_unreviewed, "报结超过期限没有核查", "请在任务页核查或退回"
    ),
    "letter_altered": Promise(
        letters.letters_altered, "发件在发出之后被改动", ALTERED
    ),
    "letter_unfounded": Promise(
        letters.letters_unfounded, "提醒或催办没有所依据的决定", ALTERED
    ),
    "letter_suppressed": Promise(
        letters.letters_suppressed, "发件没有发出，也没有撤回的记录", ALTERED
    ),
    "letter_misdirected": Promise(
        letters.letters_misdirected, "待发的邮件写给了不是该单位联系人的地址",
        "请在发件页撤回，并核对联系人",
    ),
    "mail_unanswered": Promise(
        letters.mails_unanswered, "来件已登记而没有回执", "请与该单位联系人核实，说明已收到"
    ),
    "report_altered": Promise(
        letters.reports_altered, "报告在形成之后被改动", ALTERED
    ),
    "limit_altered": Promise(limits.limits_altered, "时限没有经过延期就被改动", ALTERED),
    "period_altered": Promise(limits.periods_altered, "报送期的时限被改动", ALTERED),
    "owner_altered": Promise(limits.owners_altered, "责任单位没有经过改派就被改动", ALTERED),
    "row_gone": Promise(traces.rows_gone, "记录中有而数据库中已不在", ALTERED),
    "row_untraced": Promise(traces.rows_untraced, "数据库中有而没有登记", ALTERED),
    "state_altered": Promise(traces.states_altered, "状态没有经过办理就被改动", ALTERED),
    "record_broken": Promise(
        record.record_broken, "事件记录与封印不符", "请保留现场，运行 duban audit verify 查明"
    ),
    "ladder_edited": Promise(record.ladders_edited, "督办阶梯在督办开始后被改动", ALTERED),
}  # fmt: skip


ON_A_RUNNING_CLOCK: Mapping[str, Promise] = {  # a demo's clock jumps by design
    "clock_set_back": Promise(
        clock.clock_set_back, "系统时间早于已有的记录，可能被拨回",
        "请校准系统时间（NTP）；已发出的提醒不会重发",
    ),
    "server_stood_still": Promise(
        clock.server_stood_still, "督办服务曾经停止，或系统时间被拨快",
        "请核对系统时间；停止期间到期的事项已在恢复后补办",
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Finding:
    """One kind of thing that should be otherwise, and what to do about it."""

    kind: str
    sentence: str
    advice: str
    things: tuple[str, ...]

    @property
    def detail(self) -> str:
        """What is wrong, in words for the office."""
        more = f"等{len(self.things)}件" if len(self.things) > NAMED else ""
        return f"{self.sentence}：{'、'.join(self.things[:NAMED])}{more}。"


RESTORED = Finding(
    "database_restored",
    "数据库早于此前的记录，可能恢复了旧备份，已停止发送，以免重复",
    "请核对恢复时点以后发出的邮件；确认无误后，删除数据文件夹中的 watermark 文件，再继续",
    ("发件编号小于已发出的编号",),
)


def find_broken_promises(
    session: Session,
    *,
    now: datetime,
    calendar: WorkingCalendar,
    policies: Mapping[str, Policy],
    demo: bool = False,
) -> list[Finding]:
    """Return everything that should be otherwise by now, one finding a kind."""
    audit = Audit(now, calendar, policies)
    promises = PROMISES if demo else {**PROMISES, **ON_A_RUNNING_CLOCK}
    return [
        Finding(kind, promise.sentence, promise.advice, things)
        for kind, promise in promises.items()
        if (things := tuple(promise.look(session, audit)))
    ]
