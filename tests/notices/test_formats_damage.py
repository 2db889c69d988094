"""Whatever the bytes are: a document comes back, or a refusal in words; nothing else."""

import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from notices import NoticeUnreadable
from notices.formats import open_document
from tests.notices.files import docx_of, html_of, markdown_of, pdf_of, xlsx_of

ROOT = Path(__file__).parents[2]
LINES = ["关于推进改造的通知", "各区：", "一、推进改造。（牵头单位：市财政局）", "2026年3月1日"]
ROWS = [("序号", "任务", "牵头单位"), ("1", "建园区", "市工信局")]


@cache
def whole(kind: str) -> bytes:
    return {
        "docx": lambda: docx_of(LINES, ROWS),
        "pdf": lambda: pdf_of(LINES),
        "html": lambda: html_of(LINES),
        "md": lambda: markdown_of(LINES),
        "xlsx": lambda: xlsx_of({"分工": ROWS}),
    }[kind]()


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    kind=st.sampled_from(["docx", "pdf", "html", "md", "xlsx"]),
    places=st.lists(st.tuples(st.floats(0, 1), st.binary(max_size=8), st.integers(0, 40))),
    cut=st.floats(0.3, 1),
)
def test_damage_of_any_kind_is_read_or_refused(
    kind: str, places: list[tuple[float, bytes, int]], cut: float
) -> None:
    content = bytearray(whole(kind))
    for share, new, length in places:
        at = int(share * len(content))
        content[at : at + length] = new
    try:
        document = open_document(bytes(content[: int(cut * len(content))]), f"notice.{kind}")
    except NoticeUnreadable:
        return
    for table in document.tables:
        for cell in table.cells:
            assert 0 <= cell.span.start <= cell.span.end <= len(document.text)


@pytest.mark.parametrize(
    "source",
    [
        "<div>" * 20_000 + "推进改造。",
        "<table><tr><td>" * 3_000 + "推进改造。",
        "<b>" * 50_000 + "推进改造。",
        "<p>推进码头改造，完善配套设施，提升服务水平，确保运行安全。</p>" * 5_000,
    ],
)
def test_pages_of_odd_shape_are_read_in_time(source: str) -> None:
    try:
        document = open_document(f"<html><body>{source}</body></html>".encode(), "page.html")
    except NoticeUnreadable:
        return
    assert "推进" in document.text


def test_a_text_is_read_without_the_libraries_of_other_formats() -> None:
    code = (
        "import sys, notices; notices.read(open('samples/linlan-2024-3.txt', 'rb').read(), 'a.txt')"
        "\nprint(*{name.split('.')[0] for name in sys.modules})"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    heavy = {"lxml", "docx", "pypdfium2", "markdown_it", "python_calamine"}
    assert not heavy & set(run.stdout.split())
