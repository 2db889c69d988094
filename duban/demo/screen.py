"""What the person at the terminal sees: a progress bar with named steps, and the end of it all."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Table

from duban.demo.world import World

console = Console(highlight=False, soft_wrap=True)


class Screen:
    """A bar and the lines above it."""

    def __init__(self, progress: Progress, bar: TaskID) -> None:
        self._progress = progress
        self._bar = bar

    def tell(self, line: str) -> None:
        """Print one line above the bar."""
        self._progress.console.print(line)

    def step(self, what: str) -> None:
        """Say what is going on, and move on by one."""
        bar = self._progress.tasks[0]
        reached = bar.completed + 1  # a day may turn up that nobody foresaw
        total = max(bar.total or 0, reached)
        self._progress.update(self._bar, completed=reached, total=total, description=what)

    def expect(self, more: int) -> None:
        """Say how many steps are still to come."""
        done = self._progress.tasks[0].completed
        self._progress.update(self._bar, total=done + more)


@contextmanager
def open_screen(steps: int) -> Iterator[Screen]:
    """Show the bar while the demo runs; without a terminal only the lines are printed."""
    columns = (
        BarColumn(bar_width=28),
        TextColumn("{task.completed:.0f}/{task.total:.0f}"),
        TimeElapsedColumn(),
        TextColumn("{task.description}"),
    )
    with Progress(*columns, console=console, transient=True) as progress:
        yield Screen(progress, progress.add_task("", total=steps))


LINES = (
    ("measures", "措施 measures read"),
    ("dispatched", "交办 messages, one a department"),
    ("acknowledged", "签收 acknowledged"),
    ("reassigned", "异议后改派 objections reassigned"),
    ("letter:reminder", "提醒 reminders, merged"),
    ("letter:urge", "催办 urges"),
    ("letter:notice_of_supervision", "督办通知单 notices of supervision"),
    ("drafts accepted", "通报 approved by the leader"),
    ("drafts refused", "约谈等 refused by the leader"),
    ("accounts", "填报 accounts of progress given"),
    ("values", "指标完成值 values of targets given"),
    ("webhook calls", "接口报送 signed webhook calls"),
    ("letter:receipt", "回执 echo receipts"),
    ("plans accepted", "实施方案 plans that became milestones"),
    ("extensions granted", "延期 extensions granted"),
    ("sent back", "退回 sent back"),
    ("closed", "销号 closed"),
    ("reports", "总结报告 reports compiled"),
)


def print_summary(world: World, *, stops: int, seconds: float) -> None:
    """Print what happened in the year."""
    table = Table(
        title=f"这一年发生了什么  one year, {stops} stops, {seconds:.0f} s", title_justify="left"
    )
    table.add_column("事项 what")
    table.add_column("数量 how many", justify="right")
    for name, label in LINES:
        if world.tally[name]:
            table.add_row(label, str(world.tally[name]))
    console.print(table)


def print_files(files: Sequence[Path], home: Path) -> None:
    """Print where the files are."""
    console.print(f"\n[bold]文件 files[/bold]（演示目录 {home}）")
    for path in files:
        console.print(f"  {path}  {path.stat().st_size // 1024 + 1} KB")


def print_links(links: Sequence[tuple[str, str]]) -> None:
    """Print the one-time links."""
    console.print("\n[bold]一次性链接 one-time links[/bold]")
    for who, url in links:
        console.print(f"  {who}  {url}")
