"""Tables in an order in which each comes after those it refers to."""

from collections.abc import Mapping


def in_order(needs: Mapping[str, set[str]]) -> list[str]:
    """Names, each after what it needs, else by name. A ring is broken where its first name stands.

    Keys of a ring are checked at the end of the transaction: Django's are deferrable.
    """
    left = {name: {need for need in wanted if need in needs} for name, wanted in needs.items()}
    order: list[str] = []
    while left:
        ready = sorted(name for name, wanted in left.items() if wanted.isdisjoint(left))
        for name in ready or [_in_a_ring(left)]:
            order.append(name)
            del left[name]
    return order


def _in_a_ring(left: Mapping[str, set[str]]) -> str:
    """The first by name of those that wait for themselves; what merely hangs on a ring waits on."""
    return min(name for name in left if name in _reached(name, left))


def _reached(start: str, left: Mapping[str, set[str]]) -> set[str]:
    seen: set[str] = set()
    ahead = [start]
    while ahead:
        for name in left.get(ahead.pop(), set()) & left.keys():
            if name not in seen:
                seen.add(name)
                ahead.append(name)
    return seen
