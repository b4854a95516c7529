"""What differs between two sets of records."""

from dataclasses import dataclass, field
from typing import Any

from marque.kit.serialise.records import Record, RecordSet


@dataclass(frozen=True, slots=True)
class Change:
    """A record that stays and differs: its fields' old and new values. `record` is the new one."""

    record: Record
    fields: dict[str, tuple[Any, Any]]


@dataclass(frozen=True, slots=True)
class Changes:
    """What has to happen to one set to become the other."""

    added: list[Record] = field(default_factory=list)
    removed: list[Record] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed)

    def labels(self) -> set[str]:
        """The models concerned."""
        records = [*self.added, *self.removed, *(change.record for change in self.changed)]
        return {record.label for record in records}


def diff(before: RecordSet, after: RecordSet) -> Changes:
    """The changes that lead from one set to the other, in the sets' order."""
    changed = []
    for id in before.keys() & after.keys():
        if fields := _differing(before[id].fields, after[id].fields):
            changed.append(Change(after[id], fields))
    return Changes(
        added=[record for id, record in after.items() if id not in before],
        removed=[record for id, record in before.items() if id not in after],
        changed=sorted(changed, key=lambda change: change.record.id),
    )


def _differing(old: dict[str, Any], new: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    names = [*old, *(name for name in new if name not in old)]
    return {name: (old.get(name), new.get(name)) for name in names if old.get(name) != new.get(name)}
