"""A Report as PDF, set by typst from the blocks of the .docx: same report, same bytes."""

import json
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import typst

from reports.blocks import (
    Annex,
    Block,
    Document,
    Paragraph,
    Picture,
    Signature,
    Table,
)
from reports.charts import draw
from reports.docx import TITLE_CHARACTERS
from reports.fonts import ChineseFonts, find_fonts
from reports.json_form import plain
from reports.prose import document
from reports.references import pieces
from reports.report import Report
from reports.words import title_lines
from rules.wording import chinese_date

OFFICE_TITLE_FONTS = {"FZXiaoBiaoSong-B05S", "方正小标宋简体"}  # heavy already


def render_pdf(report: Report) -> bytes:
    """Return the report as PDF, or raise `FontsMissing`."""
    fonts = find_fonts()
    content = document(report)
    sections = dict(_sections(content))
    inputs = {name: _json(section) for name, section in sections.items()}
    inputs["data"] = _json(_facts(report, content, fonts) | {"sections": list(sections)})
    for block in content.blocks:
        if isinstance(block, Picture):
            inputs[f"chart-{block.name}"] = draw(report, block.name, "svg").decode()
    compiler = typst.Compiler(
        files("templates").joinpath("reports/report.typ").read_bytes(),
        font_paths=fonts.fonts,
        ignore_system_fonts=True,
        sys_inputs=inputs,
    )
    moment = report.as_of.replace(microsecond=0)  # typst refuses fractions of a second
    pdf = compiler.compile(format="pdf", timestamp=moment, pdf_tags=False)
    if not isinstance(pdf, bytes):
        raise TypeError(f"typst gave {type(pdf).__name__} instead of one file")
    return pdf


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _facts(report: Report, content: Document, fonts: ChineseFonts) -> dict[str, Any]:
    heavy = fonts.title[0] in OFFICE_TITLE_FONTS
    return {
        "title": content.title,
        "lines": title_lines(content.title, TITLE_CHARACTERS),
        "mark": content.mark,
        "addressee": content.addressee,
        "author": report.office,
        "day": [report.as_of_day.year, report.as_of_day.month, report.as_of_day.day],
        "fonts": {
            "body": fonts.body,
            "title": fonts.title,
            "kai": fonts.kai,
            "hei": fonts.hei,
            "song": fonts.song,
            "title_weight": "regular" if heavy else "bold",
        },
    }


def _sections(content: Document) -> Iterator[tuple[str, dict[str, Any]]]:
    """Split at each annex: it begins on a new page, which may lie on its side."""
    number, landscape, blocks = 0, False, list[dict[str, Any]]()
    for block in content.blocks:
        if isinstance(block, Annex):
            yield f"section-{number}", {"landscape": landscape, "blocks": blocks}
            number, landscape, blocks = number + 1, block.landscape, []
        blocks.append(_data(block))
    yield f"section-{number}", {"landscape": landscape, "blocks": blocks}


def _data(block: Block) -> dict[str, Any]:
    match block:
        case Table():
            data = _table(block)
        case Paragraph():
            data = {"lead_in": block.lead_in, "parts": _parts(block.text)}
            data["indented"] = block.indented
        case Signature():
            data = {"name": block.name, "day": chinese_date(block.day)}
        case _:
            data = plain(block)
    return data | {"kind": type(block).__name__}


def _table(block: Table) -> dict[str, Any]:
    return {
        "caption": block.caption,
        "size": block.size,
        "titles": [column.title for column in block.columns],
        "widths": [column.width for column in block.columns],
        "aligns": [column.align for column in block.columns],
        "colours": block.colours,
        "small": block.is_small,
        "cells": [_cell(cell) for row in block.rows for cell in row],
    }


def _cell(text: str) -> str | list[list[str]]:
    return _parts(text) if "[" in text else text


def _parts(text: str) -> list[list[str]]:
    """Return the text in pieces, each with its kind: text, note or mark."""
    return [[kind, part] for kind, part in pieces(text)]
