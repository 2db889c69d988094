"""Errors a person can act on.

DubanError                       every subclass keeps its facts as attributes
├── TransitionNotAllowed         the life cycle has no such step
├── NotAllowed                   the request is understood and refused, with the reason
├── NotFound                     nothing has that number or name
├── CalendarInvalid              a table of holidays is at fault, with the line
├── PolicyInvalid                the office's policy file is at fault, with the line
├── StorageFailed                the disk or the database refused; nothing was half written
├── notices.NoticeUnreadable     the document is at fault, not the code
├── inbox.WebhookRefused         a signature, a time stamp or an id is wrong
├── notifiers.DeliveryFailed     the channel refused; `permanent`: do not retry
└── reports.FontsMissing         no Chinese font on this machine
"""

from collections.abc import Iterable, Mapping

STATUS_WORDS = {  # every status of the life cycles beside this file, as the office says it
    "received": "待识别", "draft": "待确认", "confirmed": "已确认", "closed": "已销号",
    "historical": "历史来文", "withdrawn": "撤销", "superseded": "被替代",
    "in_progress": "办理中", "submitted": "已报结", "verified": "已核查",
    "long_term": "长期推进", "suspended": "中止", "dispatched": "待签收",
    "acknowledged": "已签收", "objected": "有异议", "ended": "已结束",
    "awaited": "待报", "given": "已报", "consolidated": "已汇总", "accepted": "已采用",
    "sent_back": "退回",
}  # fmt: skip


def in_words(status: str) -> str:
    """Return a status as the office says it."""
    return STATUS_WORDS.get(status, status)


class DubanError(Exception):
    """Base class: every subclass carries the facts, not only a sentence."""


class TransitionNotAllowed(DubanError):
    """The life cycle has no such step."""

    def __init__(self, current: str, requested: str, allowed: Iterable[str]) -> None:
        self.current = current
        self.requested = requested
        self.allowed = frozenset(allowed)
        choices = "、".join(sorted(in_words(status) for status in self.allowed))
        self.reason = f"现在是“{in_words(current)}”，不能变为“{in_words(requested)}”。"
        self.advice = f"下一步可以是：{choices}。" if choices else "这已是最后状态。"
        super().__init__(self.reason + self.advice)


class NotAllowed(DubanError):
    """The request was understood and is refused; `advice` says what to do instead."""

    def __init__(self, reason: str, advice: str = "") -> None:
        self.reason = reason
        self.advice = advice
        super().__init__(f"{reason} {advice}".strip())


KINDS: Mapping[str, str] = {
    "account": "账号",
    "approval": "待审批事项",
    "assignment": "分工",
    "department": "单位",
    "doubt": "疑点",
    "evidence": "佐证材料",
    "evidence file": "佐证文件",
    "extension": "延期申请",
    "flow": "流程",
    "inbound message": "来件",
    "notice": "来文",
    "outgoing message": "发件",
    "receipt": "回执",
    "report": "报告",
    "report file": "报告文件",
    "row": "记录",
    "status update": "进展反馈",
    "task": "任务",
}


class NotFound(DubanError):
    """Nothing has that number or name."""

    def __init__(self, kind: str, key: object = "") -> None:
        self.kind = kind
        self.key = key
        what = KINDS.get(kind, kind)
        super().__init__(f"没有找到{what}“{key}”。" if key != "" else f"没有这个编号的{what}。")


class CalendarInvalid(DubanError):
    """A table of holidays cannot be used; `line` is where to look, counted from 1 (0: unknown)."""

    def __init__(self, reason: str, line: int = 0) -> None:
        self.reason = reason
        self.line = line
        super().__init__(f"放假安排第{line}行：{reason}" if line else f"放假安排：{reason}")


class PolicyInvalid(DubanError):
    """The policy file cannot be used; `line` is where to look, counted from 1 (0: unknown)."""

    def __init__(self, reason: str, line: int = 0, key: str = "") -> None:
        self.reason = reason
        self.line = line
        self.key = key
        super().__init__(f"办理方案文件第{line}行：{reason}" if line else f"办理方案：{reason}")


class StorageFailed(DubanError):
    """The disk or the database refused to write; the transaction was rolled back, whole."""

    def __init__(self, reason: str, advice: str) -> None:
        self.reason = reason
        self.advice = advice
        super().__init__(f"{reason} {advice}")
