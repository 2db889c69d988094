"""From a file's bytes to one text: a reader per format, each returning a `Document`."""

from notices.formats.document import Cell, Document, Page, Table
from notices.formats.opening import open_document

__all__ = ["Cell", "Document", "Page", "Table", "open_document"]
