"""A long story that hypothesis makes up: whatever happens, the promises are kept.

Each step lets time pass and something happen, through the production sweeps and actions on a held
clock, and then looks at the promises by code of its own (`kept`).
"""

import asyncio
from datetime import timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule

from duban.replay.timeline import catch_up, today
from flows import deliver_messages
from models import PolicyVersion
from tests.replay.mail_room import run_and_kill, run_at_once
from tests.replay.openings import (
    POLICIES,
    TASKS,
    UNITS,
    days,
    flows,
    posts,
    some_tasks,
    units,
)
from tests.replay.play import Play


class LongStory(Play):
    """Everything that can happen to a house."""

    @rule(number=days, hour=st.integers(9, 20))
    def time_passes(self, number: int, hour: int) -> None:
        """Days go by."""
        self.wait(number, hour)

    @rule(unit=units, tasks=some_tasks, number=days)
    def a_department_acknowledges(self, unit: str, tasks: list[str] | None, number: int) -> None:
        """签收."""
        self.wait(number)
        self.happens("ack", department=unit, tasks=tasks)

    @rule(
        unit=units, tasks=some_tasks, number=days, done=st.booleans(),
        percent=st.none() | st.sampled_from((0, 20, 60, 100)),
    )  # fmt: skip
    def a_department_answers(
        self, unit: str, tasks: list[str] | None, number: int, percent: int | None, *, done: bool
    ) -> None:
        """进展反馈, perhaps with 报结."""
        self.wait(number)
        self.happens("update", department=unit, tasks=tasks, percent=percent, done=done)

    @rule(unit=units, tasks=some_tasks, number=st.integers(0, 4))
    def a_department_objects(self, unit: str, tasks: list[str] | None, number: int) -> None:
        """异议."""
        self.wait(number)
        self.happens("object", department=unit, tasks=tasks)

    @rule(unit=units, tasks=some_tasks, number=days, more=st.integers(1, 60))
    def a_department_asks_for_time(
        self, unit: str, tasks: list[str] | None, number: int, more: int
    ) -> None:
        """延期."""
        self.wait(number)
        until = today(self.house) + timedelta(days=more)
        self.happens("extend", department=unit, tasks=tasks, until=str(until))

    @rule(decision=st.sampled_from(("granted", "refused")), number=st.integers(0, 3))
    def an_extension_is_decided(self, decision: str, number: int) -> None:
        """By the office."""
        self.wait(number)
        self.happens("decide", what="extension", decision=decision)

    @rule(unit=units, to=units, decision=st.sampled_from(("upheld", "reassigned")))
    def an_objection_is_decided(self, unit: str, to: str, decision: str) -> None:
        """Upheld, or the part moves."""
        self.happens("decide", what="objection", department=unit, decision=decision, to=to)

    @rule(decision=st.sampled_from(("approved", "refused")), number=st.integers(0, 2))
    def a_draft_is_decided(self, decision: str, number: int) -> None:
        """By the leader."""
        self.wait(number)
        self.happens("decide", what="draft", decision=decision)

    @rule(
        verb=st.sampled_from(
            ("suspend", "resume", "close", "verify", "rework", "withdraw", "long_term")
        ),
        task=st.sampled_from(TASKS), number=days,
    )  # fmt: skip
    def the_office_speaks(self, verb: str, task: str, number: int) -> None:
        """The verbs of a task."""
        self.wait(number)
        self.happens(verb, tasks=[task])

    @rule(unit=units, tasks=some_tasks)
    def an_answer_is_sent_back(self, unit: str, tasks: list[str] | None) -> None:
        """退回."""
        self.happens("send_back", department=unit, tasks=tasks)

    @rule(unit=units, to=units, task=st.sampled_from(TASKS))
    def a_part_moves(self, unit: str, to: str, task: str) -> None:
        """改派."""
        self.happens("reassign", department=unit, to=to, tasks=[task])

    @rule(task=st.sampled_from(TASKS), more=st.integers(-3, 60))
    def a_day_is_set(self, task: str, more: int) -> None:
        """A deadline of the office's."""
        self.happens("deadline", tasks=[task], due_on=str(today(self.house) + timedelta(days=more)))

    @rule(task=st.sampled_from(TASKS), more=st.integers(1, 60), percent=st.sampled_from((30, 80)))
    def a_step_is_set(self, task: str, more: int, percent: int) -> None:
        """A milestone."""
        due_on = str(today(self.house) + timedelta(days=more))
        self.happens("milestone", tasks=[task], due_on=due_on, percent=percent)

    @rule(policy=st.sampled_from(POLICIES))
    def the_policy_is_edited(self, policy: str | dict[str, Any]) -> None:
        """Open climbs keep their ladder."""
        with self.house.runtime.transaction() as session:  # as `duban policy apply` notes it
            session.add(
                PolicyVersion(
                    sha256="", text="", applied_by="统筹办公室", applied_at=self.house.now
                )
            )
        self.happens("policy_edit", policy=policy)

    @rule(start=st.integers(1, 12), length=st.integers(1, 4), work=st.booleans())
    def the_calendar_is_edited(self, start: int, length: int, *, work: bool) -> None:
        """Some days to come are days off, or working days."""
        first = today(self.house) + timedelta(days=start)
        word = "work" if work else "off"
        self.happens(
            "calendar_edit",
            days={str(first + timedelta(days=n)): word for n in range(length)},
        )

    @rule()
    def a_year_is_published(self) -> None:
        """The official table arrives."""
        self.happens("calendar_edit", publish=today(self.house).year)

    @rule(
        unit=units,
        post=posts,
        mode=st.sampled_from(("replace", "add", "remove")),
        away=st.none() | st.integers(0, 20),
        robot=st.booleans(),
        number=st.integers(1, 9),
    )
    def a_contact_changes(
        self, unit: str, post: str, mode: str, away: int | None, number: int, *, robot: bool
    ) -> None:  # fmt: skip
        """Somebody comes, goes, or is away."""
        facts: dict[str, Any] = {"department": unit, "role": post, "mode": mode}
        if away is not None:
            facts["absent_until"] = str(today(self.house) + timedelta(days=away))
        elif mode != "remove":
            facts["channel"] = "wecom" if robot else "email"
            facts["address"] = (
                f"https://robot.example/{unit}{number}"
                if robot
                else f"new{number}.{UNITS.index(unit)}@x.example"
            )
        self.happens("contact_change", **facts)

    @rule(unit=units, post=posts)
    def a_mail_comes_back(self, unit: str, post: str) -> None:
        """The address is marked; the office is told."""
        self.happens("bounce", department=unit, role=post)

    @rule(number=st.sampled_from((1, 1, 2, 4, 9, 22)), unit=units, answers=st.booleans())
    def the_server_is_down(self, number: int, unit: str, *, answers: bool) -> None:
        """For days; what is said meanwhile is heard when it is up again."""
        self.happens("outage_begin")
        self.wait(number)
        if answers:
            self.happens("update", department=unit)
        self.end_outage()

    @rule(number=st.sampled_from((0, 0, 1, 2, 4)), answers=st.none() | units)
    def the_mail_server_is_down(self, number: int, answers: str | None) -> None:
        """Our own work goes on; letters wait."""
        self.room.is_down = True
        self.wait(number)
        if answers:
            self.happens("update", department=answers, percent=100)
        self.room.is_down = False
        self.until(self.house.now + timedelta(minutes=30))

    @rule()
    def a_restart(self) -> None:
        """Stopped and started."""
        self.happens("restart")

    @rule(by=st.sampled_from((-400, -30, -3, -1, 1, 3, 30, 370)))
    def the_clock_jumps(self, by: int) -> None:
        """Back or ahead."""
        to = (self.house.now + timedelta(days=by)).isoformat()
        self.happens("clock_jump", to=to)
        self.back_on = today(self.house)

    @rule(flow=flows, times=st.integers(1, 3))
    def somebody_runs_a_flow(self, flow: Any, times: int) -> None:
        """By hand, at any hour."""
        name = flow.__name__.rpartition(".")[2]
        self.happens("run", flow=name, times=times)

    @rule(some=st.lists(flows, min_size=2, max_size=3), number=days)
    def flows_run_at_once(self, some: list[Any], number: int) -> None:
        """In processes of their own, on the morning on which the day's work is done."""
        self.wait(number)
        self.to_the_morning()
        run_at_once(self.house, [*some, *some[:1]], now=self.house.now)
        self.house.outlook = None
        asyncio.run(catch_up(self.house))
        self.look(by_the_clock=True)

    @rule(flow=flows, number=days, commits=st.integers(0, 6))
    def a_flow_is_killed(self, flow: Any, number: int, commits: int) -> None:
        """With SIGKILL before one of its commits; then the server starts again."""
        self.wait(number)
        self.to_the_morning()

        for module in (flow, deliver_messages):
            self.seen.kills += run_and_kill(self.house, module, commits=commits, now=self.house.now)
        self.house.outlook = None
        asyncio.run(catch_up(self.house))
        self.until(self.house.now + timedelta(minutes=11))  # the leases of the dead run out
