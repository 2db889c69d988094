"""The same notice, saved in any format, says the same."""

from pathlib import Path

import pytest

from notices import Reading, read
from tests.notices.files import docx_of, html_of, markdown_of, pdf_of

CORPUS = Path(__file__).parents[1] / "corpus" / "notices"
MAKERS = {"html": html_of, "docx": docx_of, "pdf": pdf_of, "md": markdown_of}


def said(reading: Reading) -> list[object]:
    """Number, place and owners of every measure, and what the head says."""
    header = reading.header
    return [
        (header.title, header.doc_number, header.issuers, header.issued_on, header.addressees),
        *(
            (
                measure.no,
                measure.chapter,
                measure.section,
                [(one.leads, one.supports, one.inherited, one.deadline) for one in measure.tasks],
            )
            for measure in reading.measures
        ),
    ]


@pytest.mark.parametrize("kind", MAKERS)
@pytest.mark.parametrize("path", sorted(CORPUS.glob("*.txt")), ids=lambda path: path.stem)
def test_a_notice_says_the_same_in_every_format(path: Path, kind: str) -> None:
    lines = [line for line in path.read_text("utf-8").splitlines() if line.strip()]
    found = read(MAKERS[kind](lines), f"notice.{kind}")
    assert said(found) == said(read(path.read_bytes(), path.name))
