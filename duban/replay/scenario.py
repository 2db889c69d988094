"""A scenario: a policy, a calendar, contacts, notices, a story; read from JSON and checked."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

from pydantic import AliasChoices, Field, ValidationError

from duban.replay.errors import ScenarioInvalid
from duban.replay.events import Event, Robot
from duban.replay.inline import InlineNotice
from duban.replay.values import Day, End, Post, Strict
from rules.audiences import Audience

KINDS = Literal[
    "dispatch", "reminder", "urge_1", "urge_2", "notice_of_supervision", "bulletin_draft",
    "talk_draft", "accountability_draft", "bulletin", "talk", "accountability", "receipt",
    "report", "alarm",
]  # fmt: skip


class ContactGiven(Strict):
    """Who holds a post, and how they are reached."""

    department: str = ""
    role: Post = Field(
        default="liaison", validation_alias=AliasChoices("role", "audience", "post"),
        validate_default=True,
    )  # fmt: skip
    name: str = ""
    email: str | None = None
    address: str | None = Field(default=None, validation_alias=AliasChoices("address", "url"))
    channel: Robot | None = None
    phone: str = ""
    absent_until: Day | None = None
    deputy: str | None = None


class DepartmentGiven(Strict):
    """A department that needs more than its name: other names, a level, a successor."""

    name: str
    short_name: str = ""
    aliases: list[str] = Field(default=[])
    level: Literal["province", "city", "county", "central", "enterprise", "other"] = "city"
    kind: str = "department"
    place: str | None = None
    successor: str | None = None
    succeeded_on: Day | None = None


class CalendarGiven(Strict):
    """Days over the published table, and where that table is to end."""

    days: dict[str, str | bool] = Field(default={})
    off: list[Day] = Field(
        default=[], validation_alias=AliasChoices("off", "holidays"), description="days off"
    )
    work: list[Day] = Field(
        default=[], validation_alias=AliasChoices("work", "workdays"), description="days at work"
    )
    published_through: int | None = Field(
        default=None, description="later years are not published until `calendar_edit` says so"
    )


class OfficeGiven(Strict):
    """Who coordinates; it changes words, never days."""

    name: str = "统筹办公室"
    standing: Literal["督查机构", "受指定部门", "牵头协调部门"] = "牵头协调部门"
    place: str = ""


class ExpectedRow(Strict):
    """One row of the answer."""

    on: Day
    kind: str = Field(description="a kind of the contract, or the name of an office's own rung")
    department: str
    audience: Audience
    tasks: list[str]
    channel: str


class Scenario(Strict):
    """Everything a replay needs."""

    title: str = Field(default="", validation_alias=AliasChoices("title", "name"))
    comment: str | list[str] = ""
    policy: str | dict[str, Any] = "常规"
    calendar: CalendarGiven | dict[str, str | bool] = Field(default={})
    office: OfficeGiven = OfficeGiven()
    departments: list[DepartmentGiven] = Field(default=[])
    collectives: dict[str, list[str]] = Field(
        default={}, description="name as printed → its members, in their order"
    )
    contacts: list[ContactGiven] | None = Field(
        default=None, description="left out: every post of every department has a mail address"
    )
    notice: str | InlineNotice | None = Field(
        default=None, description="a file beside the scenario, or the reading itself"
    )
    notices: list[str | InlineNotice] = Field(default=[], description="instead of `notice`")
    events: list[Event]
    until: End
    expected: list[ExpectedRow] | None = Field(
        default=None, validation_alias=AliasChoices("expected", "expect")
    )

    @property
    def documents(self) -> list[str | InlineNotice]:
        """The notices, whichever way they were given."""
        return [self.notice] if self.notice is not None else self.notices


def read_scenario(path: Path) -> Scenario:
    """Read a scenario's file; raise `ScenarioInvalid` with the place of what is wrong."""
    try:
        data = json.loads(path.read_text("utf-8-sig"))
    except UnicodeDecodeError:
        raise ScenarioInvalid(path.name, "is not UTF-8") from None
    except json.JSONDecodeError as error:
        place = f"{path.name}, line {error.lineno}"
        raise ScenarioInvalid(place, f"is not JSON: {error.msg}") from None
    return check_scenario(data)


def check_scenario(data: Any) -> Scenario:
    """Return the scenario that `data` describes, or raise `ScenarioInvalid`."""
    try:
        scenario = Scenario.model_validate(data)
    except ValidationError as error:
        first = _most_telling(error)
        raise ScenarioInvalid(_place(first["loc"], data), _reason(first)) from None
    if not scenario.documents:
        raise ScenarioInvalid("notice", "is missing: a file name, or a reading")
    if scenario.notice is not None and scenario.notices:
        raise ScenarioInvalid("notices", "give either `notice` or `notices`")
    return scenario


def scenario_schema() -> dict[str, Any]:
    """Return the JSON schema of a scenario, as `docs/replay.schema.json` keeps it."""
    return Scenario.model_json_schema(by_alias=False)


def _most_telling(error: ValidationError) -> Any:
    """Of the ways in which a value fits no form, tell the one that went deepest."""
    return max(error.errors(), key=lambda found: len(found["loc"]))


def _place(location: Sequence[int | str], data: Any) -> str:
    """Return `events[3].task`: only the parts that are in the data, without names of forms."""
    place, here = "", data
    for part in location:
        if isinstance(part, int):
            place, here = f"{place}[{part}]", here[part] if _has(here, part) else None
        elif isinstance(here, dict) and (part in here or part is location[-1]):
            place, here = f"{place}.{part}", here.get(part)
    return place.lstrip(".") or "scenario"


def _has(here: Any, part: int) -> bool:
    return isinstance(here, list) and part < len(here)


def _reason(found: Any) -> str:
    if found["type"] == "extra_forbidden":
        return "unknown key"
    if found["type"] == "union_tag_invalid":
        known = found["ctx"]["expected_tags"].replace("'", "")
        return f"unknown kind {found['ctx']['tag']!r}: must be one of {known}"
    return str(found["msg"])
