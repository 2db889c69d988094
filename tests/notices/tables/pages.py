"""Notices with tables, made of rows; what a reading says of each task, on one line."""

from collections.abc import Sequence

from notices import Reading, read
from notices.reading import Task

LETTER = """云岭市人民政府办公室关于印发2025年重点工作任务分解表的通知
云政办发〔2025〕9号
各县（市、区）人民政府，市直各单位：
现将《2025年重点工作任务分解表》印发给你们，请认真抓好落实。
云岭市人民政府办公室
2025年3月10日
附件：2025年重点工作任务分解表"""
PLAN = """云岭市人民政府办公室关于印发云岭市促进服务业发展实施方案的通知
云政办发〔2025〕9号
各县（市、区）人民政府，市直各单位：
《云岭市促进服务业发展实施方案》已经市政府同意，现印发给你们，请认真贯彻执行。
云岭市人民政府办公室
2025年3月10日
云岭市促进服务业发展实施方案
为促进服务业发展，制定本方案。
{body}
附件：任务分工表"""
SERVICES = """一、发展生产性服务业
（一）壮大现代物流。支持企业建设智慧仓储。开行城际货运班列。
（二）提升科技服务。建设检验检测公共平台，培育技术转移机构。
二、发展生活性服务业
（三）扩大养老服务。建设社区养老服务中心，开展助餐服务。
（四）丰富文化消费。打造夜间文旅集聚区，举办音乐节。
三、保障措施
（五）加强资金保障。统筹各类资金，优化支出结构。"""


def page(lines: str, *rows: str, cell: str = "td") -> Reading:
    """Read a web page: lines, then a table whose rows have | between cells.

    A cell that begins with [2x1] covers two rows and one column; ^ stands in a covered place.
    """
    head = "".join(f"<p>{line}</p>" for line in lines.split("\n"))
    body = "".join(f"<tr>{_cells(row, cell)}</tr>" for row in rows)
    html = f"<html><body>{head}<table>{body}</table></body></html>"
    return read(html.encode(), "notice.html")


def _cells(row: str, cell: str) -> str:
    made = []
    for words in row.split("|"):
        spans = ""
        if words.startswith("["):
            size, words = words[1:].split("]", 1)
            rows, columns = size.split("x")
            spans = f' rowspan="{rows}" colspan="{columns}"'
        if words != "^":
            made.append(f"<{cell}{spans}>{words}</{cell}>")
    return "".join(made)


def text(lines: str, *rows: str) -> Reading:
    """Read plain text: lines, then rows as they are written."""
    return read("\n".join([lines, *rows, ""]).encode(), "notice.txt")


def plan(body: str) -> str:
    """The lines of a plan with these measures."""
    return PLAN.format(body=body)


def tabs(*rows: str) -> Sequence[str]:
    """Rows with tabs for |."""
    return [row.replace("|", "\t") for row in rows]


def told(reading: Reading) -> list[str]:
    """Each task as: first words: leads | supports | day."""
    return [
        f"{measure.text.splitlines()[0].split('。')[0]}: {_owners(task)}"
        for measure in reading.measures
        for task in measure.tasks
    ]


def _owners(task: Task) -> str:
    day = task.deadline.isoformat() if task.deadline else "-"
    return f"{'、'.join(task.leads) or '-'} | {'、'.join(task.supports) or '-'} | {day}"


def doubts(reading: Reading) -> list[str]:
    """The kinds of what is asked about tasks."""
    head = ("issuer-not-stated", "issued-on-not-stated", "recipient-not-stated", "due-not-stated")
    return [doubt.kind for doubt in reading.doubts if doubt.kind not in head]
