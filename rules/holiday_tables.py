"""Reading a table of holidays and make-up days (休、班) from csv, toml, json or ics."""

import csv
import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from rules.errors import CalendarInvalid

ONE_DAY = timedelta(days=1)
WORK_WORDS = {"班", "上班", "补班", "调休上班", "work", "workday", "working", "true", "1"}
OFF_WORDS = {"休", "放假", "休息", "假", "off", "holiday", "rest", "false", "0"}
DAY_WORDS = {"date", "day", "日期", "start", "from", "开始", "开始日期"}
UNTIL_WORDS = {"end", "until", "to", "结束", "结束日期"}
KIND_WORDS = {"type", "kind", "类型", "休班", "安排", "working", "is_working_day"}
NAME_WORDS = {"name", "名称", "节日", "说明"}
DAY = re.compile(r"(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})日?")
IN_BRACKETS = re.compile(r"[（(]([休班])[）)]|([休班])\s*$|(补班|上班|放假|休息)")
FIRST, LAST = date(1990, 1, 1), date(2100, 12, 31)
LONGEST = 31  # days of one entry


@dataclass(frozen=True, slots=True)
class TableDay:
    """One day of a table, and the line on which it stands."""

    day: date
    working: bool
    name: str = ""
    line: int = 0


def parse_table(content: bytes, filename: str) -> list[TableDay]:
    """Return the days of a table in their order; raise `CalendarInvalid` with the line.

    A table that calls one day both 休 and 班 is refused whole.
    """
    text = decoded(content)
    reader = READERS.get(filename.rpartition(".")[2].lower())
    if reader is None:
        raise CalendarInvalid(f"不认识 {filename}：请用 csv、toml、json 或 ics 文件")
    known: dict[date, TableDay] = {}
    for one in reader(text):
        if not FIRST <= one.day <= LAST:
            raise CalendarInvalid(f"{one.day} 不在 1990 年到 2100 年之间", one.line)
        before = known.setdefault(one.day, one)
        if before.working != one.working:
            other = f"第{before.line}行写{mark(before.working)}"
            raise CalendarInvalid(
                f"{one.day} 自相矛盾：{other}，这里写{mark(one.working)}", one.line
            )
    if not known:
        raise CalendarInvalid("表里没有一天")
    return sorted(known.values(), key=lambda one: one.day)


def whole_years(days: list[TableDay]) -> list[int]:
    """Return the years of which this looks like the whole table: 元旦, 国庆, eleven days off."""
    years = sorted({one.day.year for one in days})
    off = {one.day for one in days if not one.working}
    return [
        year
        for year in years
        if {date(year, 1, 1), date(year, 10, 1)} <= off
        and sum(day.year == year for day in off) >= 11
    ]


def mark(working: bool) -> str:
    """Return 班 or 休."""
    return "班" if working else "休"


def decoded(content: bytes) -> str:
    """Return the text of a table as an office saves it: UTF-8, or GB18030."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("gb18030", errors="replace")  # what spreadsheets save in China


def _day(value: object, line: int) -> date:
    found = DAY.fullmatch(str(value).strip())
    try:
        return date(*(int(part) for part in found.groups())) if found else _refuse_day(value, line)
    except ValueError:
        return _refuse_day(value, line)


def _refuse_day(value: object, line: int) -> date:
    raise CalendarInvalid(f"“{value}”不是日期，请写成 2027-01-01", line) from None


def _working(value: object, line: int) -> bool:
    word = str(value).strip().lower()
    if word not in WORK_WORDS | OFF_WORDS:
        raise CalendarInvalid(f"“{value}”既不是休也不是班", line)
    return word in WORK_WORDS


def _span(first: date, last: date, working: bool, name: str, line: int) -> Iterator[TableDay]:
    if last < first or (last - first).days >= LONGEST:
        raise CalendarInvalid(f"{first} 到 {last} 不是一段假期", line)
    for step in range((last - first).days + 1):
        yield TableDay(first + step * ONE_DAY, working, name, line)


def _csv(text: str) -> Iterator[TableDay]:
    rows = csv.reader(text.splitlines())
    header = [cell.strip().lower() for cell in next(rows, [])]
    columns = [_column(header, words) for words in (DAY_WORDS, KIND_WORDS, UNTIL_WORDS, NAME_WORDS)]
    day, kind, until, name = columns
    if day is None or kind is None:
        raise CalendarInvalid("第一行须有“日期”和“类型”（休、班）两列，可另有“结束”“名称”", 1)
    for cells in rows:
        if not any(cell.strip() for cell in cells):
            continue
        line = rows.line_num
        cells += [""] * (len(header) - len(cells))
        first = _day(cells[day], line)
        last = _day(cells[until], line) if until is not None and cells[until].strip() else first
        called = cells[name].strip() if name is not None else ""
        yield from _span(first, last, _working(cells[kind], line), called, line)


def _column(header: list[str], words: set[str]) -> int | None:
    return next((at for at, cell in enumerate(header) if cell in words), None)


def _toml(text: str) -> Iterator[TableDay]:
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+)", str(error))
        raise CalendarInvalid(
            f"不是有效的 TOML（{error}）", int(found[1]) if found else 0
        ) from None
    yield from _data(data, text)


def _json(text: str) -> Iterator[TableDay]:
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        raise CalendarInvalid(f"不是有效的 JSON（{error.msg}）", error.lineno) from None
    yield from _data(data, text)


def _data(data: object, text: str) -> Iterator[TableDay]:
    """Days as a mapping day → 休, or as a list of tables, alone or under `days`."""
    lines = _Lines(text)
    if isinstance(data, dict) and isinstance(data.get("days"), (list, dict)):
        data = data["days"]
    if isinstance(data, dict):
        for written, value in data.items():
            line = lines.of(written)
            yield TableDay(_day(written, line), _working(value, line), "", line)
        return
    if not isinstance(data, list):
        raise CalendarInvalid('须是 {"2027-01-01": "休"} 或一列 {"date", "type", "name"}')
    for row in data:
        if not isinstance(row, dict):
            raise CalendarInvalid(f"{row!r} 不是一天", lines.of(str(row)))
        yield from _row(row, lines)


def _row(row: Mapping[str, Any], lines: "_Lines") -> Iterator[TableDay]:
    written = next((row[key] for key in row if key.lower() in DAY_WORDS), None)
    if written is None:
        raise CalendarInvalid(f"缺少 date：{dict(row)}")
    line = lines.of(str(written))
    if "isOffDay" in row:  # as the tables that circulate have it
        working = not row["isOffDay"]
    else:
        kind = next((row[key] for key in row if key.lower() in KIND_WORDS), None)
        working = _working(kind, line)
    until = next((row[key] for key in row if key.lower() in UNTIL_WORDS), written)
    first, last = _day(written, line), _day(until, line)
    name = next((row[key] for key in row if key.lower() in NAME_WORDS), "")
    yield from _span(first, last, working, str(name), line)


class _Lines:
    """On which line something stands; what is looked for comes in the order of the text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.line = 1

    def of(self, written: str) -> int:
        found = self.text.find(written, self.at)
        if found < 0:
            return 0
        self.line += self.text.count("\n", self.at, found)
        self.at = found
        line = self.line
        self.at += len(written)
        return line


def _ics(text: str) -> Iterator[TableDay]:
    """Whole-day events whose summary says 休 or 班; the end day of an event is not part of it."""
    event: dict[str, str] = {}
    begins = 0
    for number, line in enumerate(text.splitlines(), 1):
        name, _, value = line.partition(":")
        name = name.partition(";")[0].upper()
        if name == "BEGIN" and value.strip() == "VEVENT":
            event, begins = {}, number
        elif name == "END" and value.strip() == "VEVENT":
            yield from _event(event, begins)
        elif name in ("DTSTART", "DTEND", "SUMMARY"):
            event[name] = value.strip()


def _event(event: Mapping[str, str], line: int) -> Iterator[TableDay]:
    summary = event.get("SUMMARY", "")
    said = IN_BRACKETS.search(summary)
    if said is None:
        raise CalendarInvalid(f"“{summary}”没有写明休还是班", line)
    first = _day(event.get("DTSTART", "")[:8], line)
    last = _day(event["DTEND"][:8], line) - ONE_DAY if "DTEND" in event else first
    working = next(filter(None, said.groups())) in ("班", "补班", "上班")
    yield from _span(first, max(first, last), working, summary, line)


READERS = {"csv": _csv, "toml": _toml, "json": _json, "ics": _ics}
