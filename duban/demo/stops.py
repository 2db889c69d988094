"""Which days around a due day are worth a stop, by the preset that a new installation works by."""

from datetime import date
from importlib.resources import files

from duban.demo.world import World
from rules.policies import STANDARD, Policy
from rules.policy_files import parse_policies


def standard_policy() -> Policy:
    """Return the preset that a new installation works by."""
    text = (files("rules") / "policies.toml").read_text("utf-8")
    return parse_policies(text)[STANDARD]


def stop_for_return(world: World, policy: Policy, due: date) -> None:
    """Stop when a return opens, when it is reminded of and due, and on the first urge."""
    before = (policy.opens_before, policy.remind_before[-1])  # the opening reminds already
    supports = world.working_day(-policy.support_before, after=due)
    days = [world.working_day(-count, after=due) for count in before]
    days += [world.working_day(-policy.remind_before[-1], after=supports), due]
    world.agenda.closing_days.add(due)
    for rung in policy.ladder.rungs[:1]:
        days.append(world.working_day(rung.after_working_days, after=due))
    for day in days:
        world.agenda.note(day)


def stop_for_deadline(world: World, policy: Policy, due: date) -> None:
    """Stop when a deadline is reminded of, and on its day."""
    for count in policy.remind_before:
        world.agenda.note(world.working_day(-count, after=due))
    world.agenda.note(due)
