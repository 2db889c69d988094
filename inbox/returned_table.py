"""A reply and the table that came back with it: two halves of one answer."""

import re
from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import date

from inbox.asked import Asked
from inbox.heard import HeardAttachment, Item
from inbox.meaning import GENERAL, Understanding, understand
from inbox.sheets import is_sheet, text_of_sheets

SEE_ATTACHMENT = re.compile(r"附件|附表|见表|表格|反馈表|填报表")
FILLED = ("status", "percent", "narrative", "problems", "next_steps", "targets", "extension_until")


def understand_with_tables(
    text: str,
    attachments: tuple[HeardAttachment, ...],
    asked: list[Asked],
    *,
    today: date,
    others: Sequence[Asked] = (),
) -> Understanding:
    """Return what the words and the returned tables say; the words win, a difference is asked."""
    said = understand(text, asked, today=today, others=others)
    pages = [text_of_sheets(a.content) for a in attachments if a.accepted and is_sheet(a.name)]
    table = "\n".join(filter(None, pages))
    if not table:
        return said
    listed = understand(table, asked, today=today, others=others)
    if not any(item.reports_progress for item in listed.items):
        return Understanding(said.items, _of_the_table(listed.doubts) or said.doubts)
    told = [item for item in said.items if item.says_anything and item.task is not None]
    told = [_without_pointer(item) for item in told]
    items, doubts = list(told), list(listed.doubts)
    for item in listed.items:
        same = next((n for n, one in enumerate(items) if one.task == item.task), None)
        if same is None:
            items.append(item)
            continue
        if None not in (item.percent, items[same].percent) and item.percent != items[same].percent:
            doubts.append(f"任务{item.task}：正文与附表的进度不一致，已按正文登记，请确认")
        items[same] = _completed(items[same], item)
    return Understanding(tuple(items), tuple(doubts) if not told else (*said.doubts, *doubts))


def _of_the_table(doubts: tuple[str, ...]) -> tuple[str, ...]:
    """Return the questions that a table leaves; that it names no task is no news of a table."""
    return tuple(doubt for doubt in doubts if doubt not in GENERAL)


def _without_pointer(item: Item) -> Item:
    """Leave out a narrative that only says where to look."""
    words = item.narrative or ""
    return replace(item, narrative=None) if SEE_ATTACHMENT.search(words[:60]) else item


def _completed(item: Item, other: Item) -> Item:
    """Return an item with what it does not say taken from another."""
    names = [field.name for field in fields(Item) if field.name in FILLED]
    missing = {n: getattr(other, n) for n in names if not getattr(item, n)}
    return replace(item, **missing)
