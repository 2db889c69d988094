"""Workbooks: the ledger of DOMAIN's columns, the targets, who reported. Same facts, same bytes."""

import io
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import xlsxwriter

from reports.blocks import Column, Table
from reports.ledger import LedgerRow, ledger_row, notice_source
from reports.overview import MARKS
from reports.report import Report
from reports.targets import targets
from reports.words import day_words

A3, A4 = 8, 9
TINTS = {
    "green": "#DDF0E4",
    "yellow": "#FBF0C8",
    "red": "#F6D5D1",
    "grey": "#ECEDEE",
    "blue": "#DCE8F5",
}
LEDGER = (
    ("key", "序号", 6),
    ("source", "来源文件及条款", 24),
    ("text", "工作任务（原文）", 42),
    ("targets", "目标、指标", 20),
    ("supervising", "分管领导", 10),
    ("leads", "牵头（责任）单位", 18),
    ("principal", "责任人", 10),
    ("liaisons", "联络员", 10),
    ("supports", "配合、落实单位", 24),
    ("due_on", "完成时限", 14),
    ("milestones", "阶段节点", 24),
    ("progress", "本期进展", 46),
    ("percent", "累计完成率", 10),
    ("problems", "存在问题", 26),
    ("next_steps", "下一步措施", 26),
    ("to_coordinate", "需协调事项", 20),
    ("status", "完成状态", 10),
    ("light", "亮灯", 8),
    ("reason", "亮灯原因", 26),
    ("updated_on", "最近更新", 12),
    ("evidence", "佐证", 18),
    ("remark", "备注", 20),
)
CENTRED = {"key", "due_on", "percent", "status", "light", "updated_on"}


def render_xlsx(report: Report) -> bytes:
    """Return the report's ledger, targets and reporting as a workbook."""
    book = _Workbook(report.as_of)
    source = notice_source(report.notice.title, report.notice.doc_number)
    rows = [ledger_row(task, report.notice.notice_id, source) for task in report.tasks]
    since = f"{report.period_label}，截至{day_words(report.as_of_day)}，{report.office}编制"
    book.ledger(rows, f"{source}工作台账", since)
    tables = [block for block in targets(report) if isinstance(block, Table)]
    book.table("指标", tables, "量化目标完成情况", since)
    book.table("报送情况", [_returns(report)], "各单位逐项报送情况", since)
    return book.content()


def ledger_xlsx(rows: Sequence[LedgerRow], *, as_of: datetime, title: str = "工作台账") -> bytes:
    """Return a workbook that holds the ledger alone."""
    book = _Workbook(as_of)
    book.ledger(list(rows), title, f"截至{day_words(as_of.date())}")
    return book.content()


def _returns(report: Report) -> Table:
    words = {mark: outcome for outcome, mark in MARKS.items()}
    rows = tuple(
        (each.department, cell.key, cell.role, words[MARKS[cell.outcome]])
        for each in report.returns
        for cell in each.cells
    )
    columns = (
        Column("单位", 30),
        Column("任务序号", 10, "center"),
        Column("角色", 10, "center"),
        Column("报送情况", 12, "center"),
    )
    return Table("", columns, rows)


class _Workbook:
    """A workbook without moments, formulas or links: text stays text."""

    def __init__(self, as_of: datetime) -> None:
        self.stream = io.BytesIO()
        self.book: Any = xlsxwriter.Workbook(
            self.stream,
            {
                "in_memory": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
            },
        )
        moment = as_of.astimezone(UTC).replace(tzinfo=None)
        self.book.set_properties({"created": moment})
        face = {"font_name": "宋体", "font_size": 10, "border": 1, "valign": "vcenter"}
        self.text = self.book.add_format(face | {"text_wrap": True})
        self.centre = self.book.add_format(face | {"text_wrap": True, "align": "center"})
        self.head = self.book.add_format(
            face | {"bold": True, "align": "center", "text_wrap": True, "bg_color": "#EEF0F3"}
        )
        self.title = self.book.add_format(
            {"font_name": "方正小标宋简体", "font_size": 18, "align": "center", "valign": "vcenter"}
        )
        self.note = self.book.add_format({"font_name": "宋体", "font_size": 10})
        self.lights = {
            colour: self.book.add_format(face | {"align": "center", "bg_color": tint})
            for colour, tint in TINTS.items()
        }

    def ledger(self, rows: Sequence[LedgerRow], title: str, since: str) -> None:
        """Add the ledger: A3 on its side, its head frozen and printed on each page."""
        columns = [(label, width) for _, label, width in LEDGER]
        sheet = self._sheet("台账", columns, title, since, paper=A3)
        sheet.freeze_panes(3, 3)
        for number, row in enumerate(rows, start=3):
            for place, (name, _, _) in enumerate(LEDGER):
                cell = self.centre if name in CENTRED else self.text
                if name == "light":
                    cell = self.lights[row.colour]
                sheet.write_string(number, place, getattr(row, name), cell)
        sheet.autofilter(2, 0, max(2, len(rows) + 2), len(LEDGER) - 1)

    def table(self, name: str, tables: Sequence[Table], title: str, since: str) -> None:
        """Add a sheet with one table, or one that says there is nothing."""
        if not tables:
            sheet = self._sheet(name, [(title, 60)], title, since, paper=A4)
            sheet.write_string(3, 0, "原通知没有提出量化目标。", self.text)
            return
        scale = 3.2 if tables[0].columns[0].width < 5 else 1
        columns = [(column.title, column.width * scale + 3) for column in tables[0].columns]
        sheet = self._sheet(name, columns, title, since, paper=A4)
        sheet.freeze_panes(3, 1)
        for number, row in enumerate(tables[0].rows, start=3):
            for place, value in enumerate(row):
                centred = tables[0].columns[place].align == "center"
                sheet.write_string(number, place, value, self.centre if centred else self.text)

    def content(self) -> bytes:
        """Return the workbook."""
        self.book.close()
        return self.stream.getvalue()

    def _sheet(
        self, name: str, columns: Sequence[tuple[str, float]], title: str, since: str, *, paper: int
    ) -> Any:
        sheet = self.book.add_worksheet(name)
        sheet.set_landscape()
        sheet.set_paper(paper)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(2)
        sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
        sheet.set_footer("&C— &P —")
        for place, (_, width) in enumerate(columns):
            sheet.set_column(place, place, width)
        last = len(columns) - 1
        if last:
            sheet.merge_range(0, 0, 0, last, title, self.title)
        else:
            sheet.write_string(0, 0, title, self.title)
        sheet.set_row(0, 32)
        sheet.write_string(1, 0, since, self.note)
        for place, (label, _) in enumerate(columns):
            sheet.write_string(2, place, label, self.head)
        sheet.set_row(2, 24)
        return sheet
