"""How the office may speak to a department: it depends on its standing and on who is addressed.

国令第733号 art. 7: only a body its government has named may carry out 督查, so a coordinating
department asks its peers. Central organs and other levels are asked by letter (函).
"""

from dataclasses import dataclass
from datetime import date

from rules.office import Standing

OWN_LEVELS = frozenset({"city", "county"})


@dataclass(frozen=True, slots=True)
class Wording:
    """The words that change with the relation."""

    you: str  # 你单位 | 贵单位
    ask: str  # 请 | 商请
    form: str  # 通知 | 函
    hand: str  # 交办 | 函告
    basis: str  # what the office acts on, before 《…》


def wording_for(standing: Standing, *, level: str, kind: str) -> Wording:
    """Return the words for one department, given its `level` and `kind` of the register."""
    coordinates = standing == "牵头协调部门"
    basis = "按照统筹协调职责，根据" if coordinates else "根据《政府督查工作条例》和"
    if kind == "central_vertical" or level not in OWN_LEVELS:
        return Wording("贵单位", "商请", "函", "函告", "根据")
    if coordinates:
        return Wording("贵单位", "请", "函", "交办", basis)
    return Wording("你单位", "请", "通知", "交办", basis)


def quoted(title: str) -> str:
    """Return “title”, with quotation marks inside it made single ones (GB/T 15834)."""
    inner = title.translate({ord("“"): "‘", ord("”"): "’"})
    return f"“{inner}”"


def chinese_date(day: date) -> str:
    """Return 2024年9月30日: Arabic digits, nothing padded (GB/T 9704)."""
    return f"{day.year}年{day.month}月{day.day}日"


def short_date(day: date, today: date) -> str:
    """Return 9月30日, with its year where that is not today's."""
    return f"{day.month}月{day.day}日" if day.year == today.year else chinese_date(day)
