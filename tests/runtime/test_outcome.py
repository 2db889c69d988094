"""A sweep works in batches, and a fault in one item holds back no other."""

from collections.abc import Sequence

from runtime.outcome import Outcome


def test_where_a_batch_fails_each_item_is_tried_alone() -> None:
    outcome, done = Outcome("test"), list[int]()

    def work(numbers: Sequence[int]) -> None:
        if 4 in numbers:
            raise ValueError("four")
        done.extend(numbers)

    outcome.in_batches([1, 2, 3, 4, 5], work, size=3)

    assert done == [1, 2, 3, 5]
    assert outcome.failures == {4: "ValueError: four"}
