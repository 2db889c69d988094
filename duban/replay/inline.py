"""A reading written by hand into a scenario, completed to the form of `duban read --json`."""

from typing import Annotated, Any, Literal

from pydantic import AliasChoices, BeforeValidator, Field

from duban.replay.values import Day, Strict, as_list

Names = Annotated[list[str], BeforeValidator(as_list)]
Unused = Annotated[Any, Field(exclude=True, description="of a reading; not needed here")]


class MilestoneGiven(Strict):
    """A dated step of a task."""

    title: str = "阶段目标"
    due_on: Day
    percent: float | None = None
    department: str | None = None


class Owned(Strict):
    """Who answers for a clause, and by when."""

    leads: Names = Field(default=[], validation_alias=AliasChoices("leads", "lead"))
    supports: Names = Field(default=[], validation_alias=AliasChoices("supports", "support"))
    inherited: Names = Field(default=[])
    lead_implied: bool = False
    clause: str | None = None
    deadline: Day | None = Field(default=None, validation_alias=AliasChoices("deadline", "due_on"))
    wants_plan: bool = False
    milestones: list[MilestoneGiven] = Field(default=[])
    policy: str | None = Field(default=None, description="preset of this task, before its notice's")


class TaskGiven(Owned):
    """One responsibility clause; what a reading says of its words besides is not needed."""

    span: Unused = None
    clause_span: Unused = None
    deadline_span: Unused = None
    style: Unused = None
    rules: Unused = None
    suggested: Unused = None


class MeasureGiven(Owned):
    """One measure: with `tasks`, one a clause, or with the owners of its only clause."""

    no: str | int | None = None
    chapter: str | None = None
    section: str | None = None
    text: str = Field(default="", validation_alias=AliasChoices("text", "title", "starts_with"))
    span: list[int] | None = None
    tasks: list[TaskGiven] = Field(default=[], validation_alias=AliasChoices("tasks", "clauses"))

    @property
    def clauses(self) -> list[TaskGiven]:
        """Its clauses, in order."""
        if self.tasks:
            return self.tasks
        own = self.model_dump(include=set(Owned.model_fields), mode="json")
        return [TaskGiven.model_validate(own)]


class TargetGiven(Strict):
    """A number by a day; `owner` answers for it, else who consolidates `task`."""

    indicator: str
    op: Literal["=", ">=", "<=", ">", "<", "~"] = ">="
    value: float | None
    unit: str = ""
    by: Day | None = None
    quote: str = ""
    stretch: bool = False
    owner: str | None = Field(default=None, validation_alias=AliasChoices("owner", "department"))
    task: str | int | None = None
    owners: list[str] = Field(default=[], description="units printed beside the number")
    span: list[int] | None = None
    value_max: Unused = None
    period: Unused = None
    measure: Unused = None


class DutyGiven(Strict):
    """A reporting duty as the notice states it."""

    frequency: Literal["annual", "semiannual", "quarterly", "monthly", "once", "irregular"]
    due: str | int | None = None
    quarter_month: Literal[1, 3] | None = None
    by: str | None = None
    to: str | None = None
    quote: str = ""
    bulletin: bool = Field(default=False, description="the office's own to make: nothing is owed")
    span: Unused = None


class InlineNotice(Strict):
    """A notice's reading."""

    id: str | int | None = Field(default=None, description="how events name it; its place if none")
    file: str | None = Field(default=None, description="a file beside the scenario instead")
    title: str = "重点任务通知"
    doc_number: str | None = None
    issuers: list[str] = Field(default=[])
    issued_on: Day | None = None
    addressees: list[str] = Field(default=[])
    place: str | None = None
    contact: str | None = None
    policy: str | None = Field(default=None, description="preset of this notice")
    measures: list[MeasureGiven] = Field(default=[])
    targets: list[TargetGiven] = Field(default=[])
    reporting: Annotated[list[DutyGiven], BeforeValidator(as_list)] = Field(default=[])
    plans: list[dict[str, Any]] = Field(default=[])
    doubts: list[dict[str, Any]] = Field(default=[], description="taken as answered")
    encoding: str = "utf-8"
    text: str = ""
    approval: Unused = None

    @property
    def is_whole(self) -> bool:
        """Say whether it is a reading over its own text, with the place of each measure."""
        return bool(self.text) and all(measure.span for measure in self.measures)


def as_reading(notice: InlineNotice) -> dict[str, Any]:
    """Return the reading in full, over a text made of its measures."""
    text, measures = "", []
    for place, given in enumerate(notice.measures, start=1):
        words = given.text or f"第{place}项措施"
        span = [len(text), len(text) + len(words)]
        text += words + "\n"
        measures.append(_measure(given, words, given.span if notice.is_whole else span))
    targets = [_target(given, measures, whole=notice.is_whole) for given in notice.targets]
    duties = [
        {**duty.model_dump(mode="json"), "due": _due(duty), "span": [0, 0]}
        for duty in notice.reporting
    ]
    return {
        "title": notice.title, "doc_number": notice.doc_number, "issuers": notice.issuers,
        "issued_on": notice.issued_on.isoformat() if notice.issued_on else None,
        "addressees": notice.addressees, "place": notice.place, "contact": notice.contact,
        "measures": measures, "targets": targets, "reporting": duties, "plans": [],
        "doubts": [], "encoding": "utf-8",
        "text": notice.text if notice.is_whole else text,
    }  # fmt: skip


def _measure(given: MeasureGiven, words: str, span: list[int] | None) -> dict[str, Any]:
    return {
        "no": None if given.no is None else str(given.no),
        "chapter": given.chapter,
        "section": given.section,
        "text": words,
        "span": span,
        "tasks": [
            {
                **clause.model_dump(mode="json"), "span": span, "clause_span": None,
                "deadline_span": None, "style": "lead-support", "rules": [], "suggested": [],
            }
            for clause in given.clauses
        ],
    }  # fmt: skip


def _target(given: TargetGiven, measures: list[dict[str, Any]], *, whole: bool) -> dict[str, Any]:
    span = [0, 0]
    if whole and given.span is not None and given.task is None:
        span = given.span
    elif given.task is not None:
        place = int(str(given.task).partition(".")[0])
        span = list(measures[place - 1]["span"]) if place <= len(measures) else span
    elif measures:
        span = [measures[-1]["span"][1] + 1] * 2  # behind every measure: it belongs to none
    return {**given.model_dump(mode="json"), "span": span, "value_max": None, "period": None,
            "measure": None}  # fmt: skip


def _due(duty: DutyGiven) -> str | None:
    return None if duty.due is None else str(duty.due)
