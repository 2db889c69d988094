"""The words of one Word paragraph: revisions accepted, fields by their result, no footnotes."""

from dataclasses import dataclass, field

from lxml import etree

from notices.formats.packages import child, is_on, local, value

_SKIPPED = frozenset(
    (
        "pPr", "rPr", "delText", "delInstrText", "footnoteReference", "rt",
        "endnoteReference", "commentReference", "annotationRef", "sdtPr", "sdtEndPr", "fldData",
    )
)  # fmt: skip
_SIGNS = {"tab": " ", "ptab": " ", "noBreakHyphen": "-", "cr": "\n"}


@dataclass(slots=True)
class Runs:
    """Gathers words; counts the revisions it met on the way."""

    inserted: int = 0
    deleted: int = 0
    _parts: list[str] = field(default_factory=list)
    _boxes: list[etree._Element] = field(default_factory=list)
    _fields: list[str] = field(default_factory=list)  # each open field: code, contents or result

    def words(self, paragraph: etree._Element) -> tuple[str, list[etree._Element]]:
        """Return the paragraph's words and the text boxes anchored in it."""
        self._parts, self._boxes = [], []
        self._fields = ["result" if one == "code" else one for one in self._fields]
        for node in paragraph:
            self._walk(node)
        return "".join(self._parts), self._boxes

    def end_is_deleted(self, paragraph: etree._Element) -> bool:
        """Say whether the paragraph's end was deleted: the next one goes on in it."""
        return child(paragraph, "pPr", "rPr", "del") is not None

    def _walk(self, node: etree._Element) -> None:
        name = local(node)
        if name in _SKIPPED or not name:
            return
        if name in ("del", "moveFrom"):
            self.deleted += bool(len(node))
        elif name in _SIGNS or name in ("t", "br"):
            self._add(_sign(node, name))
        elif name == "instrText":
            self._name_field(node.text or "")
        elif name == "fldChar":
            self._field(value(node, "fldCharType"))
        elif name in ("AlternateContent", "drawing", "pict", "object"):
            self._find_box(node)
        elif name != "r" or not is_on(child(node, "rPr", "vanish")):
            self.inserted += name in ("ins", "moveTo")
            for below in node:
                self._walk(below)

    def _add(self, words: str) -> None:
        if all(one == "result" for one in self._fields):
            self._parts.append(words)

    def _name_field(self, code: str) -> None:
        """Mark a field that is the table of contents: its result repeats the headings."""
        if self._fields and code.split()[:1] == ["TOC"]:
            self._fields[-1] = "contents"

    def _field(self, kind: str | None) -> None:
        if kind == "begin":
            self._fields.append("code")
        elif kind == "separate" and self._fields and self._fields[-1] == "code":
            self._fields[-1] = "result"
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _find_box(self, node: etree._Element) -> None:
        """Remember the text boxes; of an alternative only the first that holds one."""
        branches = list(node) if local(node) == "AlternateContent" else [node]
        for branch in branches:
            boxes = [one for one in branch.iter() if local(one) == "txbxContent"]
            if boxes:
                self._boxes += [box for box in boxes if not _is_inside(box, boxes)]
                return
            if _holds_text(branch):
                for below in branch:
                    self._walk(below)
                return


def _sign(node: etree._Element, name: str) -> str:
    if name == "br":
        return "\n" if value(node, "type") in (None, "textWrapping") else ""
    return _SIGNS.get(name, node.text or "")


def _holds_text(branch: etree._Element) -> bool:
    """Say whether an alternative holds runs of the paragraph itself, as equations do."""
    return local(branch) in ("Choice", "Fallback") and any(local(one) == "t" for one in branch)


def _is_inside(box: etree._Element, boxes: list[etree._Element]) -> bool:
    return any(above in boxes for above in box.iterancestors() if local(above) == "txbxContent")
