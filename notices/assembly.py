"""From drafts in the shadow copy to measures and tasks with spans in the text as it came."""

import re
from collections.abc import Set
from datetime import date

from notices.clauses import Clause
from notices.deadlines import deadline_of
from notices.defaults import Default, find_first_leads, first_leads_at, inherited_by
from notices.measures import Draft
from notices.outline import Node
from notices.plans import wants_plan
from notices.reading import Measure, Task
from notices.reckoning import Reckoning
from notices.shadow import Shadow


class Assembler:
    """Holds what all measures share: the text, the day of issue, the defaults, the days taken."""

    def __init__(
        self,
        shadow: Shadow,
        *,
        reckoning: Reckoning,
        defaults: list[Default],
        taken: Set[int],
    ) -> None:
        self.shadow = shadow
        self.reckoning = reckoning
        self.defaults = defaults
        self.taken = taken
        self.first_leads = find_first_leads(shadow)

    def measure(self, draft: Draft) -> Measure:
        """Return the measure with one task for each clause, or one without owners."""
        return Measure(
            no=draft.no,
            chapter=self._heading(draft.chapter),
            section=self._heading(draft.section),
            text=_joined(self.shadow.clean[draft.start : draft.end]),
            span=self.shadow.span(draft.start, draft.end),
            tasks=tuple(self._tasks(draft)),
            rule=draft.rule,
        )

    def _heading(self, node: Node | None) -> str | None:
        if node is None:
            return None
        return re.sub(r"\s*\n\s*", "", self.shadow.clean[node.start : node.heading[1]]).strip()

    def _tasks(self, draft: Draft) -> list[Task]:
        if not draft.clauses:
            return [self._task(draft, draft.shared, draft.start, draft.end)]
        tasks, start, last = [], draft.start, draft.clauses[-1]
        for clause in draft.clauses:
            end = draft.end if clause is last else clause.outer_end
            tasks.append(self._task(draft, clause, start, end))
            start = clause.outer_end
        return tasks

    def _task(self, draft: Draft, clause: Clause | None, start: int, end: int) -> Task:
        owners = clause.owners if clause else None
        deadline, deadline_at = self._deadline(clause, start, end)
        names = owners.names if owners else ()
        return Task(
            leads=owners.leads if owners else (),
            supports=owners.supports if owners else (),
            inherited=inherited_by(self.defaults, draft.start, draft.end, names),
            lead_implied=self._is_implied(clause),
            clause=_joined(self.shadow.clean[clause.start : clause.end]) if clause else None,
            span=self.shadow.span(start, end),
            clause_span=self.shadow.span(clause.start, clause.end) if clause else None,
            deadline=deadline,
            deadline_span=self.shadow.span(*deadline_at) if deadline_at else None,
            style=owners.style if owners else "none",
            wants_plan=wants_plan(
                self.shadow.folded, start, min(end, clause.start) if clause else end
            ),
            rules=(
                *((f"clause-{clause.form}",) if clause else ()),
                *(owners.rules if owners else ()),
            ),
            suggested=tuple(name for above in draft.above for name in above.owners.names),
        )

    def _is_implied(self, clause: Clause | None) -> bool:
        """Say whether the first unit leads only because it is the first."""
        if clause is None or not clause.owners.lead_implied:
            return False
        return not first_leads_at(self.first_leads, clause.start)

    def _deadline(
        self, clause: Clause | None, start: int, end: int
    ) -> tuple[date | None, tuple[int, int] | None]:
        """Return the last day set for the task, and where its words stand."""
        due = clause.owners.due if clause else None
        if clause and clause.start >= end:  # it is printed once, behind several measures
            clause = None
        words = start, clause.outer_start if clause else end
        if clause and end > clause.outer_end:  # the clause stands first
            words = clause.outer_end, end
        found = deadline_of(
            self.shadow.folded,
            words,
            (clause.start, clause.outer_end) if clause else None,
            due=due,
            reckoning=self.reckoning,
            taken=self.taken,
        )
        return (found.day, (found.start, found.end)) if found else (None, None)


def _joined(words: str) -> str:
    """Return the words of a paragraph broken over lines, without the breaks' spaces."""
    return re.sub(r"[ \t\u3000\u00a0]*\n\s*", "\n", words).strip()
