"""Chinese names for what the tables hold in English: statuses, kinds, events."""

from collections.abc import Mapping

from inbox.heard import STATES
from reports.words import LIGHT_MEANINGS, LIGHTS
from rules.duties import LOOKS_BACK_UNTIL_DAY, MONTH_END, other
from rules.notices import LABELS as NOTICE_LABELS

__all__ = ["LIGHTS", "LIGHT_MEANINGS", "STATES"]

NOTICE: Mapping[str, str] = {status.value: label for status, label in NOTICE_LABELS.items()}
FREQUENCIES: Mapping[str, str] = {
    "annual": "每年",
    "semiannual": "每半年",
    "quarterly": "每季度",
    "monthly": "每月",
    "once": "一次",
    "irregular": "不定期",
}
APPROVALS: Mapping[str, str] = {
    "bulletin": "通报",
    "talk": "约谈",
    "accountability": "建议问责",
    "report": "报告",
}
APPROVAL_STATUS: Mapping[str, str] = {
    "waiting": "待审批",
    "accepted": "已同意",
    "refused": "未同意",
    "withdrawn": "已撤回",
}
REPORT_STATUS: Mapping[str, str] = {"draft": "待审定", "approved": "已审定", "issued": "已印发"}
REPORT_KINDS: Mapping[str, str] = {
    "annual": "年度总结报告",
    "period": "阶段报告",
    "on_demand": "专报",
}
OUTBOX: Mapping[str, str] = {
    "pending": "待发",
    "sent": "已发",
    "failed": "失败",
    "held": "暂扣",
    "cancelled": "已取消",
}
MESSAGES: Mapping[str, str] = {
    "dispatch": "交办",
    "answer": "答复",
    "question": "请补充",
    "refused": "来信未登记",
    "rejected": "来信未登记",
    "approval_request": "待审批提醒",
    "rework": "退回",
    "reminder": "提醒",
    "urge": "催办",
    "notice_of_supervision": "督办通知单",
    "receipt": "回执",
    "report": "报告",
    "alarm": "告警",
    "extension": "延期答复",
    "bulletin": "通报",
    "talk": "约谈",
    "accountability": "建议问责",
    "returned": "退回",
}
INBOX: Mapping[str, str] = {
    "stored": "待处理",
    "processed": "已处理",
    "triage": "待人工",
    "ignored": "已忽略",
    "resolved": "已办",
}
CHANNELS: Mapping[str, str] = {
    "email": "邮件",
    "webhook": "接口",
    "form": "网页填报",
    "office": "办公室代录",
}
ROLES: Mapping[str, str] = {
    "coordinator": "统筹办公室",
    "leader": "领导",
    "auditor": "审计",
    "admin": "管理员",
}
MILESTONE_SOURCES: Mapping[str, str] = {
    "notice": "来文",
    "office": "统筹办公室",
    "plan": "实施方案",
}
FLOWS: Mapping[str, str] = {
    "read_notice": "读取来文",
    "dispatch_tasks": "交办",
    "open_periods": "开启报送期",
    "escalate_slow_tasks": "督办升级",
    "send_reminders": "发提醒",
    "deliver_messages": "投递发件",
    "read_mailbox": "收取来件",
    "process_inbound": "处理来件",
    "compile_reports": "汇编报告",
    "check_promises": "履约自查",
}
CAUSES: Mapping[str, str] = {
    "schedule": "按时",
    "event": "事件",
    "request": "人工",
    "catch-up": "补跑",
}
EVENTS: Mapping[str, str] = {
    "notice.received": "来文收到",
    "notice.read": "来文读毕",
    "notice.confirmed": "来文确认",
    "task.confirmed": "任务确认",
    "assignment.dispatched": "交办",
    "assignment.acknowledged": "签收",
    "assignment.objected": "提出异议",
    "assignment.reassigned": "改派",
    "assignment.upheld": "维持分工",
    "period.opened": "报送期开启",
    "reminder.decided": "决定提醒",
    "escalation.opened": "进入督办",
    "escalation.stepped": "督办升级",
    "escalation.ended": "督办结束",
    "message.queued": "拟发",
    "message.sent": "已发出",
    "message.failed": "发送失败",
    "message.reworded": "改稿",
    "message.held": "暂扣发件",
    "message.released": "放行发件",
    "message.recalled": "撤回发件",
    "rewording.used": "采用改稿",
    "rewording.dropped": "未采用改稿",
    "hold.placed": "暂缓发送",
    "hold.released": "解除暂缓",
    "outbox.stopped": "发件过多，暂扣待确认",
    "outbox.released": "确认继续发送",
    "outbox.dropped": "撤销暂扣的发件",
    "inbound.received": "收到来件",
    "inbound.processed": "来件处理",
    "update.recorded": "进展反馈",
    "item.accepted": "采用填报",
    "item.sent_back": "退回填报",
    "extension.asked": "申请延期",
    "extension.granted": "同意延期",
    "extension.refused": "不同意延期",
    "task.submitted": "报结",
    "task.verified": "核查",
    "task.returned": "退回",
    "task.closed": "销号",
    "task.suspended": "中止",
    "task.resumed": "恢复",
    "task.withdrawn": "撤销",
    "approval.drafted": "拟稿待批",
    "approval.accepted": "批准",
    "approval.refused": "不予批准",
    "report.compiled": "报告汇编",
    "report.approved": "报告审定",
    "report.issued": "报告印发",
    "task.deadline_set": "设定时限",
    "doubt.answered": "答复疑点",
    "target.owner_set": "指定指标责任单位",
    "task.corrected": "更正任务",
    "task.accepted": "核对无误",
    "task.retitled": "改名",
    "task.split": "拆分任务",
    "task.merged": "合并任务",
    "task.added": "增补任务",
    "task.dropped": "剔除任务",
    "task.restored": "恢复任务",
    "task.continued": "承接原任务",
    "task.superseded": "由修订件承接",
    "suggestion.accepted": "采纳责任单位建议",
    "part.named": "认定单位",
    "target.corrected": "更正指标",
    "match.decided": "确认与原来文的对应",
    "notice.supersedes_set": "设为修订件",
    "notice.supersedes_unset": "取消替代关系",
    "notice.superseded": "来文被替代",
    "notice.withdrawn": "撤销来文",
    "department.entered": "单位加入名册",
    "milestone.reached": "完成节点",
    "plan.accepted": "采纳节点计划",
    "reading.recorded": "报送指标数值",
    "reading.corrected": "更正指标数值",
    "duty.set": "设定报送要求",
    "duty.reporters_set": "指定报送单位",
    "inbound.resolved": "来件办结",
    "inbound.taken": "来件领办",
    "inbound.released": "来件放回",
    "inbound.assigned": "来件归口登记",
    "inbound.accepted": "来件更正后采用",
    "inbound.rejected": "来件退回并答复",
    "inbound.undone": "来件办理撤销",
    "contact.added": "登记联络员",
    "contact.bounced": "地址退信",
    "schedule.changed": "调整时间表",
}


REPORT_FORMATS: Mapping[str, str] = {
    "docx": "Word",
    "pdf": "PDF",
    "html": "网页",
    "xlsx": "台账（Excel）",
}


def due_words(frequency: str, due: str | None, quarter_month: int | None = None) -> str:
    """Return 每年12月10日前, 每季度首月10日前, 每月25日前 or 2024年6月30日前 (一次)."""
    numbers = [int(number) for number in (due or "").split("-") if number.isdecimal()]
    match frequency, numbers:
        case "annual", [month, day]:
            return f"每年{month}月{day}日前"
        case "semiannual", [month, day]:
            first, second = sorted((month, other(month)))
            return f"每年{first}月{_day(day)}、{second}月{_day(day)}前"
        case "quarterly", [day]:
            early = day <= LOOKS_BACK_UNTIL_DAY if quarter_month is None else quarter_month == 1
            return f"每季度{'首月' if early else '末月'}{_day(day)}前"
        case "monthly", [day]:
            return f"每月{day}日前"
        case "once", [year, month, day]:
            return f"{year}年{month}月{day}日前"
        case _:
            return FREQUENCIES[frequency] + (f"（{due}）" if due else "")


def _day(day: int) -> str:
    return "底" if day >= MONTH_END else f"{day}日"


def event(name: str) -> str:
    """Return the Chinese name of `duban.<name>`; an unknown one keeps its own."""
    short = name.removeprefix("duban.")
    return EVENTS.get(short, short)


def value(number: float) -> str:
    """Return a number as people print it: 600, 2.14."""
    return f"{number:g}" if abs(number) < 1_000_000 else f"{number:.0f}"
