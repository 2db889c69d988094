"""What was understood of a message, in lines that a person reads."""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlmodel import Session, select

from models import Department, Evidence, InboundMessage

KINDS = {
    "update": "答复",
    "auto_reply": "自动回复或已读回执",
    "bounce": "退信",
    "rejected": "不予采信",
    "triage": "待人工处理",
    "duplicate": "重复来件",
    "ignored": "不处理",
}
VERDICTS = {
    "contact": "责任单位联系人",
    "stranger": "不是该单位的联系人",
    "forged": "发件人身份可疑",
    "unsigned": "身份未能确认",
    "conflicting": "回复凭据互相矛盾",
    "machine": "邮件系统",
    "webhook": "单位系统",
    "form": "网页填报",
}
FIELDS = (
    ("status", "状态"),
    ("percent", "进度（%）"),
    ("narrative", "进展"),
    ("problems", "存在问题"),
    ("next_steps", "下一步"),
    ("extension_until", "申请延期至"),
    ("extension_reason", "延期理由"),
    ("objection", "异议"),
)


def heard_lines(data: Mapping[str, Any]) -> Iterator[str]:
    """Say what one mail says, item by item."""
    sender = data["sender"]
    verdict = VERDICTS.get(sender["verdict"], sender["verdict"])
    yield f"{KINDS[data['kind']]}　{sender['address'] or '（无发件人）'}（{verdict}）"
    for item in data["items"]:
        yield ""
        yield f"任务{item['task']}" if item["task"] else "所答复的全部任务"
        yield from _item_lines(item)
    for file in data["attachments"]:
        yield f"附件 {file['name']}：{'已收' if file['accepted'] else '未收，' + file['reason']}"
    for reason in data["reasons"]:
        yield f"! {reason}"


def incoming_data(session: Session, row: InboundMessage) -> dict[str, Any]:
    """Return one stored message without its bytes, with its department and its files."""
    department = session.get(Department, row.department_id or 0)
    evidence = session.exec(select(Evidence).where(Evidence.inbound_id == row.id)).all()
    data: dict[str, Any] = row.model_dump(mode="json", exclude={"raw"})
    data["department"] = department.short_name if department else None
    data["evidence"] = [
        {"name": e.name, "size": e.size, "sha256": e.sha256, "reason": e.reason} for e in evidence
    ]
    return data


def incoming_lines(data: Mapping[str, Any], *, received: str) -> Iterator[str]:
    """Say what one stored message is, what was understood of it, and what became of it."""
    from duban.web.words import CHANNELS, INBOX

    yield f"{data['subject'] or '（无主题）'}"
    channel = CHANNELS.get(data["channel"], data["channel"])
    whose = data["department"] or "未能确定单位"
    yield f"{INBOX[data['status']]}　{whose}　{channel}　{received}"
    if data["heard"]:
        yield from heard_lines(data["heard"])
    if data["last_error"]:
        yield f"! 处理出错（第{data['attempts']}次）：{data['last_error']}"


def _item_lines(item: Mapping[str, Any]) -> Iterator[str]:
    for name, label in FIELDS:
        if item.get(name) is not None:
            yield f"  {label}：{item[name]}"
    if item["acknowledged"]:
        yield "  签收"
    for target in item["targets"]:
        yield f"  指标 {target['indicator']}：{target['value']:g}{target['unit']}"
    for step in item["steps"]:
        yield f"  节点 {step['due_on']} {step['title']}"
