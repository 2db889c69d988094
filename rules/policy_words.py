"""A policy as an office reads it: every setting as a sentence, every rung as a line."""

from dataclasses import dataclass

from rules.audiences import LABELS as AUDIENCES
from rules.channels import LABELS as CHANNELS
from rules.policies import RUNG_LABELS, LadderRung, Policy
from rules.sending import MIDNIGHT, SendWindow

NAMES = {
    "acknowledge_within": "签收时限",
    "object_within": "异议时限",
    "plan_within": "实施方案时限",
    "opens_before": "填报开始",
    "support_before": "配合单位提前",
    "remind_before": "到期前提醒",
    "remind_after": "到期后提醒",
    "review_within": "核查时限",
    "behind_points": "进度滞后",
    "duty": "备选报送要求",
    "frequency": "报送频次",
    "due": "报送日期",
}
LETTERS = {
    "digest": "催办",
    "notice_of_supervision": "督办通知单",
    "bulletin_draft": "代拟通报",
    "talk_draft": "代拟约谈通知",
    "accountability_draft": "代拟问责建议",
}


@dataclass(frozen=True, slots=True)
class RungInWords:
    """One rung of a ladder, cell by cell."""

    label: str
    when: str
    to: str
    what: str
    channels: str


def policy_in_words(policy: Policy) -> list[tuple[str, str]]:
    """Return a preset's settings as (name, sentence); the ladder is in `ladder_in_words`."""
    return [
        (NAMES["acknowledge_within"], f"交办后{policy.acknowledge_within}个工作日内签收"),
        (NAMES["object_within"], f"交办后{policy.object_within}个工作日内可以提出异议"),
        (NAMES["plan_within"], f"交办后{policy.plan_within}个工作日内报实施方案"),
        (NAMES["opens_before"], f"报送截止前{policy.opens_before}个工作日开始填报"),
        (NAMES["support_before"], f"配合单位比牵头单位提前{policy.support_before}个工作日"),
        (
            NAMES["remind_before"],
            f"到期前{_days(policy.remind_before)}个工作日{_each(policy.remind_before)}提醒一次",
        ),
        (NAMES["remind_after"], _after(policy)),
        (NAMES["review_within"], f"报结后{policy.review_within}个工作日内核查"),
        (NAMES["behind_points"], f"落后{policy.behind_points:g}个百分点及以上算滞后"),
    ]


def ladder_in_words(policy: Policy) -> list[RungInWords]:
    """Return the rungs in the order in which they are climbed."""
    return [
        RungInWords(
            label=rung.label,
            when=_when(rung),
            to=AUDIENCES[rung.audience] + (f"，抄送{AUDIENCES[rung.cc]}" if rung.cc else ""),
            what=LETTERS.get(rung.template, rung.template)
            + ("，由领导批准后发出" if rung.drafts else ""),
            channels="、".join(CHANNELS[channel] for channel in rung.channels) or "按联系人",
        )
        for rung in policy.ladder.rungs
    ]


def sending_in_words(window: SendWindow) -> str:
    """Return in which hours messages of our own accord go out."""
    if window.opens == window.closes == MIDNIGHT:
        hours = "全天"
    else:
        closes = "24:00" if window.closes == MIDNIGHT else f"{window.closes:%H:%M}"
        hours = f"{window.opens:%H:%M}—{closes}"
    quiet = "、".join(f"{begins:%H:%M}—{ends:%H:%M}" for begins, ends in window.quiet)
    return f"工作日{hours}" + (f"，{quiet}不打扰" if quiet else "") + _caps(window)


def _caps(window: SendWindow) -> str:
    most = f"超过{window.most}封" if window.most else ""
    times = f"超过近期最多一天的{window.times}倍" if window.times else ""
    caps = "或".join(filter(None, (most, times)))
    return f"；一次{caps}时先暂扣，请人确认" if caps else ""


def name_of(key: str) -> str:
    """Return the name of a setting, or of a rung of the ladder."""
    if key.startswith("ladder."):
        rung = key.removeprefix("ladder.")
        return f"阶梯：{RUNG_LABELS.get(rung, rung)}"
    return NAMES.get(key, key)


def _after(policy: Policy) -> str:
    if not policy.remind_after:
        return "到期后不再提醒，由督办阶梯接续"
    return f"逾期{_days(policy.remind_after)}个工作日{_each(policy.remind_after)}再提醒一次"


def _when(rung: LadderRung) -> str:
    if rung.after_working_days == 0:
        return "到期当天"
    return f"逾期第{rung.after_working_days}个工作日"


def _each(days: tuple[int, ...]) -> str:
    return "各" if len(days) > 1 else ""


def _days(days: tuple[int, ...]) -> str:
    return "、".join(map(str, days))
