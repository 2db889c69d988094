"""All forms of one report."""

from collections.abc import Callable, Mapping, Sequence

from reports.report import Report
from rules.documents import DocumentFile
from rules.wording import chinese_date

MEDIA_TYPES: Mapping[str, str] = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "html": "text/html; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
FORBIDDEN_IN_NAMES = '\\/:*?"<>|'


def render_report(
    report: Report, formats: Sequence[str] = tuple(MEDIA_TYPES)
) -> list[DocumentFile]:
    """Return the report in each format, or raise `FontsMissing`.

    The libraries are loaded here, not at the top: a page that lists reports needs none of them.
    """
    renderers = _renderers()
    name = file_stem(report)
    return [
        DocumentFile(form, f"{name}.{form}", MEDIA_TYPES[form], renderers[form](report))
        for form in formats
    ]


def file_stem(report: Report) -> str:
    """Return a short name, such as 2024年度落实情况报告; one made on demand says its day."""
    name = f"{report.period_label}落实情况{report.document_kind}"
    if report.kind == "on_demand":
        name += f"（{chinese_date(report.as_of_day)}）"
    return "".join(letter for letter in name if letter not in FORBIDDEN_IN_NAMES)


def _renderers() -> dict[str, Callable[[Report], bytes]]:
    from reports.docx import render_docx
    from reports.html import render_html
    from reports.pdf import render_pdf
    from reports.xlsx import render_xlsx

    return {"docx": render_docx, "pdf": render_pdf, "html": render_html, "xlsx": render_xlsx}
