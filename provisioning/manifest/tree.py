"""Records below others, in their order."""

from marque.kit.serialise.records import Record, RecordSet
from marque.kit.serialise.sequence import FIRST


def children(records: RecordSet, label: str, group: str, parent: str) -> list[Record]:
    """The placed records whose `group` is this parent, first to last."""
    return in_order([r for r in records.of(label) if (r.fields[group] or {}).get("key") == parent])


def in_order(siblings: list[Record]) -> list[Record]:
    """Siblings as each says which one it follows; those without a place are left out."""
    waiting = [record for record in siblings if record.fields["after"] is not None]
    found: list[Record] = []
    key = FIRST
    while following := next((record for record in waiting if record.fields["after"] == key), None):
        waiting.remove(following)
        found.append(following)
        key = following.key
    return found + waiting
