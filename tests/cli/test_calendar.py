"""The calendar and the policy file, as an office changes them at the keyboard."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from runtime.policies import built_in_text
from tests.cli.conftest import OFFICE, command_on

Command = Callable[..., str]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where an empty folder is made, once."""
    return tmp_path_factory.mktemp("calendar") / "made"


@pytest.fixture
def duban(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Command:
    """Run `duban …` on a folder of the test's own; return what it printed, errors included."""
    if not made.exists():
        command_on(made, monkeypatch, capfd)(
            "init", "--demo", *OFFICE, "--clock", "2031-09-22T09:00"
        )
    shutil.copytree(made, tmp_path / "home")
    run = command_on(tmp_path / "home", monkeypatch, capfd)

    def both(*words: object, fails: bool = False) -> str:
        said = run(*words, fails=fails)
        return said.stdout + said.stderr

    return both


def test_a_year_is_shown_with_its_marks(duban: Command) -> None:
    page = duban("calendar", "show", 2024)
    assert "2024年　工作日 251 天" in page
    assert "29班" in page
    assert "10月1日—10月7日　休 国庆节" in page
    assert max(len(line) for line in page.splitlines()) <= 80
    data = json.loads(duban("calendar", "show", 2024, "--json"))
    assert data["published"] is True
    assert len(data["days"]) == 366
    assert data["working_days"] == 251
    assert "放假安排尚未公布" in duban("calendar", "show", 2031)


def test_a_table_is_shown_before_it_is_written_and_refused_with_its_line(
    duban: Command, tmp_path: Path
) -> None:
    table = tmp_path / "2031.csv"
    table.write_text(
        "日期,结束,类型,名称\n2031-10-01,2031-10-08,休,国庆节\n2031-09-28,,班,\n", "utf-8"
    )
    tried = json.loads(duban("calendar", "import", table, "--json"))
    assert (tried["applied"], len(tried["days"])) == (False, 7)  # 4 and 5 October are a weekend
    assert "工作日 261 天" in duban("calendar", "show", 2031)

    said = duban("calendar", "import", table, "--whole-year", "--yes")
    assert "2031年放假安排自此为已公布" in said
    page = duban("calendar", "show", 2031)
    assert "尚未公布" not in page
    assert "28班*" in page
    assert "与现有日历相同" in duban("calendar", "import", table, "--yes")

    table.write_text("日期,类型\n2031-10-01,休\n2031-10-01,班\n", "utf-8")
    assert "第3行：2031-10-01 自相矛盾" in duban("calendar", "import", table, "--yes", fails=True)


def test_a_day_is_set_and_given_back(duban: Command) -> None:
    assert "重新安排了 0 项期限" in duban(
        "calendar", "set", "2031-10-01..2031-10-03", "休", "--name", "国庆节", "--yes"
    )
    assert "1休*" in duban("calendar", "show", 2031)
    duban("calendar", "clear", "2031-10-01", "--yes")
    assert "10月2日—10月3日　休 国庆节" in duban("calendar", "show", 2031)


def test_a_policy_file_is_checked_compared_and_applied(duban: Command, tmp_path: Path) -> None:
    file = tmp_path / "new.toml"
    file.write_text(built_in_text().replace("plan_within = 10", "plan_within = -1"), "utf-8")
    said = duban("policy", "check", file, fails=True)
    assert "plan_within 须是 0 到 400 的整数" in said
    assert "文件第" in said
    told = json.loads(duban("policy", "check", file, "--json", fails=True))
    assert (told["ok"], told["key"]) == (False, "plan_within")

    file.write_text(built_in_text().replace("plan_within = 10", "plan_within = 12"), "utf-8")
    assert "可以使用：常规、紧急" in duban("policy", "check", file)
    assert "plan_within" in duban("policy", "diff", file)
    assert "已启用" in duban("policy", "apply", file, "--yes", "--by", "王主任")
    assert json.loads(duban("policy", "diff", file, "--json"))["settings"] == []
