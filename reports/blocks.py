"""The parts of a document, whatever it is printed as: docx, pdf and html render these."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

KEPT_TOGETHER, KEPT_CHARACTERS = 8, 400  # rows and characters of a table that is not broken


@dataclass(frozen=True, slots=True)
class Heading:
    """一、 is level 1, （一） level 2, 1. level 3."""

    level: int
    text: str
    task_id: int | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text, its first line set in by two characters."""

    text: str
    lead_in: str = ""  # the first words, set in bold
    indented: bool = True


@dataclass(frozen=True, slots=True)
class Column:
    """One column; `width` is its share of the table."""

    title: str
    width: float
    align: Literal["left", "center", "right"] = "left"


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose header row is repeated on each page."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    task_ids: tuple[int | None, ...] = ()  # of each row, for links
    colours: tuple[str, ...] = ()  # of each row: the light, shown at its left edge
    size: float = 10.5  # points

    @property
    def is_small(self) -> bool:
        """Return whether it is short enough to stand on one page unbroken."""
        written = sum(len(cell) for row in self.rows for cell in row)
        return 1 < len(self.rows) <= KEPT_TOGETHER and written <= KEPT_CHARACTERS


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart."""

    name: Literal["lights", "targets"]
    caption: str


@dataclass(frozen=True, slots=True)
class Annex:
    """附件: begins on a new page."""

    number: int
    title: str
    landscape: bool = False


@dataclass(frozen=True, slots=True)
class Attachments:
    """附件说明: the list before the signature."""

    titles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Signature:
    """署名 and 成文日期, without a seal."""

    name: str
    day: date


Block = Heading | Paragraph | Table | Picture | Annex | Attachments | Signature


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document."""

    mark: str  # 代拟稿
    title: str
    addressee: str
    blocks: tuple[Block, ...]
