"""A reading written by hand into a scenario, completed to the form of `duban read --json`."""

from typing import Any, Literal

from pydantic import AliasChoices, ConfigDict, Field

from duban.replay.values import Day, Strict


class MilestoneGiven(Strict):
    """A dated step of a task."""

    title: str = "阶段目标"
    due_on: Day
    percent: float | None = None
    department: str | None = None


class TaskGiven(Strict):
    """One responsibility clause."""

    model_config = ConfigDict(extra="ignore")  # a whole reading of `duban read --json` fits

    leads: list[str] = Field(default=[])
    supports: list[str] = Field(default=[])
    inherited: list[str] = Field(default=[])
    lead_implied: bool = False
    clause: str | None = None
    deadline: Day | None = None
    wants_plan: bool = False
    milestones: list[MilestoneGiven] = Field(default=[])
    policy: str | None = Field(default=None, description="preset of this task, before its notice's")


class MeasureGiven(Strict):
    """One measure: with `tasks`, one a clause, or with the owners of its only clause."""

    no: str | int | None = None
    chapter: str | None = None
    section: str | None = None
    text: str = Field(default="", validation_alias=AliasChoices("text", "title", "starts_with"))
    span: list[int] | None = None
    tasks: list[TaskGiven] = Field(default=[], validation_alias=AliasChoices("tasks", "clauses"))
    leads: list[str] = Field(default=[])
    supports: list[str] = Field(default=[])
    inherited: list[str] = Field(default=[])
    lead_implied: bool = False
    clause: str | None = None
    deadline: Day | None = None
    wants_plan: bool = False
    milestones: list[MilestoneGiven] = Field(default=[])
    policy: str | None = Field(default=None, description="preset of this task, before its notice's")

    @property
    def clauses(self) -> list[TaskGiven]:
        """Its clauses, in order."""
        if self.tasks:
            return self.tasks
        own = self.model_dump(include=set(TaskGiven.model_fields), mode="json")
        return [TaskGiven.model_validate(own)]


class TargetGiven(Strict):
    """A number by a day; `owner` answers for it, else who consolidates `task`."""

    model_config = ConfigDict(extra="ignore")

    indicator: str
    op: Literal["=", ">=", "<=", ">", "<", "~"] = ">="
    value: float | None
    unit: str = ""
    by: Day | None = None
    quote: str = ""
    stretch: bool = False
    owner: str | None = None
    task: str | int | None = None


class DutyGiven(Strict):
    """A reporting duty as the notice states it."""

    model_config = ConfigDict(extra="ignore")

    frequency: Literal["annual", "semiannual", "quarterly", "monthly", "once", "irregular"]
    due: str | int | None = None
    quarter_month: Literal[1, 3] | None = None
    by: str | None = None
    to: str | None = None
    quote: str = ""


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
    reporting: list[DutyGiven] = Field(default=[])
    plans: list[dict[str, Any]] = Field(default=[])
    doubts: list[dict[str, Any]] = Field(default=[], description="taken as answered")
    encoding: str = "utf-8"
    text: str = ""


def as_reading(notice: InlineNotice) -> dict[str, Any]:
    """Return the reading in full, over a text made of its measures."""
    text, measures = "", []
    for place, given in enumerate(notice.measures, start=1):
        words = given.text or f"第{place}项措施"
        start = len(text)
        text += words + "\n"
        measures.append(_measure(given, words, [start, start + len(words)]))
    targets = [_target(given, measures) for given in notice.targets]
    duties = [
        {**duty.model_dump(mode="json"), "due": _due(duty), "span": [0, 0]}
        for duty in notice.reporting
    ]
    return {
        "title": notice.title, "doc_number": notice.doc_number, "issuers": notice.issuers,
        "issued_on": notice.issued_on.isoformat() if notice.issued_on else None,
        "addressees": notice.addressees, "place": notice.place, "contact": notice.contact,
        "measures": measures, "targets": targets, "reporting": duties, "plans": [],
        "doubts": [], "encoding": "utf-8", "text": text,
    }  # fmt: skip


def _measure(given: MeasureGiven, words: str, span: list[int]) -> dict[str, Any]:
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


def _target(given: TargetGiven, measures: list[dict[str, Any]]) -> dict[str, Any]:
    span = [0, 0]
    if given.task is not None:
        place = int(str(given.task).partition(".")[0])
        span = list(measures[place - 1]["span"]) if place <= len(measures) else span
    elif measures:
        span = [measures[-1]["span"][1] + 1] * 2  # behind every measure: it belongs to none
    return {**given.model_dump(mode="json"), "span": span, "value_max": None, "period": None,
            "measure": None}  # fmt: skip


def _due(duty: DutyGiven) -> str | None:
    return None if duty.due is None else str(duty.due)
