"""Filled tables: each row under a head of labels is written out as labelled lines."""

import re
from collections.abc import Iterator, Sequence

from inbox.fields import FIELD_OF

KEY_HEADS = frozenset(["任务", "任务编号", "任务号", "事项编号", "编号", "任务序号", "措施编号"])
TITLE_HEADS = frozenset([
    "任务名称", "任务内容", "重点任务", "工作任务", "主要任务", "任务事项", "事项", "事项名称",
    "措施", "工作事项", "项目名称", "重点工作", "具体任务", "督办事项", "任务",
])  # fmt: skip
ORDER_HEADS = frozenset(["序号", "序", "No", "NO"])
COLUMNS = frozenset(FIELD_OF) - TITLE_HEADS  # 措施 heads the column of the tasks
OTHER_COLUMNS = {  # heads of an office's own, as the label they stand for and what leads the cell
    "占年度目标": ("进度", ""), "占年度任务": ("进度", ""), "占目标": ("进度", ""),
    "占任务": ("进度", ""), "占年度目标比例": ("进度", ""), "完成年度目标": ("进度", ""),
    "累计完成": ("进展情况", "累计完成"), "完成量": ("进展情况", "累计完成"),
    "累计完成量": ("进展情况", "累计完成"), "已完成": ("进展情况", "已完成"),
    "备注": ("进展情况", ""), "说明": ("进展情况", ""),
}  # fmt: skip
NOTE = re.compile(r"[（(【\[].*?[）)】\]]|[:：\s　]")
KEY = re.compile(
    r"^\D{0,3}(?:任务|第)?\s*(\d{1,3}(?:\.\d{1,2})?)(?![\d.]*[A-Za-z%])\s*(?:号|项)?(?=\W|$|"
    r"[\u4e00-\u9fff])"
)


def spread_tables(text: str) -> str:
    """Return `text` with its tables as lines such as 任务7, 进度：64%; other text is unchanged."""
    return "\n".join(_spread(text.split("\n"))) if "\t" in text else text


def is_head(cells: Sequence[str]) -> bool:
    """Tell whether a row names the columns of a return."""
    names = [NOTE.sub("", cell) for cell in cells]
    labels = sum(name in COLUMNS or name in OTHER_COLUMNS for name in names)
    return labels > 1 or (
        labels == 1 and any(name in KEY_HEADS or name in TITLE_HEADS for name in names)
    )


def has_filled_table(text: str) -> bool:
    """Tell whether a text holds a table with the heads of a return and a row below them."""
    lines = iter(text.split("\n"))
    for line in lines:
        cells = line.split("\t")
        if len(cells) > 1 and is_head(cells):
            return len(next(lines, "").split("\t")) == len(cells)
    return False


def _spread(lines: Sequence[str]) -> Iterator[str]:
    head: list[str] = []
    for line in lines:
        cells = [cell.strip() for cell in line.split("\t")]
        if len(cells) > 1 and is_head(cells):
            head = [NOTE.sub("", cell) for cell in cells]
        elif len(cells) == len(head):
            yield from _row(head, cells)
        elif len(cells) == 2 and NOTE.sub("", cells[0]) in COLUMNS:  # a form of two columns
            yield f"{NOTE.sub('', cells[0])}：{cells[1]}"
        else:
            head = []
            yield line


def _row(head: Sequence[str], cells: Sequence[str]) -> Iterator[str]:
    pairs = list(zip(head, cells, strict=True))
    told = [f"{name}：{cell}" for name, cell in pairs if name in COLUMNS and cell]
    for name, cell in pairs:
        if cell and name in OTHER_COLUMNS:
            label, lead = OTHER_COLUMNS[name]
            told.append(f"{label}：{lead}{cell}")
    if told:
        yield from _heading(pairs)
        yield from told


def _heading(pairs: Sequence[tuple[str, str]]) -> Iterator[str]:
    """Yield the line that names a row's task: its number, else its title, else the row's order."""
    keys = [KEY.match(cell) for name, cell in pairs if name in KEY_HEADS]
    titles = [cell for name, cell in pairs if name in TITLE_HEADS and cell]
    orders = [KEY.match(cell) for name, cell in pairs if name in ORDER_HEADS]
    found = next((key for key in keys if key), None)
    if found is None and not titles:
        found = next((order for order in orders if order), None)
    if found is not None:
        yield f"任务{found[1]}"
    elif titles:
        order = next((order[1] for order in orders if order), None)
        yield f"{order}.{titles[0]}：" if order else f"{titles[0]}："
