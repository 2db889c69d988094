"""How fast files of each format become text: a PDF of 300 pages, with tables on every third.

python benchmarks/bench_formats.py
"""

import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from notices.formats import open_document
from tests.notices.files import docx_of, html_of, markdown_of, typst_pdf, typst_table

PAGES = 300
PARAGRAPH = (
    "加快推进港口岸电设施建设，完善绿色航运配套政策，支持重点企业开展技术改造，到2027年建成岸电泊位120个以上，"
    "岸电使用率达到百分之八十，形成可复制可推广的经验做法。（牵头单位：市交通运输局；配合单位：市发展改革委、市财政局）"
)


def pdf(pages: int, *, tables: int) -> bytes:
    """A PDF of so many pages; every `tables`-th holds a table instead of its last paragraphs."""
    rows = [("序号", "任务", "牵头单位", "配合单位")]
    rows += [(str(n), PARAGRAPH[:60], "市交通运输局", "市财政局") for n in range(1, 7)]
    parts = []
    for number in range(pages):
        lines = [f"（{number}-{n}）{PARAGRAPH}" for n in range(1, 9)]
        table = typst_table(rows, "(1.2cm, 1fr, 3cm, 3cm)") if number % tables == 0 else ""
        shown = lines[:3] if table else lines
        parts.append("\n\n".join(f'#par[#"{line}"]' for line in shown) + f"\n\n{table}")
    return typst_pdf("#pagebreak()\n".join(parts), 'numbering: "— 1 —"')


def seconds(content: bytes, name: str) -> tuple[float, int, int]:
    """Processor time, tables and characters of one file."""
    begun = time.process_time()
    document = open_document(content, name)
    return time.process_time() - begun, len(document.tables), len(document.text)


def main() -> None:
    lines = [f"（{n}）{PARAGRAPH}" for n in range(10_000)]
    files = {
        f"pdf, {PAGES} pages, a third with tables": (pdf(PAGES, tables=3), "a.pdf"),
        f"pdf, {PAGES} pages, all with tables": (pdf(PAGES, tables=1), "a.pdf"),
        "txt, 10,000 paragraphs": ("\n".join(lines).encode(), "a.txt"),
        "html, 10,000 paragraphs": (html_of(lines), "a.html"),
        "markdown, 10,000 paragraphs": (markdown_of(lines), "a.md"),
        "docx, 2,000 paragraphs": (docx_of(lines[:2000]), "a.docx"),
    }
    open_document(files["txt, 10,000 paragraphs"][0][:1000], "warm-up.txt")
    print(f"| {'what':36} | {'seconds':>8} | {'tables':>6} | {'characters':>10} |")
    print(f"|{'-' * 38}|{'-' * 10}|{'-' * 8}|{'-' * 12}|")
    for what, (content, name) in files.items():
        took, tables, characters = seconds(content, name)
        print(f"| {what:36} | {took:8.2f} | {tables:6} | {characters:10} |", flush=True)


if __name__ == "__main__":
    main()
