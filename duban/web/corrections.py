"""更正后采用: what a person of the office read in a message, typed into a form beside it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from duban.web.answers import number_of
from duban.web.forms import Form
from inbox.heard import STATES, Item, TargetValue
from rules.errors import NotAllowed

FIELD = re.compile(r"item-(\d{1,9})-(\w+)")
MOST_TARGETS = 6  # rows of the form for one task


@dataclass(slots=True)
class Corrections:
    """The items, each with its task's number, and what is wrong: field → why."""

    items: list[Item] = field(default_factory=list)
    errors: dict[str, str] = field(default_factory=dict)


def read_corrections(form: Form) -> Corrections:
    """Read every task that the form fills in; those left blank are not spoken of."""
    found = Corrections()
    for task in dict.fromkeys(_tasks(form)):
        item = _item(form, task, found.errors)
        if item.says_anything:
            found.items.append(item)
    if not (found.items or found.errors):
        found.errors["form"] = "还没有填写任何一项。"
    return found


def _tasks(form: Form) -> Iterator[str]:
    for name in form.data:
        if match := FIELD.fullmatch(name):
            yield match[1]


def _item(form: Form, task: str, errors: dict[str, str]) -> Item:
    prefix = f"item-{task}-"
    state = form.text(prefix + "state")
    if state and state not in STATES:
        errors[prefix + "state"] = "请从列表中选择。"
    percent_text = form.text(prefix + "percent")
    percent = number_of(percent_text) if percent_text else None
    if percent_text and (percent is None or percent > 100):
        errors[prefix + "percent"] = "完成比例请填0到100之间的数字。"
    until = None
    try:
        until = form.day(prefix + "until", "申请延期至")
    except NotAllowed as refused:
        errors[prefix + "until"] = refused.reason

    def words(name: str) -> str | None:
        return form.text(prefix + name).replace("\r\n", "\n") or None

    return Item(
        task=task,
        status=state or None,
        percent=percent,
        extension_until=until,
        closure_requested=state == "申请办结",
        acknowledged=form.text(prefix + "acknowledged") == "yes",
        targets=tuple(_targets(form, prefix, errors)),
        narrative=words("narrative"),
        problems=words("problems"),
        next_steps=words("next_steps"),
        objection=words("objection"),
    )


def _targets(form: Form, prefix: str, errors: dict[str, str]) -> Iterator[TargetValue]:
    for place in range(MOST_TARGETS):
        name = f"{prefix}t{place}"
        indicator, text = form.text(f"{name}_indicator"), form.text(f"{name}_value")
        if not text:
            continue
        value = number_of(text)
        if value is None or not indicator:
            errors[f"{name}_value"] = "指标请写明名称，数值请只填数字。"
        else:
            yield TargetValue(indicator, value, form.text(f"{name}_unit"))
