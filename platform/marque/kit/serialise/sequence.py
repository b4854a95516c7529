"""Places among siblings as values: a record says which one it comes after, so an insertion changes one neighbour."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import models

from marque.kit.serialise.references import References

FIRST = ""


def after_values(rows: Iterable[Any], group: str, refs: References) -> dict[Any, str | None]:
    """By primary key: the key of the sibling before, FIRST for the first, None for a row without a place."""
    found: dict[Any, str | None] = {}
    last: dict[Any, str] = {}
    for row in sorted(rows, key=lambda row: (row.position or 0, row.pk)):
        if row.position is None:
            found[row.pk] = None
            continue
        parent = getattr(row, f"{group}_id")
        found[row.pk] = last.get(parent, FIRST)
        last[parent] = refs.key_of(type(row), row.pk) or FIRST
    return found


def in_sequence(current: list[str], wanted: Mapping[str, str]) -> list[str]:
    """The keys in order: those of `wanted` follow whom they name, the others stay as they are."""
    order = [key for key in current if key not in wanted]
    waiting = {key: after for key, after in wanted.items() if key in current}
    while waiting:
        ready = [key for key, after in waiting.items() if after == FIRST or after in order]
        if not ready:
            return order + [key for key in current if key in waiting]
        for key in ready:
            after = waiting.pop(key)
            order.insert(0 if after == FIRST else order.index(after) + 1, key)
    return order


def arrange(
    model: type[models.Model], group: str, groups: set[Any], wanted: Mapping[str, str], refs: References
) -> None:
    """Number the siblings of these groups 1, 2, 3 in the wanted order."""
    placed = model._default_manager.filter(**{f"{group}__in": groups}, position__isnull=False)
    siblings: dict[Any, dict[str, Any]] = {}
    for row in placed.order_by("position", "pk"):
        siblings.setdefault(getattr(row, f"{group}_id"), {})[refs.key_of(model, row.pk) or ""] = row
    moved = []
    for rows in siblings.values():
        for place, key in enumerate(in_sequence(list(rows), wanted), start=1):
            if rows[key].position != place:
                rows[key].position = place
                moved.append(rows[key])
    model._default_manager.bulk_update(moved, ["position"], batch_size=500)
