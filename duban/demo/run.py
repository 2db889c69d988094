"""`duban demo`: sets up, drives the year, says what happened, and goes on serving if watched."""

import signal
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from duban.demo.browser import Browser
from duban.demo.commands import CommandFailed, Duban
from duban.demo.days import ZONE, Agenda, Deed, morning
from duban.demo.office import Leader, Office
from duban.demo.post_office import PostOffice
from duban.demo.screen import (
    Screen,
    console,
    open_screen,
    print_files,
    print_links,
    print_summary,
)
from duban.demo.setting_up import (
    Material,
    clear,
    connect,
    gather,
    make_folder,
    read_notice,
    serve_and_fill,
)
from duban.demo.story import Story
from duban.demo.webhook import Hook
from duban.demo.world import World

UNKNOWN_UNITS = {"市数据资源局": "市政务服务和数据管理局"}  # what the office knows of our sample
SET_UP_STEPS = 7
DRAFTING = ("escalate_slow_tasks", "compile_reports")  # flows that may leave drafts


def run_demo(file: Path | None, *, folder: Path, serve_after: bool | None = None) -> int:
    """Drive one year of a notice; return the exit code."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # stopped from outside: tidy up too
    stay = sys.stdin.isatty() and sys.stdout.isatty() if serve_after is None else serve_after
    duban = Duban(folder.absolute())
    post = PostOffice()
    code = 0
    try:
        _drive(duban, post, gather(file))
        if stay:
            _wait_for_ctrl_c()
    except KeyboardInterrupt:
        console.print("\n正在停止服务……  stopping the server")
        code = 0 if stay else 130
    except CommandFailed as error:
        console.print(f"[red]✗[/red] {error}")
        code = 1
    finally:
        duban.stop()
        post.close()
    if code != 1:
        console.print("已停止，没有留下运行中的程序。  stopped, nothing is left running")
        console.print(
            "以上链接在服务运行时可以打开；再看  to look again："
            f"DUBAN_HOME={duban.home} .venv/bin/duban serve --port {duban.port}"
        )
    return code


@dataclass(slots=True)
class Stage:
    """Everything that is set up when the year begins."""

    duban: Duban
    post: PostOffice
    world: World
    story: Story
    screen: Screen
    notice: dict[str, Any]
    engine_seconds: float = 0.0  # spent by duban while the clock moved


def _drive(duban: Duban, post: PostOffice, material: Material) -> None:
    began = time.monotonic()
    with open_screen(SET_UP_STEPS + 40) as screen:
        stage = _set_up(duban, post, material, screen)
        stops = _live_through(stage)
        screen.step("收尾 finishing")
        links = _finish(stage)
    print_summary(stage.world, stops=stops, seconds=time.monotonic() - began)
    print_files(_files(duban.home), duban.home)
    print_links(links)


def _set_up(duban: Duban, post: PostOffice, material: Material, screen: Screen) -> Stage:
    screen.step("读取来文 reading the notice")
    clear(duban.home)
    duban.home.mkdir(parents=True)
    reading = read_notice(duban, material)
    screen.step("建立演示目录 making the folder")
    passwords = make_folder(duban, material, reading)
    post.open()
    connect(duban, post)
    screen.step("启动服务、导入名册 starting the server, loading the register")
    serving, people = serve_and_fill(duban, material, reading)
    screen.step("导入来文 importing the notice")
    notice = duban.ask("import", str(material.notice))
    if not any(task["leads"] for one in reading["measures"] for task in one["tasks"]):
        raise CommandFailed(
            f"{material.notice} 里没有读出写明责任单位的措施，无法演示。\n"
            f"请先用 duban read {material.notice} 查看读出了什么。"
        )
    _tell_reading(screen, notice, reading)
    issued = date.fromisoformat(reading["issued_on"] or "2024-01-22")
    agenda = Agenda(issued.replace(year=issued.year + 1, day=min(issued.day, 28)))
    world = World(
        agenda=agenda,
        now=datetime(issued.year, issued.month, issued.day, 9, tzinfo=ZONE),
        mail_port=serving["inbound_smtp_port"],
        browser=Browser(serving["url"]),
        tell=screen.tell,
    )
    world.tally["measures"] = int(notice["measures"])
    desks = {
        name: Browser(serving["url"], username=name, password=passwords[name])
        for name in ("office", "leader")
    }
    page = f"/notices/{notice['id']}"
    office = Office(desks["office"], page, dict(UNKNOWN_UNITS))

    def make_hook(department: str) -> Hook:
        return Hook(**duban.ask("departments", "key", department))

    story = Story(world, office, Leader(desks["leader"]), people, make_hook)
    return Stage(duban, post, world, story, screen, notice)


def _tell_reading(screen: Screen, notice: dict[str, Any], reading: dict[str, Any]) -> None:
    screen.tell(f"[bold]{notice['title']}[/bold]（{notice['doc_number'] or '无文号'}）")
    screen.tell(
        f"  读出 {notice['measures']} 条措施、{notice['targets']} 个指标、"
        f"{notice['duties']} 项报送要求、{len(reading['doubts'])} 处可疑文字；"
        f"待确认疑点 {notice['doubts']} 个"
    )


def _live_through(stage: Stage) -> int:
    """Confirm, then stop on every day on which something happens; return the number of stops."""
    world, story = stage.world, stage.story
    stage.screen.step("确认、交办 confirming and dispatching")
    story.open_the_year(no_duty=not stage.notice["duties"])
    stops = 0
    while stop := world.agenda.next_stop():
        day, deeds = stop
        _stop(stage, morning(day), deeds)
        stops += 1
        if day in world.agenda.closing_days:  # the report of the day is compiled in the afternoon
            _stop(stage, morning(day, hour=18), [])
            world.agenda.left -= 1
            stops += 1
        stage.screen.expect(len(world.agenda.days()) + 1)
        stage.screen.step(f"{day}　已收发 {len(stage.post.letters)} 封")
    return stops


def _stop(stage: Stage, moment: datetime, deeds: Sequence[Deed]) -> None:
    """Move the clock, let the departments read their mail, and do what is to be done that day."""
    stage.world.now = moment
    answer = stage.duban.move_clock(moment.isoformat())
    stage.engine_seconds += answer["seconds"]
    _tell_failures(stage.screen, moment.date(), answer["ran"])
    drafted = any(run["flow"] in DRAFTING and run["done"] for run in answer["ran"])
    stage.story.react(stage.post.take_new(), drafted=drafted)
    for deed in deeds:
        deed()


def _tell_failures(screen: Screen, day: date, ran: Sequence[dict[str, Any]]) -> None:
    for run in ran:
        for what, why in run["failures"].items():
            screen.tell(f"[yellow]  {day}：{run['flow']} {what}：{why}[/yellow]")


def _finish(stage: Stage) -> list[tuple[str, str]]:
    """Take the report and the ledger out, verify the log, and make the links to look around."""
    duban, reports = stage.duban, stage.duban.home / "reports"
    reports.mkdir(exist_ok=True)
    with ThreadPoolExecutor(max_workers=3) as several:  # each is a process of its own
        kept = several.submit(duban.ask, "report", "list")
        some = list(stage.story.departments)[:1]
        links = [several.submit(duban.ask, "links", *who) for who in ([], *([one] for one in some))]
        jobs = [
            several.submit(duban.run, "audit", "verify"),
            several.submit(duban.run, "ledger", "export", str(reports / "台账.xlsx")),
        ]
        for row in kept.result():
            jobs.append(several.submit(duban.run, "report", "save", str(row["id"]), str(reports)))
            stage.world.tally["reports"] += 1
        for job in jobs:
            job.result()  # raises what went wrong
        return [(row["who"], row["url"]) for one in links for row in one.result()]


def _files(home: Path) -> Sequence[Path]:
    return sorted((home / "reports").glob("*"))


def _wait_for_ctrl_c() -> None:
    console.print("\n服务仍在运行，按 Ctrl-C 结束。 still serving; Ctrl-C stops everything.")
    while True:
        time.sleep(3600)
