"""Reading a notice, step by step: bytes → document → outline → findings."""

from dataclasses import replace
from datetime import date

from notices.assembly import Assembler
from notices.attachments import without_attachment_lists
from notices.body import body_bounds
from notices.classification import check_classification
from notices.defaults import find_defaults
from notices.doubts import (
    doubts_of_defaults,
    doubts_of_duties,
    doubts_of_header,
    doubts_of_measures,
    doubts_of_text,
)
from notices.duties import find_duties
from notices.errors import NoticeUnreadable
from notices.formats import Document, open_document
from notices.header import Head, read_head
from notices.lines import lines_of
from notices.measures import Draft, Walker
from notices.outline import outline_of
from notices.plans import find_plans
from notices.reading import Reading, Target
from notices.reckoning import Reckoning
from notices.repeats import first_print
from notices.shadow import Shadow, shadow_of
from notices.shared import share_clauses
from notices.tables import Plan, Settler, find_tables, join
from notices.targets import Found, Zone, find_targets, masked, year_of_title
from notices.zones import find_zones


def read(content: bytes, filename: str) -> Reading:
    """Return what the notice says.

    Raises `NoticeUnreadable` for what is no readable notice, `NoticeClassified` for what bears a
    classification mark.
    """
    document = open_document(content, filename)
    shadow = shadow_of(document.text)
    check_classification(shadow)
    check_classification(shadow_of(document.margins))
    lines = first_print(shadow.folded, lines_of(shadow.folded))
    stop = lines[-1].end if lines else 0
    head = read_head(shadow, lines)
    tables = find_tables(document, shadow)
    body = without_attachment_lists(shadow.folded, tables.without(lines))
    start, end = body_bounds(shadow.folded, body, head)
    root = outline_of(shadow.folded, body, start, end)
    walker = Walker(shadow)
    plan = join(shadow, root, share_clauses(shadow, walker.measures(root)), tables)
    _check_is_notice(head, plan)
    zones = sorted([*find_zones(walker, root), *plan.zones], key=lambda zone: zone.start)
    return _reading(document, shadow, head, plan, zones, stop)


def _check_is_notice(head: Head, plan: Plan) -> None:
    """Refuse a text that has neither the head of a notice nor a clause that names units."""
    header = head.header
    features = (header.title, header.doc_number, header.addressees, head.signature.start)
    if any(entry.draft.clauses or entry.rows for entry in plan.entries) or any(features):
        return
    raise NoticeUnreadable(
        "这份文件不像通知：没有读到标题、文号、主送机关，也没有责任分工。",
        "请确认导入的是通知全文；如果是网页，请保存正文页面或复制正文另存为 .txt。",
    )


def _reading(
    document: Document, shadow: Shadow, head: Head, plan: Plan, zones: list[Zone], stop: int
) -> Reading:
    header, drafts = head.header, plan.drafts
    reckoned_from = header.issued_on or _first_day(header.title)
    found = find_targets(
        shadow, masked(shadow.folded), zones, issued_on=reckoned_from, title=header.title
    )
    defaults = find_defaults(shadow)
    assembler = Assembler(
        shadow,
        reckoning=Reckoning(reckoned_from, year_of_title(header.title)),
        defaults=defaults,
        taken={place for one in found for place in range(*one.day_at)},
    )
    settler = Settler(assembler)
    measures = settler.measures(plan)
    found += settler.targets(plan, year_of_title(header.title))
    begin, end = head.addressed_at or 0, stop
    duties = find_duties(shadow, begin, end, issued_on=reckoned_from)
    doubts = [
        *document.doubts,
        *doubts_of_header(shadow, header, measures),
        *doubts_of_measures(shadow, drafts, measures),
        *settler.doubts,
        *doubts_of_text(shadow, begin, end, drafts),
        *doubts_of_duties(duties, header),
        *doubts_of_defaults(defaults, drafts),
    ]
    return Reading(
        text=shadow.text,
        encoding=document.encoding,
        header=header,
        measures=measures,
        targets=tuple(_placed(found, drafts)),
        reporting=tuple(duties),
        plans=tuple(find_plans(shadow, begin, end)),
        doubts=tuple(sorted(doubts, key=lambda doubt: (doubt.span.start, doubt.kind))),
    )


def _first_day(title: str | None) -> date | None:
    """Return the first day of the title's year: 3月底前 in a 2027年工作要点 is in 2027."""
    year = year_of_title(title)
    return date(year, 1, 1) if year else None


def _placed(found: list[Found], drafts: list[Draft]) -> list[Target]:
    """Return the targets, each with the measure it stands in; both run in the text's order."""
    targets, index = [], 0
    for one in sorted(found, key=lambda one: one.at):
        while index < len(drafts) and drafts[index].end <= one.at:
            index += 1
        inside = index < len(drafts) and drafts[index].start <= one.at
        targets.append(replace(one.target, measure=index if inside else None))
    return targets
