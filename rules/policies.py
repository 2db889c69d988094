"""Policies: the limits, reminders and ladder that an office can read and edit, as data."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import Any

from rules.audiences import Audience
from rules.channels import Channel

STANDARD = "常规"  # every policy file has it: what a notice falls back to

RUNG_LABELS: Mapping[str, str] = {
    "urge_1": "第一次催办",
    "urge_2": "第二次催办",
    "notice_of_supervision": "督办通知单",
    "bulletin": "通报",
    "talk": "约谈",
    "accountability": "建议问责",
}


@dataclass(frozen=True, slots=True)
class LadderRung:
    """One rung: after this many working days late, this audience hears, or a draft is made."""

    name: str
    after_working_days: int
    audience: Audience
    template: str
    cc: Audience | None = None
    drafts: bool = False  # only people punish: a named leader decides about the draft
    channels: tuple[Channel, ...] = ()  # empty: as each contact says

    @property
    def label(self) -> str:
        """The rung's name as an office prints it."""
        return RUNG_LABELS.get(self.name, self.name)

    @classmethod
    def from_data(cls, row: Mapping[str, Any]) -> "LadderRung":
        """Return the rung of a ladder's copy; copies made before a setting existed lack it."""
        return cls(
            name=row["name"],
            after_working_days=row["after_working_days"],
            audience=Audience(row["audience"]),
            template=row["template"],
            cc=Audience(row["cc"]) if row.get("cc") else None,
            drafts=row.get("drafts", False) is True,
            channels=tuple(Channel(name) for name in row.get("channels", ())),
        )


@dataclass(frozen=True, slots=True)
class EscalationLadder:
    """Rungs in the order in which they are climbed."""

    rungs: tuple[LadderRung, ...]

    def __post_init__(self) -> None:
        delays = [rung.after_working_days for rung in self.rungs]
        if any(later <= earlier for earlier, later in pairwise(delays)):
            raise ValueError(f"each rung must come later than the one before: {delays}")

    def step_due(self, *, days_late: int, steps_taken: int) -> LadderRung | None:
        """Return the one rung to take now, or None.

        Rungs are never skipped: after an outage each level still hears in turn,
        so nobody is reported upwards before they have been told themselves.
        """
        if steps_taken >= len(self.rungs):
            return None
        rung = self.rungs[steps_taken]
        return rung if days_late >= rung.after_working_days else None

    def as_data(self) -> list[dict[str, Any]]:
        """Return the ladder as JSON, for the copy that a case keeps."""
        return [asdict(rung) for rung in self.rungs]

    @classmethod
    def from_data(cls, data: Sequence[Mapping[str, Any]]) -> "EscalationLadder":
        """Return the ladder that `as_data` wrote."""
        return cls(tuple(LadderRung.from_data(row) for row in data))


@dataclass(frozen=True, slots=True)
class DutyPreset:
    """What the office may choose where a notice states no reporting duty."""

    frequency: str
    due: str  # annual MM-DD; once YYYY-MM-DD; monthly, quarterly a day number


@dataclass(frozen=True, slots=True)
class Policy:
    """One preset. All durations are in working days."""

    name: str
    acknowledge_within: int  # 签收
    object_within: int  # 签收异议
    plan_within: int  # 实施方案、任务分解
    opens_before: int  # a return opens this long before it is due
    support_before: int  # 配合单位 answer this long before the lead
    remind_before: tuple[int, ...]  # farthest first
    review_within: int  # 报结 → 核查
    behind_points: float  # percentage points behind from which progress is slow
    ladder: EscalationLadder
    duty: DutyPreset
    remind_after: tuple[int, ...] = ()  # beside the ladder, nearest first


def policy_of(policies: Mapping[str, Policy], name: str) -> Policy:
    """Return the preset of that name, or 常规 where the office removed it from its file."""
    return policies.get(name) or policies[STANDARD]
