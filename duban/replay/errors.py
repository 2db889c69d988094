"""What is wrong with a scenario, and where."""

from rules.errors import DubanError


class ScenarioInvalid(DubanError):
    """The scenario cannot be played; `place` is where to look: `events[3].task`."""

    def __init__(self, place: str, reason: str) -> None:
        self.place = place
        self.reason = reason
        super().__init__(f"{place}: {reason}" if place else reason)
