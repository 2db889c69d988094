"""How findings and rows are laid out in a terminal."""

from collections.abc import Mapping
from typing import Any

import typer
from sqlmodel import Session, col, func, select

from duban.cli.context import print_table
from models import Doubt, Measure, Notice, ReportingDuty, Target, Task
from reports.words import OPERATORS
from rules.notices import LABELS, OVER

FREQUENCIES = {
    "annual": "每年",
    "semiannual": "每半年",
    "quarterly": "每季度",
    "monthly": "每月",
    "once": "一次",
    "irregular": "不定期",
}


UNSAID = "未写明"
DOUBTS = {
    "character-lost": "乱码",
    "clause-of-heading": "标题下的分工",
    "clause-unreadable": "分工读不懂",
    "due-not-stated": "未写明时间",
    "encoding-guessed": "编码不确定",
    "implied-lead": "牵头未写明",
    "issued-on-not-stated": "成文日期未写明",
    "issuer-not-stated": "发文机关未写明",
    "no-measures": "没有措施",
    "no-owner": "没有责任单位",
    "numbering-gap": "序号不连续",
    "open-list": "单位未列全",
    "recipient-not-stated": "未写明报给谁",
    "soft-deadline": "时限不确定",
    "stray-words": "多余文字",
    "suspected-injected-text": "疑似夹带文字",
    "unknown-characters": "生僻字符",
    "unknown-unit": "名录中没有的单位",
}


def show_reading(reading: Mapping[str, Any]) -> None:
    """Print a reading for a person; every value with the words it came from."""
    typer.secho(reading["title"] or "（未识别标题）", bold=True)
    issuers = "、".join(reading["issuers"]) or "未识别"
    issued_on = reading["issued_on"] or UNSAID
    typer.echo(f"文号 {reading['doc_number'] or '无'}　发文 {issuers}　成文 {issued_on}")
    typer.echo()
    rows = []
    for order, measure in enumerate(reading["measures"], start=1):
        for part, task in enumerate(measure["tasks"], start=1):
            key = f"{order}.{part}" if len(measure["tasks"]) > 1 else str(order)
            leads = "、".join(task["leads"]) + ("（首列）" if task["lead_implied"] else "")
            supports = "、".join([*task["supports"], *(f"+{n}" for n in task["inherited"])])
            rows.append((key, measure["text"][:30], leads, supports, task["deadline"]))
    print_table(("任务", "措施", "牵头", "配合", "时限"), rows, empty="没有读到措施。")
    typer.echo()
    print_table(
        ("指标", "要求", "期限", "原文"),
        [(t["indicator"], _wanted(t), t["by"] or "每年", t["quote"]) for t in reading["targets"]],
        empty="没有读到指标。",
    )
    typer.echo()
    print_table(
        ("报送", "时间", "谁报", "报给", "原文"),
        [
            (
                FREQUENCIES[d["frequency"]],
                *(d[key] or UNSAID for key in ("due", "by", "to")),
                d["quote"],
            )
            for d in reading["reporting"]
        ],
        empty="没有读到报送要求。",
    )
    typer.echo()
    print_table(
        ("疑点", "原文", "原因"),
        [(DOUBTS.get(d["kind"], d["kind"]), d["quote"], d["why"]) for d in reading["doubts"]],
        empty="没有疑点。",
    )


def _wanted(target: Mapping[str, Any]) -> str:
    """Return ≥1.2万家, as people write it."""
    soft = "力争" if target["stretch"] else ""
    return f"{soft}{OPERATORS[target['op']]}{target['value']:g}{target['unit']}"


def notice_summary(session: Session, notice_id: int) -> dict[str, Any]:
    """Return what a notice holds, in numbers."""
    notice = session.get_one(Notice, notice_id)

    def count(table: type[Any], *where: Any) -> int:
        query = select(func.count()).select_from(table).where(table.notice_id == notice_id, *where)
        return session.exec(query).one()

    return {
        "id": notice_id,
        "title": notice.title or notice.filename,
        "doc_number": notice.doc_number,
        "issued_on": notice.issued_on,
        "status": notice.status.value,
        "label": LABELS[notice.status],
        "measures": count(Measure),
        "tasks": count(Task),
        "targets": count(Target),
        "duties": count(ReportingDuty),
        "doubts": count(Doubt, col(Doubt.answer).is_(None)) if notice.status not in OVER else 0,
    }
