"""The year itself: what the departments, the office and the leader do, and when."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial

from duban.demo import letters
from duban.demo.casting import Objection, cast_parts, closers
from duban.demo.days import official_calendar
from duban.demo.decisions import decide_drafts
from duban.demo.department import Department, Temper
from duban.demo.digest_letter import Wanted
from duban.demo.dispatch_letter import WantedTask
from duban.demo.office import Leader, Office
from duban.demo.people import Person
from duban.demo.post_office import Letter
from duban.demo.stops import standard_policy, stop_for_deadline, stop_for_return
from duban.demo.webhook import Hook
from duban.demo.world import World
from rules.policies import Policy

SHORT_OF_PROOF = "佐证材料不完整，缺少印发文件和验收意见，请补充后重新报结。"


@dataclass(slots=True)
class Story:
    """Takes what arrived at each stop, and has everybody react to it."""

    world: World
    office: Office
    leader: Leader
    people: dict[str, Person]
    make_hook: Callable[[str], Hook]
    policy: Policy = field(default_factory=standard_policy)
    departments: dict[str, Department] = field(default_factory=dict)
    objection: Objection | None = None
    has_objected: bool = False
    planned: set[tuple[str, str, str, date | None]] = field(default_factory=set)
    extended: str = ""  # key of the task whose time was extended
    sent_back: str = ""  # key of the task that came back once
    is_cast: bool = False

    def open_the_year(self, *, no_duty: bool) -> None:
        """Confirm what is clear; answer what is doubtful on the next day, so that both show."""
        world = self.world
        if no_duty and self.office.choose_duty(self.policy.name):
            world.tell(
                f"  来文没有规定报送时间：统筹办公室从预设“{self.policy.name}”中选定一项，"
                "标注为“由办公室设定” [dim](the office chose a duty from the preset)[/dim]"
            )
        left = self.office.confirm()
        world.tell(f"  确认后交办；{left} 项有疑点，暂不交办")
        owners = self.office.give_targets_an_owner()
        if owners:
            world.tell(f"  {owners} 个指标文中没有写明责任单位，由办公室指定")
        if left or self.office.has_doubts():
            world.later(world.working_day(1), self._settle_doubts)
        world.agenda.note(world.today)
        for due in self.office.duty_days(world.today, world.agenda.last_day):
            stop_for_return(world, self.policy, due)
        for due in self.office.target_days(world.today, world.agenda.last_day):
            world.agenda.note(world.working_day(-self.policy.remind_before[-1], after=due))
        world.agenda.note(world.agenda.last_day)

    def _settle_doubts(self) -> None:
        answered = self.office.answer_doubts()
        left = self.office.confirm()
        self.office.give_targets_an_owner()
        rest = f"，仍有 {left} 项待定" if left else ""
        self.world.tell(f"  {self.world.today}：答复疑点 {answered} 个，补充交办{rest}")

    def react(self, mail: Sequence[Letter], *, drafted: bool) -> None:
        """Everybody reads what arrived and does, or plans, what follows."""
        fresh = [letter for letter in mail if letter.kind == "dispatch"]
        for letter in fresh:
            self._learn(letter)
        if fresh:
            self._begin(fresh)
        for letter in mail:
            self.world.tally[f"letter:{letter.kind}"] += 1
            self._read(letter)
        if drafted:
            decide_drafts(self.leader, self.world.tally)

    def _learn(self, letter: Letter) -> None:
        person = self.people.get(letter.to.lower())
        if person is None or letter.copied:
            return
        department = self.departments.setdefault(
            person.department, Department(person.department, self.world)
        )
        for task in department.learn(letter, person):
            self._plan_the_plan(department, task)

    def _begin(self, fresh: Sequence[Letter]) -> None:
        """Cast the parts after the first letters, and have everybody acknowledge."""
        if not self.is_cast:
            self.is_cast = True
            self.objection = cast_parts(self.departments)
            for one in self.departments.values():
                if one.temper is Temper.WEBHOOK:
                    one.hook = self.make_hook(one.full_name)
            self._plan_closures()
        for letter in fresh:
            person = self.people.get(letter.to.lower())
            department = self.departments.get(person.department) if person else None
            if department is not None and not letter.copied:
                self._plan_receipt(department)

    def _plan_receipt(self, department: Department) -> None:
        world = self.world
        if department.temper is Temper.SILENT:
            self._plan_the_climb(department)
        elif self.objection and department is self.objection.department and not self.has_objected:
            objection, self.has_objected = self.objection, True  # a second letter is taken
            world.later(world.working_day(1), lambda: department.object_to(objection.key))
            world.later(world.working_day(2), self._answer_objection)
        else:
            late = len(department.name) % 2
            world.later(world.working_day(1 + late), department.acknowledge)

    def _plan_the_climb(self, department: Department) -> None:
        """Stop at each rung; the department gives in the day after the 约谈 draft."""
        limit = self.world.working_day(self.policy.acknowledge_within)
        day = limit
        for rung in self.policy.ladder.rungs:
            day = self.world.working_day(rung.after_working_days, after=limit)
            self.world.agenda.note(day)
            if rung.name == "talk":
                break
        self.world.agenda.note(self.world.working_day(1, after=day), department.acknowledge)

    def _plan_the_plan(self, department: Department, task: WantedTask) -> None:
        day = self.world.working_day(self.policy.plan_within - 1)
        first = self.world.today
        ends = [first + timedelta(days=count) for count in (98, 220, 312)]
        steps = letters.plan_steps(task, [self.world.working_day(0, after=end) for end in ends])
        self.world.later(day, lambda: department.send_plan(task.key, steps))
        self.world.later(self.world.working_day(1, after=day), lambda: self._accept_plan(task.key))
        for end, _ in steps:
            self.world.agenda.note(
                self.world.working_day(-self.policy.remind_before[-1], after=end)
            )

    def _plan_closures(self) -> None:
        """What the notice sets a deadline for is finished; without any, two leads finish early."""
        bound = {t.due_on for d in self.departments.values() for t in d.tasks.values() if t.due_on}
        for day in bound:
            stop_for_deadline(self.world, self.policy, day)
        if bound:
            return
        start = self.world.today + timedelta(days=250)
        for number, (department, key) in enumerate(closers(self.departments, most=2)):
            day = self.world.working_day(number * 5, after=start)
            self.world.later(day, partial(self._finish, department, key))

    def _finish(self, department: Department, key: str) -> None:
        """报结, then 核查; one task comes back once."""
        world = self.world
        department.finish(key)
        review = world.working_day(1)
        if self.sent_back or key == self.extended:
            world.later(review, lambda: self._close(key))
            return
        self.sent_back = key
        world.later(review, lambda: self._send_back(key))
        again = world.working_day(3, after=review)
        world.later(again, lambda: department.finish(key, again=True))
        world.later(world.working_day(1, after=again), lambda: self._close(key))

    def _read(self, letter: Letter) -> None:
        person = self.people.get(letter.to.lower())
        department = self.departments.get(person.department) if person else None
        if department is None or letter.kind == "dispatch":
            return
        for wanted in department.take_in(letter):
            mark = (department.name, wanted.key, wanted.wants, wanted.due_on)
            if mark not in self.planned and self._answer(department, wanted):
                self.planned.add(mark)

    def _answer(self, department: Department, wanted: Wanted) -> bool:
        """Do what a line of a letter asks for, if its time has come; say whether it was done."""
        if wanted.due_on is None:
            return False
        left = official_calendar().working_days_until(wanted.due_on, self.world.today)
        is_close = left <= self.policy.remind_before[-1]
        match wanted.wants:
            case "return":
                return self._answer_return(department, wanted, wanted.due_on, is_close=is_close)
            case "deadline" if wanted.leads:
                return self._meet_deadline(department, wanted, wanted.due_on, is_close=is_close)
            case "milestone" if wanted.leads:
                department.reach(wanted.key, wanted.milestone)
                return True
            case "target":
                department.give_values(wanted.key)
                return True
        return False

    def _answer_return(
        self, department: Department, wanted: Wanted, due: date, *, is_close: bool
    ) -> bool:
        """Most answer with the last reminder; one forgets until it is urged a second time."""
        forgetful = department.temper is Temper.LATE
        if forgetful and self.world.today < self.world.working_day(3, after=due):
            return False
        if is_close:
            department.report_due(wanted.leads, season=f"{due.year}年以来")
        return is_close

    def _meet_deadline(
        self, department: Department, wanted: Wanted, due: date, *, is_close: bool
    ) -> bool:
        """The first deadline is asked to be moved; the others, and the moved one, are kept."""
        key = wanted.key
        if not self.extended and department.temper is not Temper.SILENT:
            self.extended = key
            until = self.world.working_day(0, after=due + timedelta(days=61))
            department.ask_for_time(key, until)
            self.world.later(self.world.working_day(1), lambda: self._grant(key))
            stop_for_deadline(self.world, self.policy, until)
            return True
        if is_close:
            self._finish(department, key)
        return is_close

    def _answer_objection(self) -> None:
        if self.objection is None:
            return
        reason = "经与有关部门会商，该项工作与受派单位职能更为相符。"
        if self.office.answer_objection(self.objection.key, self.objection.moved_to, reason):
            self.world.tally["reassigned"] += 1

    def _accept_plan(self, key: str) -> None:
        self.world.tally["plans accepted"] += self.office.accept_plan(key)

    def _grant(self, key: str) -> None:
        self.world.tally["extensions granted"] += self.office.decide_extensions(key)

    def _send_back(self, key: str) -> None:
        self.office.act(key, "return", reason=SHORT_OF_PROOF)
        self.world.tally["sent back"] += 1

    def _close(self, key: str) -> None:
        self.office.act(key, "verify", reason="经查阅佐证材料并电话核实，任务已完成。")
        self.office.act(key, "close")
        self.world.tally["closed"] += 1
