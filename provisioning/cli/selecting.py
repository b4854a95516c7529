"""Which businesses a command is for: `state=active blueprint=academy|storefront slug!=*-staging created<2026-06`."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

FIELDS = ("slug", "name", "state", "domain", "blueprint", "owner", "created")
_TERM = re.compile(r"(?P<field>\w+)(?P<sign>!=|=|<|>)(?P<value>.+)")


class BadSelection(Exception):
    """A term nobody understands."""


@dataclass(frozen=True)
class Term:
    """One thing that must hold; `value` may hold `*` and `?`, and several values between `|`."""

    field: str
    sign: str
    value: str

    def holds(self, business: Mapping[str, Any]) -> bool:
        """Whether it holds for a business, whatever its capital letters."""
        found = str(business.get(self.field) or "").lower()
        if self.sign == "<":
            return found < self.value
        if self.sign == ">":
            return found > self.value
        return any(fnmatchcase(found, one) for one in self.value.split("|")) is (self.sign == "=")


def terms_of(expression: str) -> list[Term]:
    """The terms of a selection, between spaces; raises BadSelection naming the one that is wrong."""
    return [_term(words) for words in expression.split()]


def selected(businesses: Iterable[dict[str, Any]], terms: Iterable[Term]) -> list[dict[str, Any]]:
    """Those for which every term holds."""
    wanted = list(terms)
    return [business for business in businesses if all(term.holds(business) for term in wanted)]


def _term(words: str) -> Term:
    found = _TERM.fullmatch(words)
    if found is None:
        raise BadSelection(f"“{words}” isn't a condition. Write one like state=active or slug!=*-staging.")
    if found["field"] not in FIELDS:
        raise BadSelection(f"There is no “{found['field']}” to select by. Use one of: {', '.join(FIELDS)}.")
    return Term(found["field"], found["sign"], found["value"].lower())
