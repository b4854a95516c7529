"""The map of facts: who says what, and who listens."""

from dataclasses import fields
from pathlib import Path

from django.conf import settings

from marque.kit.facts.fact import Fact, known_facts
from marque.kit.facts.registry import Subscriber, subscribers_of

_HEAD = """# Facts

Made by `manage.py facts --write`; do not edit. Each row is something that happens, the fields it carries, and who
listens. A fact nobody listens to is still kept as an event.

| fact | carries | listeners |
|---|---|---|
"""


def path() -> Path:
    """Where the generated page lives."""
    return Path(settings.ROOT) / "docs" / "facts.md"


def mapped() -> list[tuple[type[Fact], list[Subscriber]]]:
    """Every fact of the installed apps with its subscribers."""
    homes = tuple(f"{name}." for name in settings.INSTALLED_APPS)
    return [(fact, subscribers_of(fact)) for fact in known_facts() if fact.__module__.startswith(homes)]


def as_markdown() -> str:
    """The page `docs/facts.md`."""
    rows = []
    for fact, listeners in mapped():
        carries = ", ".join(f"`{field.name}`" for field in fields(fact))
        heard = ", ".join(f"`{listener.name}`" for listener in listeners)
        rows.append(f"| `{fact.name()}` | {carries} | {heard or '–'} |\n")
    return _HEAD + "".join(rows)
