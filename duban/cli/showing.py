"""How findings and rows are laid out in a terminal."""

from collections.abc import Mapping
from typing import Any

import typer
from sqlmodel import Session, col, func, select

from duban.cli.context import print_table
from models import Doubt, Measure, Notice, ReportingDuty, Target, Task
from rules.notices import LABELS

FREQUENCIES = {
    "annual": "每年",
    "semiannual": "每半年",
    "quarterly": "每季度",
    "monthly": "每月",
    "once": "一次",
    "irregular": "不定期",
}


def show_reading(reading: Mapping[str, Any]) -> None:
    """Print a reading for a person; every value with the words it came from."""
    typer.secho(reading["title"] or "（未识别标题）", bold=True)
    issuers = "、".join(reading["issuers"]) or "未识别"
    typer.echo(f"文号 {reading['doc_number'] or '无'}　发文 {issuers}　成文 {reading['issued_on']}")
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
        [
            (t["indicator"], f"{t['op']}{t['value']}{t['unit']}", t["by"], t["quote"])
            for t in reading["targets"]
        ],
        empty="没有读到指标。",
    )
    typer.echo()
    print_table(
        ("报送", "时间", "谁报", "报给", "原文"),
        [
            (FREQUENCIES[d["frequency"]], d["due"], d["by"], d["to"] or "未写明", d["quote"])
            for d in reading["reporting"]
        ],
        empty="没有读到报送要求。",
    )
    typer.echo()
    print_table(
        ("疑点", "原文", "原因"),
        [(d["kind"], d["quote"], d["why"]) for d in reading["doubts"]],
        empty="没有疑点。",
    )


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
        "doubts": count(Doubt, col(Doubt.answer).is_(None)),
    }
