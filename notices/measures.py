"""Which numbered or unnumbered paragraphs are measures, told from reasons, aims and safeguards."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from notices.clauses import Clause, find_clauses
from notices.kinds import Kind, kind_of
from notices.lines import Level
from notices.outline import Node, plain_heading
from notices.paragraphs import CLOSING, NAMED, OF_ITSELF, are_named, are_one_sentence
from notices.shadow import Shadow

SENTENCE = 12  # characters: a shorter one above numbered parts is their heading
PARAGRAPH = "measure-paragraph"
HEADING = 80  # characters before a clause that are no more than a heading
_NOT_TASK = (Kind.REASON, Kind.AIM)


@dataclass(slots=True)
class Draft:
    """A measure in the shadow copy: where it stands, its heads, and its clauses."""

    no: str | None
    start: int  # of its words, after the number
    end: int
    chapter: Node | None
    section: Node | None
    clauses: list[Clause] = field(default_factory=list)
    rule: str = "measure"
    above: tuple[Clause, ...] = ()  # of a heading, where the measure has none of its own
    shared: Clause | None = None  # printed once, behind several measures


@dataclass(frozen=True, slots=True)
class _Context:
    kind: Kind
    chapter: Node | None = None
    section: Node | None = None
    clauses: tuple[Clause, ...] = ()  # of the headings above


class Walker:
    """Walks an outline once and yields measures; clauses of a node are looked for once."""

    def __init__(self, shadow: Shadow) -> None:
        self.shadow = shadow
        self._clauses: dict[int, list[Clause]] = {}
        self._root = Node(Level.PART, None, 0, 0, (0, 0))
        self._groups: bool | None = None
        self._assigned: bool | None = None

    def measures(self, root: Node) -> list[Draft]:
        """Return the measures below `root`, in the order of the text."""
        self._root = root
        found = list(self._paragraphs(root, _Context(Kind.OTHER)))
        for node in root.children:
            found += self._visit(node, _Context(Kind.OTHER))
        return found

    def _visit(self, node: Node, above: _Context) -> Iterator[Draft]:
        kind = self.kind(node, above.kind)
        if node.children and not self._is_one(node):
            context = self._below(node, above, kind)
            yield from self._own_measure(node, above)
            yield from self._paragraphs(node, context, skip_first=True)
            for child in node.children:
                yield from self._visit(child, context)
            return
        clauses = self._all_clauses(node)
        split = node.level <= Level.SECTION or kind is Kind.TASKS
        if not node.children and split and self._splits(node, kind):
            yield from self._paragraphs(
                node, self._below(node, above, kind), skip_first=kind is Kind.TASKS
            )
        elif clauses or (kind not in (*_NOT_TASK, Kind.SAFEGUARD) and self._asks(node, above)):
            yield self._draft(node, above, clauses)

    def _own_measure(self, node: Node, above: _Context) -> Iterator[Draft]:
        """Yield what stands above numbered parts where it is a measure too: words, and units."""
        start, end = node.paragraphs[0]
        own = [clause for clause in self._own_clauses(node) if clause.start < end]
        words = self.shadow.folded[start : own[0].outer_start].strip() if own else ""
        if "。" in words[:-1] or (words.endswith("。") and len(words) > SENTENCE):
            heads = above.chapter, above.section
            yield Draft(node.no, start, own[-1].outer_end, *heads, own)

    def kind(self, node: Node, above: Kind) -> Kind:
        """Return what stands below the node: a heading without a kind takes the one above."""
        own = kind_of(plain_heading(self.shadow.folded, node))
        if above in (*_NOT_TASK, Kind.SAFEGUARD) and own in (Kind.OTHER, Kind.TASKS):
            return above
        if own is Kind.SAFEGUARD and node.children and self._assigns(node):
            return Kind.OTHER
        return own

    def _assigns(self, node: Node) -> bool:
        """Say whether safeguards are measures like others: most of several name units."""
        carrying = sum(bool(self._all_clauses(child)) for child in node.children)
        return carrying > 1 and carrying * 2 >= len(node.children)

    def _asks(self, node: Node, above: _Context) -> bool:
        """Say whether a numbered paragraph without a clause asks for something.

        本规定所称…, 自…起施行 speak of the document. Where units are named elsewhere, a chapter
        that holds nothing but 各单位要… is the closing.
        """
        folded, paragraphs = self.shadow.folded, node.paragraphs
        if OF_ITSELF.match(folded, *paragraphs[0]):
            return False
        closing = len(paragraphs) > 1 and bool(CLOSING.match(folded, *paragraphs[1]))
        if not closing or above.chapter or above.section:
            return True
        if self._assigned is None:
            self._assigned = any(self._own_clauses(part) for part in self._root.walk())
        return not self._assigned

    def _below(self, node: Node, above: _Context, kind: Kind) -> _Context:
        heading = [c for c in self._own_clauses(node) if c.start < node.paragraphs[0][1]]
        if any(self._own_measure(node, above)):
            heading = []
        clauses = tuple(heading) or above.clauses
        if node.level <= Level.CHAPTER:
            return _Context(kind, node, None, clauses)
        if above.section is None or node.level <= Level.SECTION:
            return _Context(kind, above.chapter, node, clauses)
        return _Context(kind, above.chapter, above.section, clauses)

    def _own_clauses(self, node: Node) -> list[Clause]:
        """Return the clauses of the node's own paragraphs, each looked for by itself."""
        if node.start not in self._clauses:
            found = []
            for start, end in self._joined(node):
                found += find_clauses(self.shadow.clean, self.shadow.folded, start, end)
            self._clauses[node.start] = found
        return self._clauses[node.start]

    def _joined(self, node: Node) -> list[tuple[int, int]]:
        """Return stretches of paragraphs that touch: a clause may go on in the next line."""
        joined: list[tuple[int, int]] = []
        for start, end in node.paragraphs:
            if joined and not self.shadow.folded[joined[-1][1] : start].strip(" \n*#>"):
                joined[-1] = (joined[-1][0], end)
            else:
                joined.append((start, end))
        return joined

    def _all_clauses(self, node: Node) -> list[Clause]:
        return [clause for part in node.walk() for clause in self._own_clauses(part)]

    def _is_one(self, node: Node) -> bool:
        """Say whether a node with numbered parts is one measure all the same."""
        below = [self._all_clauses(child) for child in node.children]
        carrying = sum(bool(clauses) for clauses in below)
        if node.level is Level.ARTICLE or node.level >= Level.ITEM:
            return carrying < 2 and not (carrying and not below[-1])
        if self._own_clauses(node):
            return carrying == 0 and node.level >= Level.CHAPTER
        if not self._ends_with_clause(node):
            return False
        alone = below[-1][-1].form == "line" and node.level >= Level.SECTION
        parts = [(child.start, child.end) for child in node.children]
        listed = node.level > Level.CHAPTER and are_one_sentence(self.shadow.folded, parts)
        return alone or listed or self._at_ends()

    def _ends_with_clause(self, node: Node) -> bool:
        """Say whether of several simple parts only the last names units."""
        below = [self._all_clauses(child) for child in node.children]
        last = node.children[-1]
        return len(below) > 1 and not any(below[:-1]) and bool(below[-1]) and not last.children

    def _at_ends(self) -> bool:
        """Say whether the notice states units at the end of each group, never of each part."""
        if self._groups is None:
            groups = [
                node
                for node in self._root.walk()
                if len(node.children) > 1
                and not any(child.children for child in node.children)
                and any(self._all_clauses(child) for child in node.children)
            ]
            ended = sum(self._ends_with_clause(node) for node in groups)
            self._groups = ended > 1 and ended == len(groups)
        return self._groups

    def _splits(self, node: Node, kind: Kind) -> bool:
        """Say whether the node's paragraphs are measures of their own."""
        clauses = self._own_clauses(node)
        paragraphs = node.paragraphs[1:] if kind is Kind.TASKS else node.paragraphs
        carrying = [p for p in paragraphs if any(p[0] <= c.start < p[1] for c in clauses)]
        own_lines = any(clause.form == "line" for clause in clauses)
        if kind is Kind.TASKS:
            named = [p for p in paragraphs if NAMED.match(self.shadow.folded, *p)]
            return bool(carrying) or (not clauses and len(named) > 1)
        return len(carrying) > 1 and not own_lines

    def _paragraphs(
        self, node: Node, context: _Context, *, skip_first: bool = False
    ) -> Iterator[Draft]:
        """Yield each paragraph that names its units (or its name) as a measure."""
        clauses = self._own_clauses(node)
        paragraphs = node.paragraphs[1:] if skip_first else node.paragraphs
        if not clauses and context.kind is not Kind.TASKS:
            return
        carrying = [p for p in paragraphs if any(p[0] <= c.start < p[1] for c in clauses)]
        lined = any(clause.form == "line" for clause in clauses)
        named = not lined and are_named(self.shadow.folded, carrying)
        opened: int | None = None
        begins = {start for start, _ in paragraphs}
        for start, end in paragraphs:
            own = [clause for clause in clauses if start <= clause.start < end]
            begin = start if opened is None else opened
            if own:
                if own[0].outer_start <= start + 1 and opened is None:
                    continue  # a clause alone, below no words
                heads = context.chapter, context.section
                yield Draft(None, begin, own[-1].outer_end, *heads, own, PARAGRAPH)
                opened = None
            elif NAMED.match(self.shadow.folded, start, end) and (not clauses or named):
                heads = context.chapter, context.section
                yield Draft(None, start, end, *heads, [], PARAGRAPH)
            elif clauses and clauses[-1].start > end and opened is None:
                alone = clauses[0].form == "line" or clauses[0].outer_start in begins
                opened = start if alone else None

    def _draft(self, node: Node, above: _Context, clauses: list[Clause]) -> Draft:
        start = node.paragraphs[0][0]
        end = clauses[-1].outer_end if clauses else self._end(node)
        if clauses and (clauses[-1].form == "opening" or self._stands_first(node, clauses[-1])):
            end = max(end, self._end(node))
        heading = () if clauses else above.clauses
        rule = "measure-of-parts" if node.children else "measure"
        return Draft(node.no, start, end, above.chapter, above.section, clauses, rule, heading)

    def _stands_first(self, node: Node, clause: Clause) -> bool:
        """Say whether the clause stands below the heading, before what is to be done."""
        words = self.shadow.folded[node.paragraphs[0][0] : clause.outer_start].rstrip(" \n。")
        return len(words) < HEADING and "。" not in words and clause.outer_end < self._end(node) - 1

    def _end(self, node: Node) -> int:
        """Return where a measure without a clause ends: before the notice's closing words."""
        if node.children:
            return node.end
        end = node.paragraphs[0][1]
        for paragraph in node.paragraphs[1:]:
            if CLOSING.match(self.shadow.folded, *paragraph):
                break
            end = paragraph[1]
        return end
