"""What a Word file's paragraph styles say about numbers."""

from dataclasses import dataclass

from lxml import etree

from notices.formats.packages import child, local, value


@dataclass(frozen=True, slots=True)
class _Style:
    name: str
    parent: str | None
    number: str | None
    depth: str | None


class Styles:
    """The paragraph styles of a document, each with those it is based on."""

    def __init__(self, root: etree._Element | None) -> None:
        self._styles: dict[str, _Style] = {}
        for node in root if root is not None else ():
            if local(node) == "style" and value(node, "type") == "paragraph":
                numbers = child(node, "pPr", "numPr")
                self._styles[value(node, "styleId") or ""] = _Style(
                    (value(child(node, "name")) or "").lower(),
                    value(child(node, "basedOn")),
                    value(child(numbers, "numId")),
                    value(child(numbers, "ilvl")),
                )

    def numbered(self, style: str | None) -> tuple[str | None, str | None, str]:
        """Return list and level of a style, and which style in its line says so."""
        seen: set[str] = set()
        depth = None
        while style and style in self._styles and style not in seen:
            seen.add(style)
            found = self._styles[style]
            depth = depth or found.depth
            if found.number is not None:
                return found.number, depth, style
            style = found.parent
        return None, None, ""

    def is_contents(self, style: str | None) -> bool:
        """Say whether a style is a line of the table of contents."""
        found = self._styles.get(style or "")
        return found is not None and found.name.startswith(("toc ", "table of figures"))
