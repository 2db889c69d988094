"""A department's answer as typed into the form: taken apart, checked, and laid out as a payload.

Whatever is wrong is told beside its field, and nothing typed is lost.
"""

import base64
import re
from dataclasses import dataclass, field
from typing import Any

from duban.web.forms import Form
from duban.web.words import STATES
from reports.views.departments import Ask, DepartmentPage

WANTS_WORDS = ("已完成", "进展滞后", "申请办结")
FULL_WIDTH = str.maketrans("０１２３４５６７８９．，％", "0123456789.,%")
NUMBER = re.compile(r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,15})(?:\.[0-9]{1,6})?")
LARGEST_FILE = 20 * 1024 * 1024  # bytes


@dataclass(slots=True)
class Answer:
    """The payload that is stored, and what is wrong with it: field → why."""

    items: list[dict[str, Any]] = field(default_factory=list)
    targets: list[dict[str, Any]] = field(default_factory=list)
    files: list[dict[str, Any]] = field(default_factory=list)
    errors: dict[str, str] = field(default_factory=dict)


def read_answer(form: Form, page: DepartmentPage) -> Answer:
    """Read every item and target that the form fills in; those left blank are not answered."""
    answer = Answer()
    for ask in page.asks:
        if item := _item(form, ask, answer.errors):
            answer.items.append(item)
    for one in page.targets:
        name = f"target-{one.target.id}"
        if text := form.text(name):
            value = number_of(text)
            if value is None:
                answer.errors[name] = f"“{text}”不是数字，请只填数值。"
            else:
                answer.targets.append(
                    {"target_id": one.target.id, "value": value, "unit": one.target.unit}
                )
    for upload in form.files("files"):
        content = upload.file.read(LARGEST_FILE + 1)
        if len(content) > LARGEST_FILE:
            answer.errors["files"] = f"{upload.filename}超过20 MB，请压缩后再传。"
        answer.files.append(
            {
                "name": upload.filename or "附件",
                "media_type": upload.content_type or "application/octet-stream",
                "content": base64.b64encode(content).decode(),
            }
        )
    if not (answer.items or answer.targets or answer.errors):
        answer.errors["form"] = "还没有填写任何一项。"
    return answer


def _item(form: Form, ask: Ask, errors: dict[str, str]) -> dict[str, Any] | None:
    prefix = f"item-{ask.part.id}-"
    state, percent = form.text(prefix + "state"), form.text(prefix + "percent")
    words = {
        name: form.text(prefix + name).replace("\r\n", "\n")
        for name in ("narrative", "problems", "next_steps")
    }
    if not (state or percent or any(words.values())):
        return None
    if state not in STATES:
        errors[prefix + "state"] = "请选择进展状态。"
    if state in WANTS_WORDS and not words["narrative"]:
        errors[prefix + "narrative"] = f"选择“{state}”时，请写明进展情况。"
    number = number_of(percent) if percent else None
    if percent and (number is None or not 0 <= number <= 100):
        errors[prefix + "percent"] = "完成比例请填0到100之间的数字。"
    return {
        "assignment_id": ask.part.id,
        "item_id": ask.item.id if ask.item else None,
        "state": state,
        "percent": number,
        **words,
    }


def number_of(text: str) -> float | None:
    """Return a number written in digits, with thousands marks and a percent sign if need be."""
    plain = text.translate(FULL_WIDTH).removesuffix("%").strip()
    if not NUMBER.fullmatch(plain):
        return None
    number = float(plain.replace(",", ""))
    return number if number < 1e15 else None
