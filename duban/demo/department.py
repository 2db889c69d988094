"""One department of the demo: reads its mail, answers by its own means, in its own time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import Enum
from typing import Any

from duban.demo import letters
from duban.demo.browser import PageRefused
from duban.demo.chance import seeded
from duban.demo.digest_letter import Wanted, link_in, read_digest
from duban.demo.dispatch_letter import WantedTask, read_dispatch
from duban.demo.people import Person
from duban.demo.post_office import Letter
from duban.demo.replies import Attachment, write_reply
from duban.demo.return_page import AskedTarget, ReturnPage, fill_in, open_return
from duban.demo.values import value_for
from duban.demo.webhook import Hook, as_payload, call
from duban.demo.words import Account, Matter, write_account
from duban.demo.world import World


class Temper(Enum):
    """How a department behaves this year."""

    PROMPT = "prompt"  # answers by mail, in time
    FORM = "form"  # answers on the page behind its link
    WEBHOOK = "webhook"  # its own system answers
    OBJECTS = "objects"  # says once that a task is not its own
    SILENT = "silent"  # does not even acknowledge, until it is talked to
    LATE = "late"  # forgets the annual return


@dataclass(slots=True)
class Department:
    """What one department knows and does."""

    name: str  # as its contacts give it
    world: World
    full_name: str = ""
    temper: Temper = Temper.PROMPT
    hook: Hook | None = None  # of a department whose own system answers
    tasks: dict[str, WantedTask] = field(default_factory=dict)
    to_acknowledge: list[Letter] = field(default_factory=list)
    done: set[str] = field(default_factory=set)  # tasks it finished
    steps: dict[str, list[str]] = field(default_factory=dict)  # of its plans, by task
    returned: set[str] = field(default_factory=set)  # keys answered for the open period
    inbox: list[tuple[Letter, frozenset[str]]] = field(default_factory=list)
    liaison: Person | None = None

    def learn(self, letter: Letter, person: Person) -> list[WantedTask]:
        """Take in a 交办 letter; return the tasks of it that want a plan."""
        read = read_dispatch(letter.text)
        self.liaison, self.full_name = person, read.department
        self.tasks |= {task.key: task for task in read.tasks}
        self.inbox.append((letter, frozenset(task.key for task in read.tasks)))
        self.to_acknowledge.append(letter)
        return [task for task in read.tasks if task.wants_plan]

    def take_in(self, letter: Letter) -> list[Wanted]:
        """Read a reminder or an urge; return what it asks for."""
        wanted = read_digest(letter.text)
        if wanted and self.liaison and letter.to.lower() == self.liaison.address.lower():
            self.inbox.append((letter, frozenset(one.key for one in wanted)))
        return wanted

    def acknowledge(self) -> None:
        """签收, each in its own way."""
        waiting, self.to_acknowledge = self.to_acknowledge, []
        if not waiting:
            return
        self.world.tally["acknowledged"] += 1
        if self.temper is Temper.FORM:
            self._acknowledge_by_form(waiting[-1])
        elif self.temper is Temper.WEBHOOK and self.hook:
            self._call({"items": [{"task": key, "acknowledged": True} for key in self.tasks]})
        else:
            words = seeded(self.name, "签收").choice(letters.RECEIPTS)
            for letter in waiting:
                self.reply(letter, words)

    def _acknowledge_by_form(self, letter: Letter) -> None:
        page = self.world.browser.open(link_in(letter.text))
        for form in page.forms("/acknowledge"):
            self.world.browser.submit(page, form)

    def object_to(self, key: str) -> None:
        """异议, and 签收 for whatever else there is."""
        task = self.tasks[key]
        self.reply(self._letter_about([key]), letters.objection(task, self.name))
        self.world.tally["objections"] += 1
        about_more = [letter for letter, keys in self.inbox if keys != frozenset([key])]
        self.to_acknowledge = [one for one in self.to_acknowledge if one in about_more]
        if self.to_acknowledge:
            self.world.later(self.world.working_day(2), self.acknowledge)

    def report(self, keys: Sequence[str], *, season: str) -> None:
        """Answer for these tasks, all in one."""
        asked = open_return(self.world.browser, self._link())
        wanted = {task.key for task in asked.tasks}
        owed = [key for key in keys if key in wanted and key not in self.returned]
        if not owed:
            return
        self.returned.update(owed)
        letter = self._letter_about(owed)
        accounts = {key: self.account(key, asked, season=season) for key in owed}
        values = [one for one in self._values(asked) if not one[0].answered]
        self.world.tally["accounts"] += len(owed)
        self.world.tally["values"] += len(values)
        if self.temper is Temper.FORM:
            fill_in(self.world.browser, asked, accounts, values)
        elif self.temper is Temper.WEBHOOK and self.hook:
            self._call(as_payload(accounts, values))
        else:
            self.reply(letter, letters.answer(accounts, values, sole=len(self._keys(letter)) == 1))

    def report_due(self, leads: bool, *, season: str) -> None:
        """Answer everything it leads, or everything it supports, for the open period."""
        keys = [key for key, task in self.tasks.items() if task.answers_first is leads]
        self.report(keys, season=season)

    def reach(self, key: str, milestone: str) -> None:
        """Say that a milestone of its plan was reached."""
        account = self.account(key, None, season="本阶段")
        steps = self.steps.get(key, [milestone])
        place = steps.index(milestone) + 1 if milestone in steps else len(steps)
        percent = -(-100 * place // len(steps))
        reached = replace(
            account, percent=percent, progress=f"节点“{milestone}”已按期完成。{account.progress}"
        )
        letter = self._letter_about([key])
        self.reply(letter, letters.answer({key: reached}, (), sole=len(self._keys(letter)) == 1))
        self.world.tally["milestones"] += 1

    def give_values(self, key: str) -> None:
        """Give the values of the targets that have not been answered yet."""
        letter = self._letter_about([key])
        asked = open_return(self.world.browser, self._link())
        values = [one for one in self._values(asked) if not one[0].answered]
        if values:
            self.reply(letter, letters.numbers(values))
            self.world.tally["values"] += len(values)

    def ask_for_time(self, key: str, until: date) -> None:
        """申请延期."""
        self.reply(self._letter_about([key]), letters.extension(self.tasks[key], until))
        self.world.tally["extensions asked"] += 1

    def send_plan(self, key: str, steps: Sequence[tuple[date, str]]) -> None:
        """Hand in the 实施方案 that the notice orders."""
        self.steps[key] = [title for _, title in steps]
        self.reply(self._letter_about([key]), letters.plan(self.tasks[key], self.name, steps))
        self.world.tally["plans"] += 1

    def finish(self, key: str, *, again: bool = False) -> None:
        """报结, with evidence."""
        self.done.add(key)
        task = self.tasks[key]
        account = self.account(key, None, season="本年度")
        values = self._values_of(task)
        text = letters.closure(task, account, values, again=again)
        proof = Attachment(f"任务{key}完成情况佐证.txt", letters.evidence(task, self.name).encode())
        self.reply(self._letter_about([key]), text, proof)
        self.world.tally["closures asked"] += 1
        self.world.tally["values"] += len(values)

    def account(self, key: str, asked: ReturnPage | None, *, season: str) -> Account:
        """Write what there is to say about a task."""
        task = self.tasks[key]
        text = task.text
        if asked is not None:
            text = next((one.text for one in asked.tasks if one.key == key and one.text), text)
        leads = task.answers_first
        others = tuple(name for name in (*task.leads, *task.supports) if name not in self.name)
        matter = Matter(key, task.title, text, lead=leads, others=others if leads else ())
        percent = 100 if key in self.done else self._percent(key)
        return write_account(matter, self.name, percent=percent, season=season)

    def _percent(self, key: str) -> int:
        """Return how far it is: near the others who share the task, not just as far."""
        return seeded(key, "percent").randrange(32, 54) + seeded(key, self.name).randrange(-6, 7)

    def reply(self, letter: Letter, body: str, *files: Attachment) -> None:
        """Answer a letter by mail, from the liaison's address."""
        if self.liaison is None:
            return
        writer = self.liaison.as_writer()
        ending = letters.signature(self.name, writer.name)
        mail = write_reply(
            letter, f"{body}\n\n{ending}", writer=writer, at=self.world.now, attachments=files
        )
        self.world.post(mail)

    def _call(self, payload: Mapping[str, Any]) -> None:
        if self.hook is not None:
            call(self.world.browser, self.hook, payload, at=self.world.now)
        self.world.tally["webhook calls"] += 1

    def _link(self) -> str:
        """Return the link of the latest letter: older ones may have expired."""
        return next(link for letter, _ in self.inbox[::-1] if (link := link_in(letter.text)))

    def _values(self, asked: ReturnPage) -> list[tuple[AskedTarget, float]]:
        year = self.world.today.year
        return [(target, value_for(target, year=year)) for target in asked.targets]

    def _values_of(self, task: WantedTask) -> list[tuple[AskedTarget, float]]:
        """Return values for the targets that stand in a task's words and have none yet."""
        try:
            asked = open_return(self.world.browser, self._link())
        except PageRefused:  # the last letter is long ago, and so is its link
            return []
        return [
            (target, value)
            for target, value in self._values(asked)
            if not target.answered and f"{target.value:g}{target.unit}" in task.text
        ]

    def _letter_about(self, keys: Sequence[str]) -> Letter:
        """Return the latest letter that is about all these tasks, else the one about most."""
        wanted = set(keys)
        best = max(range(len(self.inbox)), key=lambda n: (len(wanted & self.inbox[n][1]), n))
        return self.inbox[best][0]

    def _keys(self, letter: Letter) -> frozenset[str]:
        return next(keys for one, keys in self.inbox if one is letter)
