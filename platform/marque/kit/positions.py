"""Places in a list that people order: 1, 2, 3 with no holes."""

from collections.abc import Iterable

from django.db.models import Model


def place(rows: Iterable[Model], row: Model, position: int) -> None:
    """Put a row among its siblings, as close to the asked place as there is one."""
    siblings = [sibling for sibling in rows if sibling.pk != row.pk]
    siblings.insert(max(0, min(position - 1, len(siblings))), row)
    renumber(siblings)


def renumber(rows: Iterable[Model]) -> None:
    """Write the places that changed, of rows with a `position`."""
    for position, row in enumerate(rows, start=1):
        if row.position != position:  # type: ignore[attr-defined]
            row.position = position  # type: ignore[attr-defined]
            row.save(update_fields=["position"])
