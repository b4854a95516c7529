"""Every address a URLconf answers, read from the URL map itself."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse


@dataclass(frozen=True)
class Route:
    """One pattern: its full name, its whole text, and the names of its arguments (positions where they have none)."""

    name: str
    text: str
    arguments: tuple[str, ...]
    view: Any

    @property
    def key(self) -> str:
        """How samples, exceptions and reports call it."""
        return self.name or self.text

    def path(self, urlconf: str, values: dict[str, Any]) -> str:
        """The address for these values; raises NoReverseMatch when they do not fit."""
        if not self.name:
            if self.arguments:
                raise NoReverseMatch(f"{self.text} has arguments and no name")
            return "/" + self.text.replace("^", "").replace("$", "")
        if self.arguments and self.arguments[0].isdigit():
            return reverse(self.name, urlconf, args=[values[name] for name in self.arguments])
        return reverse(self.name, urlconf, kwargs={name: values[name] for name in self.arguments})


def routes_of(urlconf: str) -> list[Route]:
    """All of them, in the order in which they are tried."""
    return list(_walk(get_resolver(urlconf), (), ""))


def _walk(resolver: URLResolver, spaces: tuple[str, ...], prefix: str) -> Iterator[Route]:
    for entry in resolver.url_patterns:
        text = prefix + str(entry.pattern)
        if isinstance(entry, URLPattern):
            name = ":".join((*spaces, entry.name)) if entry.name else ""
            yield Route(name, text, _arguments(entry), entry.callback)
        else:
            yield from _walk(entry, (*spaces, entry.namespace) if entry.namespace else spaces, text)


def _arguments(entry: URLPattern) -> tuple[str, ...]:
    pattern = entry.pattern
    if pattern.converters:
        return tuple(pattern.converters)
    named = tuple(pattern.regex.groupindex)
    return named or tuple(str(place) for place in range(pattern.regex.groups))
