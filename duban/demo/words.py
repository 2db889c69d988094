"""What a department would write about a task: varied, and in the measure's own words.

Everything is drawn from the measure's text and a few phrase books by a generator that is seeded
with the task and the department, so that a demo tells the same story each time.
"""

import re
from dataclasses import dataclass
from random import Random

from duban.demo.chance import seeded
from duban.demo.phrases import (
    BY_SUBJECT,
    DONE_FORMS,
    EFFORTS,
    JOINT_EFFORTS,
    NEXT_FORMS,
    OPENINGS,
    PROBLEMS,
    SUPPORT_EFFORTS,
)

CLAUSE = re.compile(r"[^，。；：]{6,42}")
DUTY = re.compile(r"[（(][^。]*?(?:单位|负责)[^。]*$")  # the bracket that says who does it
NUMBERED = re.compile(r"\d|达到|超过")  # the aims of a measure are not its work


@dataclass(frozen=True, slots=True)
class Matter:
    """What a department knows of a task: its number, heading, full words, and who else is in it."""

    number: str
    title: str
    text: str
    lead: bool = True
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Account:
    """A department's answer about one task, in the four parts that offices ask for."""

    percent: int
    state: str
    progress: str
    problems: str
    next_steps: str

    def as_lines(self) -> str:
        """Return the answer as somebody types it under the labels of the letter."""
        return (
            f"完成进度：{self.percent}%\n状态：{self.state}\n工作进展：{self.progress}\n"
            f"存在问题：{self.problems}\n下一步措施：{self.next_steps}"
        )


def write_account(
    matter: Matter, department: str, *, percent: int, season: str = "今年以来"
) -> Account:
    """Return what `department` reports about `matter` when it stands at `percent`."""
    chance = seeded(matter.number, department, season)
    clauses = clauses_of(matter)
    chance.shuffle(clauses)
    return Account(
        percent=percent,
        state="已完成" if percent >= 100 else "正常推进",
        progress=_progress(matter, department, clauses[:3], chance=chance, season=season),
        problems="无" if percent >= 100 else _problem(matter, chance),
        next_steps=_next_steps(matter, clauses[3:], chance=chance, done=percent >= 100),
    )


def clauses_of(matter: Matter) -> list[str]:
    """Return the short clauses of a measure that begin with a verb we can put in the past."""
    body = DUTY.sub("", matter.text).replace(matter.title, "")
    found = [clause.strip() for clause in CLAUSE.findall(body)]
    verbs = tuple(DONE_FORMS)
    usable = [clause for clause in found if clause.startswith(verbs) and not _is_torn(clause)]
    plain = [clause for clause in usable if not NUMBERED.search(clause)]
    return list(dict.fromkeys(plain)) or [f"推进“{matter.title.rstrip('。')}”各项举措落地"]


def we(department: str) -> str:
    """Return how a department speaks of itself: 我局, 我委, 我区."""
    for ending, word in SELF_WORDS:
        if department.endswith(ending):
            return word
    return "我单位"


SELF_WORDS = (
    ("区人民政府", "我区"),
    ("区政府", "我区"),
    ("县人民政府", "我县"),
    ("县政府", "我县"),
    ("市人民政府", "我市"),
    ("市政府", "我市"),
    ("管委会", "我区"),
    ("管理委员会", "我区"),
    ("监管分局", "我分局"),
    ("分局", "我分局"),
    ("分署", "我分署"),
    ("分行", "我行"),
    ("实验室", "我实验室"),
    ("学院", "我院"),
    ("校区", "我校"),
    ("大学", "我校"),
    ("海关", "我关"),
    ("厅", "我厅"),
    ("局", "我局"),
    ("委", "我委"),
    ("委员会", "我委"),
    ("部", "我部"),
    ("办", "我办"),
    ("办公室", "我办"),
    ("科协", "我会"),
    ("总工会", "我会"),
)


def _is_torn(clause: str) -> bool:
    """Say whether a clause lost one half of a pair of marks when the sentence was cut."""
    return any(clause.count(left) != clause.count(right) for left, right in ("“”", "《》", "（）"))


def _progress(
    matter: Matter, department: str, clauses: list[str], *, chance: Random, season: str
) -> str:
    us = we(department)
    title = matter.title.rstrip("。")
    opening = chance.choice(OPENINGS[matter.lead]).format(season=season, us=us, title=title)
    efforts = list(EFFORTS if matter.lead else SUPPORT_EFFORTS)
    chance.shuffle(efforts)
    parts = [
        f"{_done(clause)}，{_counted(effort, chance)}"
        for clause, effort in zip(clauses, efforts, strict=False)
    ]
    if matter.lead and matter.others:
        named = "、".join(matter.others[:2]) + ("等单位" if len(matter.others) > 2 else "")
        parts.append(_counted(chance.choice(JOINT_EFFORTS), chance).format(others=named))
    if len(parts) == 1:
        return f"{opening}{parts[0]}。"
    return (
        opening + "；".join(f"{n}是{part}" for n, part in zip(NUMERALS, parts, strict=False)) + "。"
    )


NUMERALS = ("一", "二", "三", "四", "五")


def _done(clause: str) -> str:
    verb = max((verb for verb in DONE_FORMS if clause.startswith(verb)), key=len)
    return DONE_FORMS[verb] + clause[len(verb) :]


def _counted(phrase: str, chance: Random) -> str:
    """Fill `{a}`, `{b}`, `{c}` with numbers, each smaller than the one before."""
    numbers = {"a": chance.randint(18, 60), "b": chance.randint(6, 17), "c": chance.randint(2, 5)}
    return re.sub(r"\{([abc])\}", lambda hit: str(numbers[hit[1]]), phrase)


def _problem(matter: Matter, chance: Random) -> str:
    near = [text for words, text in BY_SUBJECT if re.search(words, matter.title + matter.text)]
    return chance.choice([*near, chance.choice(PROBLEMS)])


def _next_steps(matter: Matter, clauses: list[str], *, chance: Random, done: bool) -> str:
    if done:
        return f"任务已完成，转入常态化管理，继续跟踪“{matter.title.rstrip('。')}”的实际成效。"
    rest = clauses[0] if clauses else f"抓好“{matter.title.rstrip('。')}”各项举措落地"
    return chance.choice(NEXT_FORMS).format(clause=rest)
