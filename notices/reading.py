"""What reading a notice yields: findings only, each with its span in the text as it arrived."""

from dataclasses import dataclass, field
from datetime import date

from notices.evidence import Span


@dataclass(frozen=True, slots=True)
class Task:
    """One responsibility clause of a measure, or a measure without one.

    `span` covers the words the clause governs, the clause included; `clause_span` the clause
    alone. `style` says how owners were stated: lead-support, responsible, by-duty, named, none.
    """

    leads: tuple[str, ...]
    supports: tuple[str, ...]
    inherited: tuple[str, ...]
    lead_implied: bool
    clause: str | None
    span: Span
    clause_span: Span | None
    deadline: date | None
    deadline_span: Span | None
    style: str
    wants_plan: bool
    rules: tuple[str, ...]
    suggested: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Measure:
    """One thing the notice says is to be done; `no`, `chapter` and `section` as printed."""

    no: str | None
    chapter: str | None
    section: str | None
    text: str
    span: Span
    tasks: tuple[Task, ...]
    rule: str = "measure"  # which rule found it, as `explanation` names them


@dataclass(frozen=True, slots=True)
class Target:
    """A number the notice wants by a date, or each year (`by` is None, `period` 每年)."""

    indicator: str
    op: str
    value: float
    unit: str
    by: date | None
    quote: str
    span: Span
    stretch: bool
    value_max: float | None = None
    period: str | None = None
    measure: int | None = None  # index into Reading.measures
    owners: tuple[str, ...] = ()  # the units beside it in a table of indicators


@dataclass(frozen=True, slots=True)
class Duty:
    """Who reports, how often, by when, to whom.

    `due`: MM-DD (annual), YYYY-MM-DD (once), day of the month (monthly, quarterly; 31 is its
    last day). `quarter_month`: 1 is the month after the quarter, 3 its own last month.
    `bulletin`: what an office makes known itself (每月通报), not what it is told.
    """

    frequency: str
    due: str | None
    by: str | None
    to: str | None
    quote: str
    span: Span
    quarter_month: int | None = None
    bulletin: bool = False


@dataclass(frozen=True, slots=True)
class PlanOrder:
    """An order to the units at large to write a plan or split up aims (实施方案、任务分解)."""

    by: str | None
    quote: str
    span: Span


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something a person has to decide; `why` and `choices` are printed for the office."""

    kind: str
    quote: str
    span: Span
    why: str
    choices: tuple[str, ...] = ()
    measure: int | None = None  # index into Reading.measures
    blocking: bool = True


@dataclass(frozen=True, slots=True)
class Header:
    """Title, number, issuers and date of a notice: whatever its head and signature say."""

    title: str | None
    doc_number: str | None
    issuers: tuple[str, ...]
    issued_on: date | None
    addressees: tuple[str, ...]
    place: str | None
    contact: str | None
    approval: str | None = None  # 市政府第72次常务会议审议通过, 经市政府同意


@dataclass(frozen=True, slots=True)
class Reading:
    """One notice, read."""

    text: str
    encoding: str
    header: Header
    measures: tuple[Measure, ...]
    targets: tuple[Target, ...]
    reporting: tuple[Duty, ...]
    plans: tuple[PlanOrder, ...]
    doubts: tuple[Doubt, ...] = field(default=())
