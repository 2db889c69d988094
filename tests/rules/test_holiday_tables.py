"""A table of holidays in four formats; what is wrong is told with its line."""

from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.errors import CalendarInvalid
from rules.holiday_tables import parse_table, whole_years

CSV = """日期,结束,类型,名称
2027-01-01,2027-01-03,休,元旦
2027/2/6,2027年2月12日,放假,春节
20270214,,班,春节
"""
TOML = """[days]
2027-01-01 = "休"
2027-01-02 = "off"
2027-02-14 = "班"
"""
JSON = """{"year": 2027, "days": [
  {"name": "元旦", "date": "2027-01-01", "isOffDay": true},
  {"name": "元旦", "date": "2027-01-02", "isOffDay": true},
  {"name": "春节", "date": "2027-02-14", "isOffDay": false}
]}"""
ICS = """BEGIN:VCALENDAR
BEGIN:VEVENT
DTSTART;VALUE=DATE:20270101
DTEND;VALUE=DATE:20270103
SUMMARY:元旦（休）
END:VEVENT
BEGIN:VEVENT
DTSTART;VALUE=DATE:20270214
SUMMARY:春节 补班
END:VEVENT
END:VCALENDAR
"""


@pytest.mark.parametrize(("text", "name"), [(TOML, "a.toml"), (JSON, "a.json"), (ICS, "a.ics")])
def test_each_format_says_the_same_days(text: str, name: str) -> None:
    assert [(one.day, one.working) for one in parse_table(text.encode(), name)] == [
        (date(2027, 1, 1), False), (date(2027, 1, 2), False), (date(2027, 2, 14), True),
    ]  # fmt: skip


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_spreadsheet_s_table_may_have_spans_and_any_way_to_write_a_day(encoding: str) -> None:
    days = parse_table(CSV.encode(encoding), "放假.CSV")
    assert len(days) == 3 + 7 + 1
    assert (days[3].day, days[3].name, days[3].line) == (date(2027, 2, 6), "春节", 3)
    assert days[-1].working


@pytest.mark.parametrize(
    ("text", "name", "line", "says"),
    [
        ("日期,类型\n2027-02-30,休\n", "a.csv", 2, "不是日期"),
        ("日期,类型\n2027-01-01,或许\n", "a.csv", 2, "既不是休也不是班"),
        ("日期,类型\n2027-01-01,休\n\n2027-01-01,班\n", "a.csv", 4, "第2行写休，这里写班"),
        ("日期,结束,类型\n2027-01-03,2027-01-01,休\n", "a.csv", 2, "不是一段假期"),
        ("日期,结束,类型\n2027-01-01,2028-01-01,休\n", "a.csv", 2, "不是一段假期"),
        ("日期,类型\n1027-01-01,休\n", "a.csv", 2, "1990 年到 2100 年"),
        ("day,what\n2027-01-01,休\n", "a.csv", 1, "第一行须有"),
        ("2027-01-01 = \n", "a.toml", 1, "不是有效的 TOML"),
        ('{"2027-01-01": "休",\n}', "a.json", 2, "不是有效的 JSON"),
        ('{\n"2027-01-01": "休",\n"2027-01-02": "?"}', "a.json", 3, "既不是休也不是班"),
        ("BEGIN:VEVENT\nDTSTART:20270101\nSUMMARY:元旦\nEND:VEVENT\n", "a.ics", 1, "没有写明"),
        ('{"days": []}', "a.json", 0, "没有一天"),
        ("", "a.pdf", 0, "请用 csv、toml、json 或 ics"),
    ],
)
def test_a_spoilt_table_says_where(text: str, name: str, line: int, says: str) -> None:
    with pytest.raises(CalendarInvalid, match=says) as refused:
        parse_table(text.encode(), name)
    assert refused.value.line == line


@given(st.binary(max_size=300), st.sampled_from(["a.csv", "a.toml", "a.json", "a.ics"]))
def test_no_bytes_do_more_than_be_refused(content: bytes, name: str) -> None:
    with suppress(CalendarInvalid):
        assert parse_table(content, name)


def test_a_whole_year_is_told_from_single_days() -> None:
    holidays = [date(2027, 1, 1) + timedelta(step) for step in range(3)]
    holidays += [date(2027, 10, 1) + timedelta(step) for step in range(8)]
    text = "日期,类型\n" + "".join(f"{day},休\n" for day in holidays)
    assert whole_years(parse_table(text.encode(), "a.csv")) == [2027]
    assert whole_years(parse_table(CSV.encode(), "a.csv")) == []
