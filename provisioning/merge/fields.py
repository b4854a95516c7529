"""Three values of one record become one, field by field; pages block by block."""

from collections.abc import Callable, Iterator
from typing import Any

from marque.kit.serialise.records import Record

# what is not there
GONE: Any = object()
# asked for a value both sides changed: the field, and its base, live and fork values; answers the one to keep
Decide = Callable[[str, Any, Any, Any], Any]


def merged_fields(base: dict[str, Any], live: Record, fork: Record, decide: Decide) -> dict[str, Any]:
    """The fields of a record that is on both sides."""
    names = [*live.fields, *(name for name in fork.fields if name not in live.fields)]
    found = {}
    for name in names:
        if name == "after":
            found[name] = live.fields[name]  # places are merged by group
            continue
        three = (base.get(name, GONE), live.fields.get(name), fork.fields.get(name))
        merge = _body if name == "body" else one_of
        found[name] = merge(name, *three, decide)
    return found


def one_of(name: str, base: Any, live: Any, fork: Any, decide: Decide) -> Any:
    """The value that changed, or the one decided on when both did."""
    if fork == base or live == fork:
        return live
    return fork if live == base else decide(name, base, live, fork)


def _body(name: str, base: Any, live: Any, fork: Any, decide: Decide) -> Any:
    """Blocks of a page: merged one by one while both sides have the same blocks in the same order as before."""
    lists = [side for side in (base, live, fork) if isinstance(side, list)]
    kinds = [[block["type"] for block in side] for side in lists]
    if len(lists) < 3 or not kinds[0] == kinds[1] == kinds[2]:
        return one_of(name, base, live, fork, decide)
    found = []
    for at, blocks in enumerate(zip(base, live, fork, strict=True)):
        kind = blocks[0]["type"]
        values = [block["value"] for block in blocks]
        found.append({"type": kind, "value": dict(_value(f"{name}[{at}].{kind}", *values, decide))})
    return found


def _value(name: str, base: Any, live: Any, fork: Any, decide: Decide) -> Iterator[tuple[str, Any]]:
    for inner in [*live, *(key for key in fork if key not in live)]:
        three = (base.get(inner, GONE), live.get(inner, GONE), fork.get(inner, GONE))
        kept = one_of(f"{name}.{inner}", *three, decide)
        if kept is not GONE:
            yield inner, kept
