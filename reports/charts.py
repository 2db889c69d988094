"""Charts for documents: the lights, and how far each target has come."""

import io
from collections.abc import Sequence
from typing import Literal

from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.font_manager import FontPath, FontProperties

from reports.fonts import find_fonts
from reports.report import Report
from reports.words import LIGHTS, percent_words

COLOURS = {
    "green": "#2e8b57",
    "yellow": "#d9a400",
    "red": "#c0392b",
    "grey": "#9aa0a6",
    "blue": "#2f6fb0",
}
HATCHES = {"green": "", "yellow": "..", "red": "//", "grey": "", "blue": ""}  # for black and white
WIDTH_INCHES = 6.0
MANY_BARS = 10  # from here they are drawn thinner
MOST_BARS = 30
Format = Literal["png", "svg"]


def draw(report: Report, name: str, form: Format) -> bytes:
    """Return one chart as bytes: the same report gives the same bytes."""
    font = _font(len(LIGHTS) if name == "lights" else len(_bars(report)))
    with rc_context({"svg.hashsalt": "duban", "svg.fonttype": "path"}):
        figure = Figure(figsize=(WIDTH_INCHES, height_inches(report, name)), layout="constrained")
        axes = figure.subplots()
        _draw_lights(axes, report, font) if name == "lights" else _draw_targets(axes, report, font)
        return _saved(figure, form)


def height_inches(report: Report, name: str) -> float:
    """Return how tall a chart is drawn."""
    bars = len(LIGHTS) if name == "lights" else len(_bars(report))
    return 0.4 + (0.3 if bars <= MANY_BARS else 0.19) * bars


def _saved(figure: Figure, form: Format) -> bytes:
    stream = io.BytesIO()
    if form == "png":
        FigureCanvasAgg(figure)
        figure.savefig(stream, format="png", dpi=200, metadata={"Software": None})
    else:
        FigureCanvasSVG(figure)
        figure.savefig(stream, format="svg", metadata={"Date": None})
    return stream.getvalue()


def _font(bars: int) -> FontProperties:
    path, face = find_fonts().chart
    return FontProperties(fname=FontPath(path, face), size=10 if bars <= MANY_BARS else 8)


def _draw_lights(axes: Axes, report: Report, font: FontProperties) -> None:
    counts = [report.figure(name) for name in LIGHTS.values()]
    bars = axes.barh(list(range(len(counts))), counts, color=list(COLOURS.values()), height=0.62)
    for bar, colour in zip(bars, LIGHTS, strict=True):
        bar.set_hatch(HATCHES[colour])
        bar.set_edgecolor("white")
    _label(axes, list(LIGHTS.values()), [f"{count}项" for count in counts], font)
    axes.set_xlim(0, max([*counts, 1]) * 1.15)


def _draw_targets(axes: Axes, report: Report, font: FontProperties) -> None:
    bars = _bars(report)
    values = [value for _, value, _ in bars]
    colours = [COLOURS["green"] if reached else COLOURS["grey"] for *_, reached in bars]
    axes.barh(list(range(len(bars))), values, color=colours, height=0.62)
    axes.axvline(100, color="#444444", linewidth=0.8, linestyle="--")
    _label(axes, [name for name, *_ in bars], [percent_words(value) for value in values], font)
    axes.set_xlim(0, max([*values, 100]) * 1.15)


def _bars(report: Report) -> list[tuple[str, float, bool]]:
    """Return (indicator, percent, reached) of the targets with a value; the table has the rest."""
    known = [
        (target.indicator[:16], min(target.completion, 200.0), target.reached)
        for target in report.targets
        if target.completion is not None
    ]
    return known[:MOST_BARS]


def _label(axes: Axes, names: Sequence[str], ends: Sequence[str], font: FontProperties) -> None:
    axes.set_yticks(list(range(len(names))), list(names), fontproperties=font)
    for bar, end in zip(axes.patches, ends, strict=True):
        width = bar.get_width()  # type: ignore[attr-defined]
        middle = bar.get_y() + bar.get_height() / 2  # type: ignore[attr-defined]
        axes.annotate(
            end,
            (width, middle),
            (4, 0),
            textcoords="offset points",
            va="center",
            fontproperties=font,
            bbox={"boxstyle": "square,pad=0.1", "facecolor": "white", "edgecolor": "none"},
        )
    axes.invert_yaxis()
    axes.xaxis.set_visible(False)
    axes.spines[["top", "right", "bottom"]].set_visible(False)
