"""A tenant's config and content as values: what two schemas, a file or a moment in the past can be compared by."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeGuard

FORMAT, VERSION = "marque.records", 1

# the fields a person knows a thing by, best first
_NAMES = ("slug", "title", "name", "wordmark", "subject", "text", "heading", "old_path")


class BadRecords(ValueError):
    """The text is no record set of a version we know."""


@dataclass(frozen=True, slots=True)
class Record:
    """One row as a value: whose, its natural key, its fields as JSON. No primary key occurs in it."""

    label: str
    key: str
    fields: dict[str, Any] = field(compare=False)

    @property
    def id(self) -> tuple[str, str]:
        """What it is found by."""
        return self.label, self.key

    @property
    def name(self) -> str:
        """What a person would call it."""
        found = (str(self.fields[name]) for name in _NAMES if self.fields.get(name))
        return next(found, self.key)[:80]


class RecordSet(Mapping[tuple[str, str], Record]):
    """Records by label and key, in one order always."""

    def __init__(self, records: Iterable[Record] = ()) -> None:
        self._records = {record.id: record for record in sorted(records, key=lambda record: record.id)}

    def __getitem__(self, id: tuple[str, str]) -> Record:
        return self._records[id]

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self._records)

    def __len__(self) -> int:
        return len(self._records)

    def of(self, *labels: str) -> list[Record]:
        """The records of these models."""
        return [record for record in self._records.values() if record.label in labels]

    def to_json(self) -> str:
        """Text that is the same for the same values."""
        rows = [[record.label, record.key, record.fields] for record in self.values()]
        value = {"format": FORMAT, "version": VERSION, "records": rows}
        return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> "RecordSet":
        """The record set a text was made from; raises BadRecords."""
        try:
            value = json.loads(text)
            known = value["format"] == FORMAT and value["version"] == VERSION
            rows = [Record(label, key, dict(fields)) for label, key, fields in value["records"]]
        except (ValueError, TypeError, KeyError) as error:
            raise BadRecords("This is no set of records.") from error
        if not known:
            raise BadRecords(f"Records of version {value['version']!r}; this release reads version {VERSION}.")
        return cls(rows)


def reference(label: str, key: str) -> dict[str, str]:
    """How a value points at another record."""
    return {"ref": label, "key": key}


def is_reference(value: Any) -> TypeGuard[dict[str, str]]:
    """Whether a value points at a record."""
    return isinstance(value, dict) and value.keys() == {"ref", "key"}


def references_in(value: Any) -> Iterator[dict[str, str]]:
    """Everything a value points at, however deep."""
    if is_reference(value):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from references_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from references_in(inner)
