"""A plan as a person reads it, and as a program does."""

import json
from collections.abc import Iterator
from typing import Any

from rich.text import Text

from marque.kit.serialise.records import Record, RecordSet
from marque.kit.serialise.records_diff import Change
from provisioning.manifest.plan import Plan
from provisioning.naming import Names

_MOST = 76


def lines(plan: Plan) -> Iterator[Text]:
    """The plan, a line for each thing; `+` comes, `~` changes, `-` goes."""
    names = _names(plan)
    yield Text(plan.slug, "bold")
    if plan.is_new:
        yield Text(f"  + tenant {plan.slug}", "green")
    for name in plan.domains:
        yield Text(f"  + domain {name}" + (" (primary)" if name == plan.primary else ""), "green")
    for record in plan.changes.added:
        yield Text(f"  + {names.of(record)}", "green")
    for change in plan.changes.changed:
        if change.record.id not in {record.id for record in plan.retired}:
            yield from _changed(change, names)
    for record in plan.changes.removed:
        yield Text(f"  - {names.of(record)}", "red")
    for record in plan.retired:
        yield Text(f"  - {names.of(record)} is archived: people's doings hang on it", "red")
    for sentence in plan.held:
        yield Text(f"  ! {sentence}", "bold red")
    if not plan:
        yield Text("  Nothing to change.", "dim")


def as_data(plan: Plan) -> dict[str, Any]:
    """The plan for programs."""
    names = _names(plan)
    retired = {record.id for record in plan.retired}
    return {
        "tenant": plan.slug,
        "new": plan.is_new,
        "domains": plan.domains,
        "create": [_thing(record, names) | {"fields": record.fields} for record in plan.changes.added],
        "change": [
            _thing(change.record, names)
            | {"fields": {name: {"old": old, "new": new} for name, (old, new) in change.fields.items()}}
            for change in plan.changes.changed
            if change.record.id not in retired
        ],
        "delete": [_thing(record, names) for record in plan.changes.removed],
        "archive": [_thing(record, names) for record in plan.retired],
        "refused": plan.held,
    }


def _names(plan: Plan) -> Names:
    after = RecordSet([*plan.changes.added, *(change.record for change in plan.changes.changed)])
    return Names(plan.before, after)


def _changed(change: Change, names: Names) -> Iterator[Text]:
    yield Text(f"  ~ {names.of(change.record)}", "yellow")
    for name, (old, new) in change.fields.items():
        if name == "after":
            yield Text("      moved", "dim")
        elif name == "body" and isinstance(old, list) and isinstance(new, list):
            yield from _blocks(old, new)
        else:
            yield Text(f"      {name}: {_short(names.value(old))} → {_short(names.value(new))}")


def _blocks(old: list[Any], new: list[Any]) -> Iterator[Text]:
    """The blocks that differ, by their place."""
    for at in range(max(len(old), len(new))):
        before = old[at] if at < len(old) else None
        after = new[at] if at < len(new) else None
        if before == after:
            continue
        if before and after and before["type"] == after["type"]:
            for name in sorted(before["value"].keys() | after["value"].keys()):
                pair = (before["value"].get(name), after["value"].get(name))
                if pair[0] != pair[1]:
                    yield Text(f"      blocks[{at}].{after['type']}.{name}: {_short(pair[0])} → {_short(pair[1])}")
        else:
            was, now = (before["type"] if before else "nothing"), (after["type"] if after else "nothing")
            yield Text(f"      blocks[{at}]: {was} → {now}")


def _thing(record: Record, names: Names) -> dict[str, Any]:
    return {"kind": names.noun(record.label), "name": names.path(record)}


def _short(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    text = " ".join(text.split())
    return f"“{text[:_MOST]}…”" if len(text) > _MOST else f"“{text}”" if isinstance(value, str) else text
