"""What was understood of one message: the shape of `duban inbox explain`."""

from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Literal

Kind = Literal["update", "auto_reply", "bounce", "rejected", "triage", "duplicate", "ignored"]
STATES = ("已完成", "正常推进", "进展滞后", "未启动", "申请延期", "申请办结")


@dataclass(frozen=True, slots=True)
class TargetValue:
    """The value of one indicator, with the unit as it was written."""

    indicator: str
    value: float
    unit: str


@dataclass(frozen=True, slots=True)
class Step:
    """One dated step of a plan."""

    title: str
    due_on: date


@dataclass(frozen=True, slots=True)
class Item:
    """What a message says about one task; None is what it does not say.

    `task` is the task's key, or None where the words are about everything the mail was asked.
    """

    task: str | None = None
    status: str | None = None
    percent: float | None = None
    narrative: str | None = None
    problems: str | None = None
    next_steps: str | None = None
    extension_until: date | None = None
    extension_reason: str | None = None
    closure_requested: bool = False
    acknowledged: bool = False
    objection: str | None = None
    targets: tuple[TargetValue, ...] = ()
    steps: tuple[Step, ...] = ()

    @property
    def reports_progress(self) -> bool:
        """Tell whether anything here answers a return."""
        said = (self.status, self.percent, self.narrative, self.problems, self.next_steps)
        return any(value is not None for value in said) or bool(self.steps)

    @property
    def says_anything(self) -> bool:
        """Tell whether anything at all was understood."""
        return bool(
            self.reports_progress
            or self.acknowledged
            or self.objection
            or self.closure_requested
            or self.extension_until
            or self.targets
        )


@dataclass(frozen=True, slots=True)
class HeardAttachment:
    """A file that came along; `reason` says why it was refused."""

    name: str
    media_type: str
    content: bytes = field(repr=False)
    reason: str | None = None

    @property
    def accepted(self) -> bool:
        """Tell whether it may be kept as evidence."""
        return self.reason is None


@dataclass(frozen=True, slots=True)
class HeardSender:
    """Who wrote, and what we hold of it."""

    address: str
    verdict: str  # contact | stranger | forged | unsigned | conflicting | webhook | form


@dataclass(frozen=True, slots=True)
class Heard:
    """All that was understood of one message."""

    kind: Kind
    sender: HeardSender
    items: tuple[Item, ...] = ()
    attachments: tuple[HeardAttachment, ...] = ()
    reasons: tuple[str, ...] = ()

    def as_data(self) -> dict[str, object]:
        """Return the JSON form."""
        return {
            "kind": self.kind,
            "items": [_item_as_data(item) for item in self.items],
            "attachments": [
                {"name": a.name, "accepted": a.accepted, "reason": a.reason}
                for a in self.attachments
            ],
            "sender": {"address": self.sender.address, "verdict": self.sender.verdict},
            "reasons": list(self.reasons),
        }


def _item_as_data(item: Item) -> dict[str, object]:
    data = asdict(item)
    data["extension_until"] = str(item.extension_until) if item.extension_until else None
    data["steps"] = [{"title": s.title, "due_on": str(s.due_on)} for s in item.steps]
    data["targets"] = list(data["targets"])
    return data
