"""Three orders of the same siblings become one."""

from collections.abc import Iterable, Sequence

from marque.kit.serialise.codecs import codec_of
from marque.kit.serialise.records import Record, RecordSet
from marque.kit.serialise.sequence import FIRST
from provisioning.manifest.book import PAGES
from provisioning.manifest.tree import in_order

# the family of siblings and the parent's key
Group = tuple[str, str]


def groups_of(records: Iterable[Record]) -> dict[Group, list[str]]:
    """The keys of all siblings in order, by group."""
    found: dict[Group, list[Record]] = {}
    for record in records:
        group = group_of(record)
        if group and record.fields["after"] is not None:
            found.setdefault(group, []).append(record)
    return {group: [record.key for record in in_order(siblings)] for group, siblings in found.items()}


def group_of(record: Record) -> Group | None:
    """Whose sibling a record is; None for what has no place."""
    if "after" not in record.fields:
        return None
    is_page = record.label in PAGES.values()
    above = record.fields["parent" if is_page else codec_of(record.label).ordered_in]
    return ("page" if is_page else record.label), (above["key"] if above else "")


def merged_order(
    base: Sequence[str], live: Sequence[str], fork: Sequence[str], members: set[str], *, prefer: str
) -> tuple[list[str], bool]:
    """The members in order, and whether both sides moved the same things differently (then `prefer` decides)."""
    common = set(base) & set(live) & set(fork) & members
    was, here, there = ([key for key in side if key in common] for side in (base, live, fork))
    clash = here != was and there != was and here != there
    by_fork = prefer == "fork" if clash else there != was
    spine, other = (fork, live) if by_fork else (live, fork)
    order = [key for key in spine if key in members]
    for at, key in enumerate(other):
        if key in members and key not in order:
            before = next((k for k in reversed(other[:at]) if k in order), None)
            order.insert(order.index(before) + 1 if before else 0, key)
    return order, clash


def placed(records: dict[tuple[str, str], Record], orders: dict[Group, list[str]]) -> RecordSet:
    """The records with the places these orders give them."""
    found = dict(records)
    for id, record in records.items():
        group = group_of(record)
        order = orders.get(group, []) if group else []
        if record.key in order:
            at = order.index(record.key)
            found[id] = Record(*id, record.fields | {"after": order[at - 1] if at else FIRST})
    return RecordSet(found.values())
