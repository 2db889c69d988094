"""A Report as one page: no request to anywhere, printable, every figure leads to its task."""

from dataclasses import dataclass

from markupsafe import Markup, escape

from reports.blocks import Annex, Block, Heading, Table
from reports.charts import COLOURS
from reports.prose import document
from reports.references import pieces
from reports.report import Report
from reports.words import LIGHTS, numeral, percent_words
from templates import render

MARKUP = {
    "text": Markup("{}"),
    "note": Markup('<small class="source">{}</small>'),
    "mark": Markup('<sup class="source" title="进展反馈或指标读数的编号">{}</sup>'),
}


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a chart drawn with CSS."""

    name: str
    share: float  # percent of the widest
    words: str
    colour: str


def render_html(report: Report) -> bytes:
    """Return the report as a self-contained page."""
    content = document(report)
    links = Links(report)
    page = render(
        "reports/report.html",
        report=report,
        content=content,
        blocks=[(type(block).__name__, block) for block in content.blocks],
        contents=_contents(content.blocks),
        linked=links.linked,
        task_url=links.task_url,
        bars={"lights": _lights(report), "targets": _targets(report)},
        tints=COLOURS,
        rows_of=rows_of,
        numeral=numeral,
    )
    return page.encode()


@dataclass(frozen=True, slots=True)
class Links:
    """Where things said in the report can be looked up."""

    report: Report

    def task_url(self, task_id: int) -> str:
        """Return the address of a task's page."""
        return f"{self.report.office_url}/tasks/{task_id}"

    def linked(self, text: str) -> Markup:
        """Return text as HTML; references are small, or raised with their number."""
        if "[" not in text:
            return escape(text)
        return Markup("").join(MARKUP[kind].format(part) for kind, part in pieces(text))


def rows_of(table: Table) -> list[tuple[tuple[str, ...], int | None, str]]:
    """Return each row with the task it is about and its light, where it has them."""
    ids = table.task_ids or (None,) * len(table.rows)
    colours = table.colours or ("",) * len(table.rows)
    return list(zip(table.rows, ids, colours, strict=True))


def _contents(blocks: tuple[Block, ...]) -> list[tuple[str, str]]:
    """Return (anchor, title) of each chapter and annex."""
    titles = []
    for block in blocks:
        match block:
            case Heading(level=1, text=text):
                titles.append(text)
            case Annex(number=number, title=title):
                titles.append(f"附件{number} {title}")
    return [(f"h{number}", title) for number, title in enumerate(titles, start=1)]


def _lights(report: Report) -> list[Bar]:
    counts = {colour: report.figure(name) for colour, name in LIGHTS.items()}
    most = max([*counts.values(), 1])
    return [
        Bar(LIGHTS[colour], 100 * count / most, f"{count}项", COLOURS[colour])
        for colour, count in counts.items()
    ]


def _targets(report: Report) -> list[Bar]:
    return [
        Bar(
            target.indicator,
            min(target.completion, 100.0),
            percent_words(target.completion),
            COLOURS["green"] if target.reached else COLOURS["grey"],
        )
        for target in report.targets
        if target.completion is not None
    ]
