"""Workbooks: the ledger of DOMAIN's columns, the targets, who reported. Same facts, same bytes."""

import io
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import xlsxwriter

from reports.blocks import Column, Table
from reports.ledger import LedgerRow, ledger_row, notice_source
from reports.overview import MARKS
from reports.report import UNFILLED, Report, Statement
from reports.targets import target_table
from reports.words import day_figures, id_ranges, percent_words
from rules.wording import chinese_date

A3, A4 = 8, 9
CELL_CHARACTERS = 2000  # of row numbers in a cell; Excel refuses more than 32,767
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
    since = f"{report.period_label}，截至{chinese_date(report.as_of_day)}，{report.office}编制"
    book.ledger(rows, f"{source}工作台账", since)
    book.table("指标", target_table(report, full=True), "量化目标完成情况", since)
    book.table("报送情况", _returns(report), "各单位逐项报送情况", since)
    book.table("填报全文", _statements(report), "各单位填报全文", since)
    book.table("数字来源", _sources(report), "报告各数字的数据行编号", since)
    return book.content()


def ledger_xlsx(rows: Sequence[LedgerRow], *, as_of: datetime, title: str = "工作台账") -> bytes:
    """Return a workbook that holds the ledger alone."""
    book = _Workbook(as_of)
    book.ledger(list(rows), title, f"截至{chinese_date(as_of.date())}")
    return book.content()


def _returns(report: Report) -> Table:
    words = {mark: outcome for outcome, mark in MARKS.items()}
    rows = tuple(
        (each.department, cell.key, cell.role, words[MARKS[cell.outcome]], f"#{cell.item_id}")
        for each in report.returns
        for cell in each.cells
    )
    columns = (
        Column("单位", 30),
        Column("任务序号", 10, "center"),
        Column("角色", 10, "center"),
        Column("报送情况", 12, "center"),
        Column("填报项编号", 12, "center"),
    )
    return Table("", columns, rows)


def _statements(report: Report) -> Table:
    """Return everything said in this period, word for word, one row a statement."""
    columns = (
        Column("任务序号", 10, "center"),
        Column("单位", 24),
        Column("角色", 8, "center"),
        Column("填报日期", 12, "center"),
        Column("完成率", 9, "center"),
        Column("状态", 12, "center"),
        Column("本期进展", 70),
        Column("存在问题", 32),
        Column("下一步措施", 32),
        Column("核对情况", 12, "center"),
        Column("来源", 22),
    )
    rows = (_statement(task.key, told) for task in report.tasks for told in task.statements)
    return Table("", columns, tuple(rows))


def _statement(key: str, told: Statement) -> tuple[str, ...]:
    return (
        key,
        told.department,
        told.role,
        day_figures(told.said_on),
        UNFILLED if told.percent is None else percent_words(told.percent),
        told.state or UNFILLED,
        told.narrative or "未附文字说明",
        told.problems or "无",
        told.next_steps or UNFILLED,
        told.standing,
        told.reference.strip("[]"),
    )


def _sources(report: Report) -> Table:
    """Return each figure with all its rows; a long list goes on in the next line."""
    columns = (
        Column("数字", 26),
        Column("数值", 12, "center"),
        Column("数据行", 12, "center"),
        Column("编号", 100),
    )
    rows = (
        (each.label, f"{each.value}{each.unit}", each.rows, part)
        for each in report.figures
        for part in wrap_ids(id_ranges(each.ids))
    )
    return Table("", columns, tuple(rows))


def wrap_ids(ids: str) -> list[str]:
    """Return a list of row numbers in parts that one cell may hold."""
    return re.findall(f".{{1,{CELL_CHARACTERS}}}(?:、|$)", ids)


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

    def table(self, name: str, table: Table, title: str, since: str) -> None:
        """Add a sheet with one table; an empty one says so."""
        scale = 3.2 if table.columns[0].width < 5 else 1
        columns = [(column.title, column.width * scale + 3) for column in table.columns]
        sheet = self._sheet(name, columns, title, since, paper=A4)
        sheet.freeze_panes(3, 1)
        if not table.rows:
            sheet.write_string(3, 0, "无", self.text)
        formats = [self.centre if c.align == "center" else self.text for c in table.columns]
        for number, row in enumerate(table.rows, start=3):
            for place, value in enumerate(row):
                sheet.write_string(number, place, value, formats[place])

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
