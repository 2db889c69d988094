"""What the values of a policy file may be; what is not is told with its key."""

from collections.abc import Collection, Mapping
from dataclasses import MISSING, fields
from datetime import date, time
from itertools import pairwise
from typing import Any

from rules.audiences import LABELS as AUDIENCES
from rules.audiences import Audience
from rules.channels import LABELS, Channel, channel_named
from rules.policies import DutyPreset, EscalationLadder, LadderRung, Policy
from rules.sending import SendWindow

SENDING = "发送"  # the one table of a policy file that is no preset
SENDING_KEYS = ("from", "until", "quiet", "most", "times")
FREQUENCIES = ("annual", "semiannual", "quarterly", "monthly", "once", "irregular")
LETTERS = ("digest", "notice_of_supervision")
DRAFTS = ("bulletin_draft", "talk_draft", "accountability_draft")
LONGEST = 400  # working days
DAYS = (
    "acknowledge_within", "object_within", "plan_within", "opens_before", "support_before",
    "review_within",
)  # fmt: skip


class Unfit(Exception):
    """A value that cannot be used: the key beside which it stands, and in which rung."""

    def __init__(self, key: str, reason: str, rung: int = 0) -> None:
        self.key = key
        self.reason = reason
        self.rung = rung
        super().__init__(reason)


def policy_from(name: str, row: Mapping[str, Any]) -> Policy:
    """Return the preset that a whole table describes."""
    _check_keys(Policy, row, given=("name",))
    return Policy(
        name=name,
        **{key: _days(row[key], key) for key in DAYS},
        behind_points=_points(row["behind_points"]),
        remind_before=_descending(row["remind_before"]),
        ladder=_ladder(row["ladder"]),
        duty=_duty(table(row["duty"], "duty")),
        remind_after=_ascending(row.get("remind_after", [])),
    )


def sending_from(row: Mapping[str, Any]) -> SendWindow:
    """Return the window that the table 「发送」 describes."""
    for key in row:
        if key not in SENDING_KEYS:
            raise Unfit(key, f"没有 {key} 这个设置，可写 {'、'.join(SENDING_KEYS)}")
    opens, closes = (
        _time(row.get("from", "00:00"), "from"),
        _time(row.get("until", "24:00"), "until"),
    )
    if closes != time(0) and closes <= opens:
        raise Unfit("until", "until 须晚于 from")
    quiet = row.get("quiet", [])
    if not isinstance(quiet, list):
        raise Unfit("quiet", 'quiet 须是列表，如 ["12:00-14:00"]')
    spans = tuple(_span(one) for one in quiet)
    return SendWindow(opens, closes, spans, _limit(row, "most"), _limit(row, "times"))


def _limit(row: Mapping[str, Any], key: str) -> int | None:
    value = row.get(key)
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise Unfit(key, f"{key} 须是 0 或正整数（0 为不限），不能是 {value!r}")
    return value


def table(value: object, key: str) -> Mapping[str, Any]:
    """Return a table, or say that it is none."""
    if not isinstance(value, dict):
        raise Unfit(key, f"{key} 须是一节（表）")
    return value


def _ladder(given: object) -> EscalationLadder:
    if not isinstance(given, list) or not given:
        raise Unfit("ladder", "ladder 须是不为空的列表：至少一级")
    rungs = []
    for number, row in enumerate(given, 1):
        try:
            rungs.append(_rung(table(row, "ladder")))
        except Unfit as unfit:
            reason = f"阶梯第{number}级：{unfit.reason}"
            raise Unfit(unfit.key, reason, number) from None
    _check_order(rungs)
    return EscalationLadder(tuple(rungs))


def _check_order(rungs: list[LadderRung]) -> None:
    for number, (before, after) in enumerate(pairwise(rungs), 2):
        if after.after_working_days <= before.after_working_days:
            raise Unfit(
                "after_working_days",
                f"阶梯第{number}级：after_working_days = {after.after_working_days} "
                f"须晚于上一级的 {before.after_working_days}",
                number,
            )
    names = [rung.name for rung in rungs]
    for number, name in enumerate(names, 1):
        if name in names[: number - 1]:
            raise Unfit("name", f"阶梯第{number}级：name {name!r} 与前面的一级重名", number)


def _rung(row: Mapping[str, Any]) -> LadderRung:
    _check_keys(LadderRung, row, given=())
    drafts = row.get("drafts", False)
    if not isinstance(drafts, bool):
        raise Unfit("drafts", "drafts 须是 true 或 false")
    template = _one_of(row["template"], "template", DRAFTS if drafts else LETTERS)
    audience = Audience(_one_of(row["audience"], "audience", tuple(Audience)))
    cc = Audience(_one_of(row["cc"], "cc", tuple(Audience))) if row.get("cc") else None
    if cc is audience:
        raise Unfit("cc", f"cc 与 audience 都是 {audience.value}")
    if not isinstance(row["name"], str) or not row["name"]:
        raise Unfit("name", "name 须是文字")
    return LadderRung(
        name=row["name"],
        after_working_days=_days(row["after_working_days"], "after_working_days"),
        audience=audience,
        template=template,
        cc=cc,
        drafts=drafts,
        channels=_channels(row.get("channels", [])),
    )


def _channels(given: object) -> tuple[Channel, ...]:
    if not isinstance(given, (list, tuple)):
        raise Unfit("channels", 'channels 须是列表，如 ["企业微信", "邮件"]')
    found = []
    for words in given:
        channel = channel_named(str(words))
        if channel is None:
            raise Unfit("channels", f"没有 {words!r} 这种渠道，可选：{'、'.join(LABELS.values())}")
        found.append(channel)
    return tuple(dict.fromkeys(found))


def _duty(row: Mapping[str, Any]) -> DutyPreset:
    _check_keys(DutyPreset, row, given=())
    frequency = _one_of(row["frequency"], "frequency", FREQUENCIES)
    due = str(row["due"])
    try:
        _check_due(frequency, due)
    except ValueError:
        raise Unfit(
            "due", f"due = {due!r} 不是 {frequency} 的日子（年 12-31，月、季 25）"
        ) from None
    return DutyPreset(frequency=frequency, due=due)


def _check_due(frequency: str, due: str) -> None:
    """Raise ValueError unless a period of this frequency can end on that day."""
    if frequency in ("annual", "semiannual"):
        date.fromisoformat(f"2024-{due}")
    elif frequency == "once":
        date.fromisoformat(due)
    elif frequency in ("monthly", "quarterly") and not 1 <= int(due) <= 31:
        raise ValueError(due)


def _check_keys(shape: type, row: Mapping[str, Any], *, given: Collection[str]) -> None:
    known = {field.name: field.default is MISSING for field in fields(shape)}
    for key in row:
        if key not in known or key in given:
            raise Unfit(key, f"没有 {key} 这个设置")
    for key, required in known.items():
        if required and key not in row and key not in given:
            raise Unfit("", f"缺少设置 {key}")


def _days(value: object, key: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= LONGEST:
        raise Unfit(key, f"{key} 须是 0 到 {LONGEST} 的整数（工作日数），不能是 {value!r}")
    return value


def _points(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value <= 100:
        raise Unfit("behind_points", f"behind_points 须是 0 到 100 的数，不能是 {value!r}")
    return value


def _descending(value: object) -> tuple[int, ...]:
    if not isinstance(value, list) or not value:
        raise Unfit("remind_before", "remind_before 须是不为空的列表")
    days = [_days(day, "remind_before") for day in value]
    return tuple(sorted(set(days), reverse=True))


def _ascending(value: object) -> tuple[int, ...]:
    if not isinstance(value, list):
        raise Unfit("remind_after", "remind_after 须是列表，如 [2, 8]；到期后不再提醒的写 []")
    days = [_days(day, "remind_after") for day in value]
    if 0 in days:
        raise Unfit("remind_after", "remind_after 从 1 起：到期当天由 remind_before 的 0 提醒")
    return tuple(sorted(set(days)))


def _one_of(value: object, key: str, known: tuple[str, ...]) -> str:
    if value not in known:
        raise Unfit(key, f"{key} 不能是 {value!r}，可选：{'、'.join(known)}")
    return str(value)


def _time(value: object, key: str) -> time:
    try:
        return time(0) if value == "24:00" else time.fromisoformat(str(value))
    except ValueError:
        raise Unfit(key, f"{key} 须是时刻，如 08:30，不能是 {value!r}") from None


def _span(value: object) -> tuple[time, time]:
    begins, sign, ends = str(value).partition("-")
    span = (_time(begins.strip(), "quiet"), _time(ends.strip(), "quiet"))
    if not sign or (span[1] <= span[0]):
        raise Unfit("quiet", f'quiet 须写成 "12:00-14:00"，起点在前，不能是 {value!r}')
    return span


def settings_of(policy: Policy) -> dict[str, str]:
    """Return a preset's settings in words, to be compared one by one."""
    plain = {key: str(getattr(policy, key)) for key in (*DAYS, "behind_points")}
    rungs = {
        f"ladder.{rung.name}": "，".join(
            [
                f"+{rung.after_working_days}",
                AUDIENCES[rung.audience] + (f"（抄送{AUDIENCES[rung.cc]}）" if rung.cc else ""),
                rung.template,
                *(LABELS[channel] for channel in rung.channels),
            ]
        )
        for rung in policy.ladder.rungs
    }
    before = "、".join(map(str, policy.remind_before))
    duty = f"{policy.duty.frequency} {policy.duty.due}"
    after = "、".join(map(str, policy.remind_after))
    return {**plain, "remind_before": before, "remind_after": after, "duty": duty, **rungs}
