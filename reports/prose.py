"""The body of a report, in the order in which a 年度落实情况报告 is read."""

from collections.abc import Iterator
from itertools import takewhile

from reports.annexes import annexes
from reports.blocks import Annex, Attachments, Block, Document, Heading, Paragraph, Signature
from reports.overview import overview
from reports.plans import UNCONFIRMED, next_steps, suggestions
from reports.problems import problems
from reports.progress import progress
from reports.report import Report
from reports.targets import targets
from reports.words import join
from rules.wording import chinese_date

MOST_CHARACTERS = 4000  # of a special document (2024 rule); a longer body is warned about
ROLE_OF_OFFICE = {
    "督查机构": "按照政府督查工作职责",
    "受指定部门": "受本级政府指定承担督查工作",
    "牵头协调部门": "作为牵头协调部门",
}


def document(report: Report) -> Document:
    """Return everything the report says, as blocks that any format can print."""
    back = tuple(annexes(report))
    return Document(
        mark="" if report.approved_by else "代拟稿",
        title=report.title,
        addressee=report.addressee,
        blocks=(
            *_body(report),
            *_closing(report, [annex.title for annex, _ in back] + _apart(report)),
            *(block for annex, blocks in back for block in (annex, *blocks)),
        ),
    )


def body_characters(content: Document) -> int:
    """Return the length of the running text before the annexes; tables are not counted."""
    body = takewhile(lambda block: not isinstance(block, Annex), content.blocks)
    return sum(len(each.lead_in + each.text) for each in body if isinstance(each, Paragraph))


def _body(report: Report) -> Iterator[Block]:
    yield Paragraph(_opening(report))
    sections = (
        ("一、总体情况", overview),
        ("二、主要进展", progress),
        ("三、目标完成情况", targets),
        ("四、存在问题", problems),
        ("五、下一步工作", next_steps),
        ("六、建议和需协调事项", suggestions),
    )
    for title, section in sections:
        yield Heading(1, title)
        yield from section(report)


def _opening(report: Report) -> str:
    notice = report.notice
    issued = f"{chinese_date(notice.issued_on)}，" if notice.issued_on else ""
    number = f"（{notice.doc_number}）" if notice.doc_number else ""
    asked = f"{len(report.tasks)}项工作任务"
    if report.targets:
        asked += f"、{len(report.targets)}项量化目标"
    drafts = sum(pending.kind == UNCONFIRMED for pending in report.pending)
    if drafts:
        asked += f"（另有{drafts}项尚待确认，没有计入）"
    verb = "报告" if report.document_kind == "报告" else "函告"
    about = "" if report.period_label.startswith("截至") else f"的{report.period_label}"
    return (
        f"{issued}{join(notice.issuers, '发文机关')}印发《{notice.title}》{number}，"
        f"纳入台账管理的共有{asked}。{report.office}{ROLE_OF_OFFICE[report.standing]}，"
        f"会同各责任单位推进落实、核对填报。"
        f"现将截至{chinese_date(report.as_of_day)}{about}落实情况{verb}如下。"
    )


def _apart(report: Report) -> list[str]:
    """Return what is attached as a workbook because it is too long to print."""
    return ["工作台账和填报全文（电子表格，另附）"] if report.is_large else []


def _closing(report: Report, titles: list[str]) -> Iterator[Block]:
    yield Paragraph("特此报告。" if report.document_kind == "报告" else "特此函告。")
    yield Attachments(tuple(titles))
    yield Signature(report.office, report.as_of_day)
