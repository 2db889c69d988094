"""Policies: the limits, reminders and ladder that an office can read and edit, as data."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, asdict, dataclass, fields
from itertools import pairwise
from typing import Any

from rules.audiences import Audience
from rules.errors import PolicyInvalid

STANDARD = "常规"  # every policy file has it: what a notice falls back to

RUNG_LABELS: Mapping[str, str] = {
    "urge_1": "第一次催办",
    "urge_2": "第二次催办",
    "notice_of_supervision": "督办通知单",
    "bulletin": "通报",
    "talk": "约谈",
    "accountability": "建议问责",
}

FREQUENCIES = ("annual", "semiannual", "quarterly", "monthly", "once", "irregular")


@dataclass(frozen=True, slots=True)
class LadderRung:
    """One rung: after this many working days late, this audience hears, or a draft is made."""

    name: str
    after_working_days: int
    audience: Audience
    template: str
    cc: Audience | None = None
    drafts: bool = False  # only people punish: a named leader decides about the draft

    @property
    def label(self) -> str:
        """The rung's name as an office prints it."""
        return RUNG_LABELS.get(self.name, self.name)


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
        return cls(tuple(_rung_from(row) for row in data))


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


def policy_of(policies: Mapping[str, Policy], name: str) -> Policy:
    """Return the preset of that name, or 常规 where the office removed it from its file."""
    return policies.get(name) or policies[STANDARD]


def parse_policies(text: str) -> dict[str, Policy]:
    """Read a policy file (TOML, one table a preset); raise `PolicyInvalid` with the line."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise PolicyInvalid(str(error), _line_in(str(error))) from None
    if STANDARD not in data:
        raise PolicyInvalid(f"the preset 「{STANDARD}」 is missing")
    return {name: _policy(name, row, text) for name, row in data.items()}


def policy_from_data(name: str, row: object) -> Policy:
    """Return the preset that a table of a policy file describes; raise `PolicyInvalid`."""
    try:
        return _policy_from(name, _table(row, name))
    except _Unfit as unfit:
        raise PolicyInvalid(f"{name}: {unfit.reason}") from None


def _policy(name: str, row: object, text: str) -> Policy:
    try:
        return _policy_from(name, _table(row, name))
    except _Unfit as unfit:
        reason = f"{name}: {unfit.reason}"
        raise PolicyInvalid(reason, _line_of(text, name, unfit.key)) from None


class _Unfit(Exception):
    """A value that cannot be used, and the key beside which it stands."""

    def __init__(self, key: str, reason: str) -> None:
        self.key = key
        self.reason = reason
        super().__init__(reason)


def _policy_from(name: str, row: Mapping[str, Any]) -> Policy:
    _check_keys(Policy, row, given=("name",))
    rungs = [_table(rung, "ladder") for rung in _list(row["ladder"], "ladder")]
    try:
        ladder = EscalationLadder.from_data(rungs)
    except ValueError as error:
        raise _Unfit("ladder", str(error)) from None
    days = ("acknowledge_within", "object_within", "plan_within", "opens_before")
    more = ("support_before", "review_within", "behind_points")
    return Policy(
        name=name,
        **{key: _days(row[key], key) for key in (*days, *more)},
        remind_before=_descending(row["remind_before"]),
        ladder=ladder,
        duty=_duty_from(_table(row["duty"], "duty")),
    )


def _rung_from(row: Mapping[str, Any]) -> LadderRung:
    _check_keys(LadderRung, row, given=())
    return LadderRung(
        name=str(row["name"]),
        after_working_days=_days(row["after_working_days"], "after_working_days"),
        audience=_audience(row["audience"], "audience"),
        template=str(row["template"]),
        cc=_audience(row["cc"], "cc") if row.get("cc") else None,
        drafts=row.get("drafts", False) is True,
    )


def _duty_from(row: Mapping[str, Any]) -> DutyPreset:
    _check_keys(DutyPreset, row, given=())
    if row["frequency"] not in FREQUENCIES:
        raise _Unfit("frequency", f"frequency must be one of {', '.join(FREQUENCIES)}")
    return DutyPreset(frequency=row["frequency"], due=str(row["due"]))


def _check_keys(shape: type, row: Mapping[str, Any], *, given: Sequence[str]) -> None:
    known = {field.name: field.default is MISSING for field in fields(shape)}
    for key in row:
        if key not in known or key in given:
            raise _Unfit(key, f"unknown setting {key!r}")
    for key, required in known.items():
        if required and key not in row and key not in given:
            raise _Unfit("", f"the setting {key!r} is missing")


def _table(value: object, key: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise _Unfit(key, f"{key} must be a table")
    return value


def _list(value: object, key: str) -> list[Any]:
    if not isinstance(value, list) or not value:
        raise _Unfit(key, f"{key} must be a list that is not empty")
    return value


def _days(value: object, key: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise _Unfit(key, f"{key} must be a whole number, 0 or more, not {value!r}")
    return value


def _descending(value: object) -> tuple[int, ...]:
    days = [_days(day, "remind_before") for day in _list(value, "remind_before")]
    return tuple(sorted(set(days), reverse=True))


def _audience(value: object, key: str) -> Audience:
    try:
        return Audience(str(value))
    except ValueError:
        raise _Unfit(key, f"{key} must be one of {', '.join(Audience)}") from None


def _line_in(message: str) -> int:
    found = re.search(r"line (\d+)", message)
    return int(found[1]) if found else 0


def _line_of(text: str, name: str, key: str) -> int:
    """Return the line of `key` inside the preset's table, or of the table, counted from 1."""
    lines = text.splitlines()
    start = next((at for at, line in enumerate(lines) if line.startswith("[") and name in line), 0)
    for at in range(start, len(lines)):
        if key and re.match(rf'\s*\[*"?(\S*\.)?{re.escape(key)}\b', lines[at]):
            return at + 1
    return start + 1
