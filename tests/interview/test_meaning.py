"""Which records of two lists are the same one."""

from __future__ import annotations

import pytest

from data_platform.interview.meaning import paired


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        (["a", "b"], ["b", "a"], [1, 0]),
        (["a", "b"], ["a", "c"], [0, 1]),
        (["a", "b"], ["c", "a"], [None, 0]),
        (["a", "a"], ["a"], [0]),
        (["", ""], ["", "x"], [0, 1]),
        (["a"], ["a", ""], [0, None]),
    ],
)
def test_records_are_the_same_by_name_then_by_place(
    old: list[str], new: list[str], found: list[int | None]
) -> None:
    assert paired(old, new) == found


def test_a_record_that_was_renamed_and_moved_is_known_by_its_id() -> None:
    assert paired(["a", "b"], ["c", "a"], ["i", "j"], ["j", "i"]) == [1, 0]
    # A name says more than an id: those of a file follow from the places.
    assert paired(["a", "b"], ["b", "c"], ["r1", "r2"], ["r1", "r2"]) == [1, None]
