"""The Report value: everything a compiled report says, frozen. Same value, same bytes.

Every figure carries the rows it was counted from; every statement carries its update and the
message that brought it. Nothing is empty: what is not known is said in words when it is shown.
"""

from dataclasses import dataclass
from datetime import date, datetime

from models.facts import COMPARISONS

UNFILLED = "未填报"
NONE = "无"
MOST_PRINTED, MOST_STATEMENTS = 500, 3000  # beyond, the document sums up by chapter


@dataclass(frozen=True, slots=True)
class Statement:
    """What one department said about one task, and where it came from."""

    update_id: int
    inbound_id: int | None
    department: str
    role: str  # 牵头, 配合, 责任, 落实
    percent: float | None
    state: str
    narrative: str
    problems: str
    next_steps: str
    said_on: date
    standing: str  # 已采用, 已汇总, 已报, 退回, 未列入填报

    @property
    def reference(self) -> str:
        """Return `[更新#12，来件#5]`: the row this came from, and the message before it."""
        source = "系统填报" if self.inbound_id is None else f"来件#{self.inbound_id}"
        return f"[更新#{self.update_id}，{source}]"

    @property
    def mark(self) -> str:
        """Return `[更新#12]`, which is printed as a small raised 12."""
        return f"[更新#{self.update_id}]"


@dataclass(frozen=True, slots=True)
class Node:
    """A dated step of a task (节点)."""

    milestone_id: int
    title: str
    due_on: date
    percent: float | None
    done: bool


@dataclass(frozen=True, slots=True)
class Postponement:
    """An extension (延期): the original date stays visible."""

    extension_id: int
    task_id: int
    key: str
    title: str
    department: str
    original_on: date
    from_on: date
    until_on: date
    reason: str
    status: str  # 待批, 已同意, 未同意
    decided_by: str
    late: bool


@dataclass(frozen=True, slots=True)
class TaskEntry:
    """One task, as the report and the ledger show it."""

    task_id: int
    key: str
    chapter: str
    section: str
    title: str
    text: str
    leads: tuple[str, ...]
    supports: tuple[str, ...]
    responsible: tuple[str, ...]
    inherited: tuple[str, ...]  # a collective is named once, with the number of its members
    unknown_owners: tuple[str, ...]  # printed names that no register entry matches
    lead_is_stated: bool
    is_spread: bool  # a collective answers for it: several departments, and none for all
    status: str
    closed: bool
    colour: str  # green, yellow, red, grey, blue
    reason: str
    percent: float | None
    due_on: date | None
    original_due_on: date | None
    lead: Statement | None
    others: tuple[Statement, ...]
    earlier: tuple[Statement, ...]  # accepted in this period, and followed by a newer one
    silent: tuple[str, ...]  # departments that still owe their part
    nodes: tuple[Node, ...]
    target_words: tuple[str, ...]
    supervising: tuple[str, ...]  # 分管领导 of the lead
    principal: tuple[str, ...]
    liaisons: tuple[str, ...]
    evidence: tuple[str, ...]
    to_coordinate: tuple[str, ...]
    updated_on: date | None

    @property
    def owners(self) -> tuple[str, ...]:
        """Return who answers for it: the leads, else the responsible, else the default."""
        return self.leads or self.responsible or self.inherited

    @property
    def statements(self) -> tuple[Statement, ...]:
        """Return everything said about it in this period, the lead's first."""
        head = (self.lead,) if self.lead else ()
        return head + self.others + self.earlier


@dataclass(frozen=True, slots=True)
class TargetEntry:
    """One number the notice wants (指标), and the latest that its owner gave."""

    target_id: int
    task_id: int | None
    indicator: str
    op: str
    value: float
    unit: str
    by: date | None
    stretch: bool
    owner: str  # empty: nobody is assigned
    reading_id: int | None
    inbound_id: int | None
    latest: float | None
    latest_unit: str
    read_on: date | None
    note: str

    @property
    def completion(self) -> float | None:
        """Return percent reached, or None where it cannot be said (no reading, another unit)."""
        if self.latest is None or self.latest_unit != self.unit:
            return None
        if self.op in ("<=", "<"):
            return 100.0 if self.latest <= self.value else 100.0 * self.value / self.latest
        return 100.0 * self.latest / self.value if self.value else None

    @property
    def reached(self) -> bool:
        """Return whether the latest value keeps what was asked for."""
        if self.latest is None or self.latest_unit != self.unit:
            return False
        return COMPARISONS[self.op](self.latest, self.value)


@dataclass(frozen=True, slots=True)
class ReturnCell:
    """One thing one department owed this period, and whether it came."""

    item_id: int  # of the return item, or of the assignment where no period was opened
    task_id: int
    key: str
    role: str
    outcome: str  # 按时, 迟报, 未报, 未到期, 退回


@dataclass(frozen=True, slots=True)
class DepartmentReturn:
    """One department's reporting of this period."""

    department_id: int
    department: str
    cells: tuple[ReturnCell, ...]

    @property
    def owed(self) -> tuple[ReturnCell, ...]:
        """Return what it has not given: overdue, sent back, or still within its limit."""
        return tuple(cell for cell in self.cells if cell.outcome in ("未报", "退回", "未到期"))


@dataclass(frozen=True, slots=True)
class Figure:
    """A number in the report, with the rows it was counted from."""

    label: str
    value: int
    unit: str
    rows: str  # 任务, 填报项, 指标, …
    ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Pending:
    """Something that waits for a decision: an approval, an objection."""

    kind: str  # 通报, 约谈, 建议问责, 分工异议
    subject_id: int
    title: str
    department: str


@dataclass(frozen=True, slots=True)
class NoticeFacts:
    """The notice that the report answers."""

    notice_id: int
    title: str
    doc_number: str
    issuers: tuple[str, ...]
    issued_on: date | None


@dataclass(frozen=True, slots=True)
class Report:
    """One report."""

    kind: str  # annual, period, on_demand
    document_kind: str  # 报告, 函
    notice: NoticeFacts
    period_id: int | None
    period_label: str
    due_on: date | None
    as_of: datetime
    as_of_day: date
    as_of_hour: int  # on the office's clock
    addressee: str
    office: str
    standing: str
    office_url: str
    tasks: tuple[TaskEntry, ...]
    targets: tuple[TargetEntry, ...]
    returns: tuple[DepartmentReturn, ...]
    figures: tuple[Figure, ...]
    postponements: tuple[Postponement, ...]
    pending: tuple[Pending, ...]
    duty_set_by_office: bool
    last_seal: str
    approved_by: str = ""  # empty while it is a draft

    @property
    def is_large(self) -> bool:
        """Return whether there is too much to print one by one: the workbook has it all."""
        told = sum(len(task.statements) for task in self.tasks)
        return len(self.tasks) > MOST_PRINTED or told > MOST_STATEMENTS

    @property
    def title(self) -> str:
        """Return the document's title, by its kind."""
        notice = f"《{self.notice.title}》"
        return f"{self.office}关于{notice}{self.period_label}落实情况的{self.document_kind}"

    def figure(self, label: str) -> int:
        """Return one figure; `KeyError` where it was not counted."""
        for figure in self.figures:
            if figure.label == label:
                return figure.value
        raise KeyError(label)
