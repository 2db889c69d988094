"""How a made-up story begins: a notice of three measures, its owners, days, duties and policy."""

from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from duban.replay.timeline import DAILY

UNITS = ("市甲局", "市乙局", "市丙局", "市丁局")
TASKS = ("1", "2", "3.1", "3.2")
POSTS = ("liaison", "supervising_leader", "principal_leader")
POLICIES: tuple[str | dict[str, Any], ...] = (
    "常规", "紧急",
    {"remind_before": [5, 1], "opens_before": 5, "ladder": {"urge_2": 2}},
    {"ladder": [{"name": "urge_1", "after": 2, "cc": "supervising_leader"},
                {"name": "bulletin", "after": 4}]},
)  # fmt: skip
DUTIES = (None, ("monthly", "25"), ("quarterly", "10"), ("annual", "12-10"), ("annual", "09-30"))


units, posts = st.sampled_from(UNITS), st.sampled_from(POSTS)
some_units = st.lists(units, min_size=1, max_size=2, unique=True)
some_tasks = st.none() | st.lists(st.sampled_from(TASKS), min_size=1, max_size=2, unique=True)
days = st.sampled_from((0, 0, 1, 1, 1, 2, 2, 3, 5, 9))
flows = st.sampled_from(DAILY)


def _clause(draw: Any, begin: date) -> dict[str, Any]:
    leads = draw(some_units)
    clause: dict[str, Any] = {
        "leads": leads,
        "supports": [unit for unit in draw(st.lists(units, max_size=2, unique=True))
                     if unit not in leads],
        "lead_implied": draw(st.booleans()),
    }  # fmt: skip
    if draw(st.booleans()):
        clause["deadline"] = str(begin + timedelta(days=draw(st.integers(8, 150))))
    if draw(st.integers(0, 3)) == 0:
        due_on = str(begin + timedelta(days=draw(st.integers(8, 90))))
        clause["milestones"] = [{"due_on": due_on, "percent": 50}]
    return clause


@st.composite
def openings(draw: Any) -> dict[str, Any]:
    """A scenario without a story: a notice of three measures, and what it orders."""
    begin = date(2024, 1, 4) + timedelta(days=draw(st.integers(0, 600)))
    duty = draw(st.sampled_from(DUTIES))
    clauses = [_clause(draw, begin) for _ in TASKS]
    measures = [
        {"text": "措施一", **clauses[0]},
        {"text": "措施二", **clauses[1]},
        {"text": "措施三", "tasks": clauses[2:]},
    ]
    owner = measures[0]["leads"][0]
    target = {"indicator": "数量", "value": 100, "unit": "家", "by": f"{begin.year}-12-31",
              "task": "1", "owner": owner}  # fmt: skip
    return {
        "policy": draw(st.sampled_from(POLICIES)),
        "calendar": {"published_through": draw(st.sampled_from((2024, 2025, 2026)))},
        "notice": {
            "issued_on": str(begin), "place": "岚川市", "measures": measures,
            "targets": [target] if draw(st.booleans()) else [],
            "reporting": [{"frequency": duty[0], "due": duty[1]}] if duty else [],
        },
        "events": [{"at": str(begin), "kind": "restart"}],
        "until": str(begin),
    }  # fmt: skip
