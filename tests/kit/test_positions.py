"""A list that people order."""

from dataclasses import dataclass, field

import pytest

from marque.kit.positions import place


@dataclass
class Row:
    """A row with a place; notes what was written of it."""

    pk: str
    position: int
    written: list[int] = field(default_factory=list)

    def save(self, update_fields: list[str]) -> None:
        self.written += [getattr(self, name) for name in update_fields]


@pytest.mark.parametrize(
    ("position", "order"),
    [(1, "cabd"), (2, "acbd"), (3, "abcd"), (4, "abdc"), (99, "abdc"), (0, "cabd"), (-5, "cabd")],
)
def test_place_puts_a_row_as_close_to_the_asked_place_as_there_is_one(position: int, order: str) -> None:
    rows = [Row(name, number) for number, name in enumerate("abcd", start=1)]

    place(rows, rows[2], position)

    assert "".join(row.pk for row in sorted(rows, key=lambda row: row.position)) == order
    assert sorted(row.position for row in rows) == [1, 2, 3, 4]


def test_place_writes_only_what_changed() -> None:
    rows = [Row(name, number) for number, name in enumerate("abcd", start=1)]

    place(rows, rows[3], 3)

    assert [row.written for row in rows] == [[], [], [4], [3]]


def test_place_takes_in_a_row_that_was_not_among_them() -> None:
    rows, new = [Row("a", 1), Row("b", 2)], Row("c", 7)

    place(rows, new, 2)

    assert [(row.pk, row.position) for row in (*rows, new)] == [("a", 1), ("b", 3), ("c", 2)]
