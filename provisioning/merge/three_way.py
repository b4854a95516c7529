"""Base, live and fork, by natural key and field: what only the fork changed is brought, conflicts are decided."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from marque.kit.serialise.records import Record, RecordSet, references_in
from marque.kit.serialise.records_diff import Changes, diff
from provisioning.manifest.book import PAGES
from provisioning.merge.fields import GONE, merged_fields
from provisioning.merge.order import groups_of, merged_order, placed
from provisioning.naming import Names

LIVE, FORK = "live", "fork"
# stands for every conflict that is not named
ALL = "all"
_UNIQUE = {
    "courses.Course": ("slug",),
    "catalog.Offer": ("slug",),
    "courses.Lesson": ("course", "slug"),
    **dict.fromkeys(PAGES.values(), ("parent", "slug")),
}


@dataclass(frozen=True, slots=True)
class Conflict:
    """Something both sides changed, each in its own way. `taken` says whose value was chosen."""

    key: str
    live: Any
    fork: Any
    taken: str = ""

    @property
    def lost(self) -> Any:
        """The value that was not chosen."""
        return self.fork if self.taken == LIVE else self.live


@dataclass(frozen=True, slots=True)
class Merge:
    """What would be done to the live tenant."""

    changes: Changes
    conflicts: list[Conflict] = field(default_factory=list)
    clashes: list[str] = field(default_factory=list)
    # kept by decision, while what they stand in was not
    torn: list[str] = field(default_factory=list)
    names: Names = field(default_factory=Names)

    def name(self, record: Record) -> str:
        """What a record is called in any of the three."""
        return self.names.of(record)

    @property
    def open(self) -> list[Conflict]:
        """The conflicts nobody decided."""
        return [conflict for conflict in self.conflicts if not conflict.taken]


def merge(base: RecordSet, live: RecordSet, fork: RecordSet, take: Mapping[str, str]) -> Merge:
    """Compare the three; `take` says for a conflict's key (or ALL) whether `live` or `fork` is kept."""
    return _Merging(base, live, fork, take).run()


class _Merging:
    def __init__(self, base: RecordSet, live: RecordSet, fork: RecordSet, take: Mapping[str, str]) -> None:
        self.base, self.live, self.fork, self.take = base, live, fork, take
        self.names = Names(live, fork, base)
        self.conflicts: dict[str, Conflict] = {}
        self.torn: list[str] = []

    def run(self) -> Merge:
        ids = sorted({*self.base, *self.live, *self.fork})
        found = {id: record for id in ids if (record := self._one(id)) is not None}
        self._keep_whole(found)
        after = placed(found, self._orders(found))
        conflicts = sorted(self.conflicts.values(), key=lambda conflict: conflict.key)
        return Merge(diff(self.live, after), conflicts, self._clashes(after), sorted(self.torn), self.names)

    def _one(self, id: tuple[str, str]) -> Record | None:
        base, live, fork = self.base.get(id), self.live.get(id), self.fork.get(id)
        if _same(fork, base) or _same(live, fork):
            return live
        if live and fork:
            name = self._key(live)

            def decide(field: str, base: Any, live: Any, fork: Any) -> Any:
                return self._decide(f"{name}.{field}", live, fork)

            return Record(*id, merged_fields(base.fields if base else {}, live, fork, decide))
        if _same(live, base):
            return fork
        return self._choose(live, fork)

    def _choose(self, live: Record | None, fork: Record | None) -> Record | None:
        """One side deleted what the other changed."""
        there = live or fork
        if there is None:
            return None
        sides = [record.fields if record else None for record in (live, fork)]
        return live if self._decide(self._key(there), *sides) is sides[0] else fork

    def _decide(self, key: str, live: Any, fork: Any) -> Any:
        taken = self.take.get(key) or self.take.get(ALL, "")
        shown = [self._plain(value) for value in (live, fork)]
        self.conflicts[key] = Conflict(key, *shown, taken)
        return fork if taken == FORK else live

    def _key(self, record: Record) -> str:
        return f"{self.names.noun(record.label)}:{self.names.path(record)}".rstrip(":")

    def _plain(self, value: Any) -> Any:
        return None if value is GONE else self.names.value(value)

    def _keep_whole(self, found: dict[tuple[str, str], Record]) -> None:
        """Nothing may point at what is gone: a deletion that leaves something hanging is a conflict."""
        known = {*self.base, *self.live, *self.fork}
        while True:
            hanging = [
                (id, target)
                for id, record in found.items()
                for ref in references_in(list(record.fields.values()))
                if (target := _id_of(ref, known)) and target not in found
            ]
            if not hanging:
                return
            for id, target in hanging:
                self._resolve(found, id, target)

    def _resolve(self, found: dict[tuple[str, str], Record], id: tuple[str, str], target: tuple[str, str]) -> None:
        live, fork = self.live.get(target), self.fork.get(target)
        there = live or fork
        if there is None or id not in found:
            found.pop(id, None)
            return
        kept = self._choose(live, fork)
        if kept:
            found[target] = kept
            return
        decided = self.conflicts.get(self._key(found.pop(id)))
        if decided and decided.taken:
            self.torn.append(decided.key)

    def _orders(self, found: dict[tuple[str, str], Record]) -> dict[tuple[str, str], list[str]]:
        sides = [groups_of(side.values()) for side in (self.base, self.live, self.fork)]
        orders = {}
        for group, members in groups_of(found.values()).items():
            three = [side.get(group, []) for side in sides]
            key = f"order:{self._group_name(group, found)}"
            taken = self.take.get(key) or self.take.get(ALL, "")
            orders[group], clash = merged_order(*three, set(members), prefer=taken or LIVE)
            if clash:
                words = [[self._named(group, key) for key in side] for side in three[1:]]
                self.conflicts[key] = Conflict(key, *words, taken)
        return orders

    def _group_name(self, group: tuple[str, str], found: dict[tuple[str, str], Record]) -> str:
        above = next((record for record in found.values() if record.key == group[1]), None)
        noun = "page" if group[0] == "page" else self.names.noun(group[0])
        return f"{noun}s of {self.names.of(above)}" if above else f"{noun}s"

    def _named(self, group: tuple[str, str], key: str) -> str:
        labels = tuple(PAGES.values()) if group[0] == "page" else (group[0],)
        sides = (self.live, self.fork)
        return next((side[label, key].name for side in sides for label in labels if (label, key) in side), key)

    def _clashes(self, after: RecordSet) -> list[str]:
        """Two things of one address, made on either side."""
        seen: dict[tuple[Any, ...], Record] = {}
        clashes = []
        for record in after.values():
            names = _UNIQUE.get(record.label)
            if not names:
                continue
            family = "page" if record.label in PAGES.values() else record.label
            values = (family, *(str(record.fields[name]) for name in names))
            if values in seen:
                clashes.append(self._key(record))
            seen[values] = record
        return clashes


def _same(one: Record | None, other: Record | None) -> bool:
    return (one.fields if one else None) == (other.fields if other else None)


def _id_of(ref: dict[str, str], known: set[tuple[str, str]]) -> tuple[str, str] | None:
    """The record a reference means, if it is one that was ever there."""
    labels = PAGES.values() if ref["ref"] == "wagtailcore.Page" else (ref["ref"],)
    return next(((label, ref["key"]) for label in labels if (label, ref["key"]) in known), None)
