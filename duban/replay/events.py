"""Every kind of event that a scenario may tell, as data: one class a kind."""

from typing import Annotated, Any, Literal

from pydantic import AliasChoices, BeforeValidator, Field

from duban.replay.values import Day, Keys, Moment, Post, Strict

DECISIONS = {
    "grant": "granted", "refuse": "refused", "uphold": "upheld", "reassign": "reassigned",
    "approve": "approved", "accept": "approved", "accepted": "approved", "reject": "refused",
    "rejected": "refused", "同意": "approved", "批准": "approved", "不同意": "refused",
    "维持": "upheld", "改派": "reassigned",
}  # fmt: skip
Channel = Literal["email", "webhook", "form"]
Robot = Literal["email", "webhook", "wecom", "dingtalk", "feishu"]


class Happening(Strict):
    """What every event has."""

    at: Moment = Field(description="the moment on the held clock")
    comment: str | list[str] = ""
    notice: str | int | None = Field(
        default=None, description="id of the notice meant, where a scenario has several"
    )


class AboutTasks(Happening):
    """An event about some tasks."""

    tasks: Keys = Field(
        default=None,
        validation_alias=AliasChoices("tasks", "task"),
        description="keys of tasks (`1`, `7.2`); all that fit if left out",
    )


class Confirm(AboutTasks):
    """The office confirms the notice (or only `tasks`); 交办 goes out at once."""

    kind: Literal["confirm"]
    policy: str | None = Field(default=None, description="preset of this notice: 常规 or 紧急")
    first_named_leads: bool = True
    duty: str | dict[str, str] | None = Field(
        default=None,
        description="a duty set by the office: annual:12-10, {frequency, due}, or preset",
    )
    deadlines: dict[str, Day] = Field(
        default={}, description="deadlines set by the office, by task"
    )
    owners: dict[str, str] = Field(default={}, description="indicator or its number → department")
    everyone_reports: bool = False


class FromDepartment(AboutTasks):
    """A message from a department, about some of its tasks or all of them."""

    department: str
    channel: Channel | None = Field(
        default=None, description="email where the department has a mail address, else form"
    )


class Ack(FromDepartment):
    """签收."""

    kind: Literal["ack"]


class Object(FromDepartment):
    """异议: nothing is asked of it until the office decides."""

    kind: Literal["object"]
    reason: str = "不属于我单位职责"


class Update(FromDepartment):
    """进展反馈: answers the earliest return item owed for each task (or of `period`)."""

    kind: Literal["update"]
    period: str | None = Field(default=None, description="label of the period: 2024年度")
    percent: float | None = Field(default=None, ge=0, le=100)
    state: str | None = Field(
        default=None, validation_alias=AliasChoices("state", "status"),
        description="已完成, 正常推进, 进展滞后, 未启动, …",
    )  # fmt: skip
    narrative: str | None = None
    problems: str | None = None
    next_steps: str | None = None
    values: dict[str, float] = Field(default={}, description="indicator → value")
    done: bool = Field(default=False, description="报结 as well")


class Submit(FromDepartment):
    """报结."""

    kind: Literal["submit"]
    narrative: str = "各项工作已完成。"


class Extend(FromDepartment):
    """A department asks to move what is due next for the task; the office has to decide."""

    kind: Literal["extend"]
    until: Day = Field(validation_alias=AliasChoices("until", "to", "due_on"))
    reason: str = "需要更多时间"


class Decide(AboutTasks):
    """The office or a leader decides what waits: an extension, an objection, a draft, a report."""

    kind: Literal["decide"]
    what: Literal["extension", "objection", "draft", "report"] | None = None
    decision: Annotated[
        Literal["granted", "refused", "upheld", "reassigned", "approved"],
        BeforeValidator(lambda word: DECISIONS.get(word, word)),
    ]
    department: str | None = None
    draft: Annotated[
        Literal["bulletin", "talk", "accountability"] | None,
        BeforeValidator(lambda kind: kind.removesuffix("_draft") if kind else kind),
    ] = None
    to: str | None = Field(default=None, description="the department a reassigned task goes to")
    reason: str = ""
    text: str | None = Field(default=None, description="the leader's own wording of a draft")


class TaskVerb(AboutTasks):
    """The office's verbs of a task's life."""

    kind: Literal["suspend", "resume", "close", "verify", "rework", "withdraw", "long_term"]
    reason: str = ""


class SendBack(AboutTasks):
    """退回 of an answered return item: three working days to answer again."""

    kind: Literal["send_back"]
    department: str
    reason: str = "内容不全"


class Reassign(AboutTasks):
    """改派: the part of `department` goes to `to`, objected or not."""

    kind: Literal["reassign"]
    department: str
    to: str
    reason: str = "职责调整"


class Deadline(AboutTasks):
    """A deadline set by the office for tasks that have none."""

    kind: Literal["deadline"]
    due_on: Day


class MilestoneSet(AboutTasks):
    """A dated step of a task; of `department`, else of who consolidates."""

    kind: Literal["milestone"]
    title: str = "阶段目标"
    due_on: Day
    percent: float | None = Field(default=None, ge=0, le=100)
    department: str | None = None


class Duty(Happening):
    """A reporting duty set by the office."""

    kind: Literal["duty"]
    frequency: Literal["annual", "semiannual", "quarterly", "monthly", "once"]
    due: str = Field(description="MM-DD, a day of the month, or YYYY-MM-DD for once")


class PolicyEdit(Happening):
    """The office edits its policy file; same forms as the scenario's `policy`."""

    kind: Literal["policy_edit"]
    policy: str | dict[str, Any]


class CalendarEdit(Happening):
    """The office edits the calendar, or a year's table is published; what is open is re-planned."""

    kind: Literal["calendar_edit"]
    days: dict[str, str | bool] = Field(default={})
    off: list[Day] = Field(
        default=[], validation_alias=AliasChoices("off", "holidays"), description="days off"
    )
    work: list[Day] = Field(
        default=[], validation_alias=AliasChoices("work", "workdays"), description="days at work"
    )
    publish: int | None = Field(default=None, description="the year whose official table arrives")


class ContactChange(Happening):
    """Who holds a post. `replace`: the new holder instead of all; `add`, `remove`: one of them."""

    kind: Literal["contact_change"]
    department: str
    role: Post = Field(
        default="liaison", validation_alias=AliasChoices("role", "audience", "post"),
        validate_default=True,
    )  # fmt: skip
    mode: Literal["replace", "add", "remove"] = "replace"
    name: str = ""
    email: str | None = None
    address: str | None = Field(default=None, validation_alias=AliasChoices("address", "url"))
    channel: Robot | None = None
    absent_until: Day | None = None
    deputy: str | None = None


class Bounce(Happening):
    """A mail comes back: the address is marked, and the office told."""

    kind: Literal["bounce"]
    address: str | None = Field(default=None, validation_alias=AliasChoices("address", "email"))
    department: str | None = None
    role: Post = Field(
        default="liaison", validation_alias=AliasChoices("role", "audience", "post"),
        validate_default=True,
    )  # fmt: skip


class Outage(Happening):
    """The server stops, or is there again; what came meanwhile waited outside and is heard then."""

    kind: Literal["outage_begin", "outage_end"]


class Restart(Happening):
    """The server is stopped and started at once: it catches up what today has called for."""

    kind: Literal["restart"]


class ClockJump(Happening):
    """The server's clock, which showed `at`, shows `to`; later events are on that clock."""

    kind: Literal["clock_jump"]
    to: Moment


class Run(Happening):
    """Somebody runs a flow by hand, `times` times."""

    kind: Literal["run"]
    flow: str
    times: int = Field(default=1, ge=1, le=20)


Event = Annotated[
    Confirm | Ack | Object | Update | Submit | Extend | Decide | TaskVerb | SendBack | Reassign
    | Deadline | MilestoneSet | Duty | PolicyEdit | CalendarEdit | ContactChange | Bounce | Outage
    | Restart | ClockJump | Run,
    Field(discriminator="kind"),
]  # fmt: skip
