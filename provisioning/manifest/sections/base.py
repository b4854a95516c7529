"""What every section does: describe itself, name what it brings, ask for records, write records down."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from marque.kit.moments import OUTSIDE, YEARS
from marque.kit.serialise.records import Record, RecordSet
from provisioning.manifest.book import Book
from provisioning.manifest.schema import Field, Item
from provisioning.manifest.wish import Wish

if TYPE_CHECKING:
    from provisioning.manifest.media import Media

SLUG = r"[-a-zA-Z0-9_]+"


class Section(ABC):
    """A part of a manifest; `labels` are the models whose rows are its own."""

    name = ""
    labels: tuple[str, ...] = ()

    # what may be said
    field: Field

    def announce(self, value: Any, wish: Wish, media: "Media") -> None:  # noqa: B027 (most bring nothing)
        """Name what the section brings, before anything refers to it."""

    @abstractmethod
    def ask(self, value: Any, wish: Wish, media: "Media") -> None:
        """Ask for records."""

    @abstractmethod
    def pull(self, records: RecordSet, book: Book) -> Any:
        """The records as the file says them."""


def said(fields: Mapping[str, Field], values: Mapping[str, Any]) -> dict[str, Any]:
    """What is worth writing: the values that differ from what is assumed, in the order of the description."""
    return {name: values[name] for name in fields if name in values and not _assumed(fields[name], values[name])}


def _assumed(field: Field, value: Any) -> bool:
    if field.required:
        return False
    return value == field.default or (value in (None, "", [], {}) and field.default in (None, "", [], {}))


def moment(item: Item, name: str, wish: Wish) -> datetime | None:
    """A moment that was written with its zone; notes one that cannot be read."""
    if not item[name]:
        return None
    try:
        at = datetime.fromisoformat(item[name])
    except ValueError:
        at = None
    if at is None or at.tzinfo is None:
        wish.wrong(item.mark, "Write a moment with its zone, such as 2027-01-31T18:00+01:00.", name)
        return None
    if at.year not in YEARS:
        wish.wrong(item.mark, str(OUTSIDE), name)
        return None
    return at.astimezone(UTC)


def twice(items: list[Item], key: str, wish: Wish, what: str) -> None:
    """Note every item whose name was said before."""
    seen: set[str] = set()
    for item in items:
        if item[key] and item[key] in seen:
            wish.wrong(item.mark, f"There are two {what} “{item[key]}”.", key)
        seen.add(item[key])


def titled(records: list[Record]) -> list[tuple[str, Record]]:
    """Each record with its title."""
    return [(record.fields["title"], record) for record in records]
