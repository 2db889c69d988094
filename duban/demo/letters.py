"""The bodies of the departments' mails."""

from collections.abc import Mapping, Sequence
from datetime import date

from duban.demo.chance import seeded
from duban.demo.dispatch_letter import WantedTask
from duban.demo.return_page import AskedTarget
from duban.demo.words import Account, Matter, clauses_of, we

RECEIPTS = ("签收。", "收到，已签收。", "已签收", "收到，予以签收。", "签收，谢谢！")


def signature(department: str, name: str) -> str:
    """Return the last lines of a mail."""
    return f"--\n{department}  {name}"


def objection(task: WantedTask, department: str) -> str:
    """Return an 异议 with its reason."""
    us = we(department)
    return (
        f"任务{task.key}有异议：该项工作中涉及的具体事项不属于{us}职责范围，"
        f"按照机构改革后的职能分工，相关工作已划出，{us}没有对应的科室和人员。"
        "恳请统筹办公室研究明确承办单位。"
    )


def answer(
    accounts: Mapping[str, Account],
    values: Sequence[tuple[AskedTarget, float]],
    *,
    sole: bool,
) -> str:
    """Return the answer to a reminder: the labels of the letter, task by task."""
    blocks = []
    given = numbers(values)
    for key, account in accounts.items():
        head = "" if sole and len(accounts) == 1 else f"任务{key}\n"
        blocks.append(f"{head}{given}\n{fields(account)}" if given else head + fields(account))
        given = ""
    return "\n\n".join(blocks)


def numbers(values: Sequence[tuple[AskedTarget, float]]) -> str:
    """Return the values of targets, a line each."""
    return "\n".join(f"{target.name}：{value:g}{target.unit}" for target, value in values)


def fields(account: Account) -> str:
    """Return an account under the labels that the letter asks for."""
    return (
        f"进度：{account.percent}%，{account.state}\n进展情况：{account.progress}\n"
        f"存在问题：{account.problems}\n下一步措施：{account.next_steps}"
    )


def extension(task: WantedTask, until: date) -> str:
    """Return a request for more time, with its reason."""
    reasons = (
        "主体工程受汛期连续强降雨影响，有效施工天数减少，设备安装和联调需顺次推后",
        "招标采购流程较预期延长，首次公开招标流标，二次招标已重新启动",
        "涉及多部门的审批事项正在并联办理，还需一定时间完成验收",
    )
    reason = seeded(task.key, "延期").choice(reasons)
    day = f"{until.year}年{until.month}月{until.day}日"
    hope = "目前各项准备工作已就绪，可在新时限内完成。"
    return f"任务{task.key}申请延期至{day}。\n原因：{reason}，{hope}"


def plan(task: WantedTask, department: str, steps: Sequence[tuple[date, str]]) -> str:
    """Return an 实施方案 with dated steps."""
    lines = "\n".join(f"{day.year}年{day.month}月{day.day}日前，{title}" for day, title in steps)
    return (
        f"任务{task.key}\n{we(department)}已研究制定“{task.title}”实施方案，时间节点如下：\n{lines}\n"
        "请审核。"
    )


def plan_steps(task: WantedTask, days: Sequence[date]) -> list[tuple[date, str]]:
    """Return one dated step a day, in the words of the measure."""
    clauses = clauses_of(Matter(task.key, task.title, task.text))
    return [(day, clauses[n % len(clauses)]) for n, day in enumerate(days)]


def closure(
    task: WantedTask,
    account: Account,
    values: Sequence[tuple[AskedTarget, float]],
    *,
    again: bool,
) -> str:
    """Return a 报结, with the values of the task's targets."""
    first = "已按退回意见补充完善有关材料。" if again else ""
    return (
        f"任务{task.key}\n进度：100%\n状态：已完成，申请办结\n"
        f"进展情况：{first}{account.progress}\n存在问题：无\n"
        f"下一步措施：{account.next_steps}" + (f"\n{numbers(values)}" if values else "")
    )


def evidence(task: WantedTask, department: str) -> str:
    """Return the text of a small file that shows that a task is done."""
    return (
        f"{department}关于“{task.title}”完成情况的佐证材料目录\n\n"
        "1. 印发文件及签发记录\n2. 现场照片及验收意见\n3. 相关会议纪要\n4. 服务对象反馈汇总\n"
    )
