"""What a file asks for, as records: those that are there keep their keys, new ones get one."""

import re
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import uuid4

from django.apps import apps
from django.utils.html import escape

from marque.kit import clock
from marque.kit.serialise.codecs import codec_of
from marque.kit.serialise.records import Record, RecordSet, reference
from marque.kit.serialise.sequence import FIRST
from provisioning.manifest.book import PERSON, Book
from provisioning.manifest.problems import Mark, Problem, did_you_mean
from provisioning.manifest.schema import Html, Name

_LINK = re.compile(r'((?:linktype|embedtype)="(page|document|image)"[^<>]{0,500}? ref=")([^"]*)(")')
_KINDS = {"page": "wagtailcore.Page", "document": "wagtaildocs.Document", "image": "wagtailimages.Image"}


class Wish:
    """The records of the current tenant as a file wants them."""

    def __init__(self, before: RecordSet, book: Book) -> None:
        self.before, self.book = before, book
        self.asked: dict[tuple[str, str], Record] = {}
        self.owned: set[str] = set()
        self.coming: dict[tuple[str, str], str] = {}
        self.people: set[str] = set()
        self.problems: list[Problem] = []

    def called(self, label: str, name: str, key: str) -> None:
        """Note that a record of the file goes by this name."""
        self.coming[label, name] = key

    def key_for(self, label: str, name: str) -> str:
        """The key of what goes by this name, here already or new."""
        if (label, name) not in self.coming:
            self.coming[label, name] = self.book.key(label, name) or str(uuid4())
        return self.coming[label, name]

    def put(self, label: str, key: str, fields: dict[str, Any]) -> Record:
        """Ask for a record: these fields, the others as they are, or as a new row has them."""
        known = self.before.get((label, key))
        record = Record(label, key, (known.fields if known else blank(label)) | fields)
        self.asked[record.id] = record
        return record

    def keep(self, records: Iterable[Record]) -> None:
        """Leave these as they are."""
        for record in records:
            self.asked.setdefault(record.id, record)

    def wrong(self, mark: Mark, message: str, field: str = "") -> None:
        """Note a problem."""
        path = ".".join(part for part in (mark.path, field) if part)
        self.problems.append(Problem(Mark(mark.file, mark.line, mark.column, path), message))

    def resolve(self, value: Any) -> Any:
        """The value with every name replaced by a reference."""
        if isinstance(value, Name):
            return self._reference(value.label, value.name, value.mark)
        if isinstance(value, Html):
            return self._linked(value)
        if isinstance(value, dict):
            return {name: self.resolve(inner) for name, inner in value.items()}
        return [self.resolve(inner) for inner in value] if isinstance(value, list) else value

    def _reference(self, label: str, name: str, mark: Mark) -> dict[str, str] | None:
        key = self.coming.get((label, name)) or (None if self._goes(label) else self.book.key(label, name))
        if label == PERSON and key is None and name.lower() in self.people:
            key = self.key_for(label, name)
        if key is None:
            known = [other for kind, other in self.coming if kind == label] or list(self.book.keys.get(label, {}))
            self.wrong(mark, did_you_mean(name, known, what=noun(label)))
            return None
        return reference(label, key)

    def _goes(self, label: str) -> bool:
        """Whether what the file does not name of this kind will be deleted."""
        return label in self.owned or (label == "wagtailcore.Page" and "page_builder.HomePage" in self.owned)

    def _linked(self, html: Html) -> str:
        def point(link: re.Match[str]) -> str:
            found = self._reference(_KINDS[link[2]], link[3], html.mark)
            return f"{link[1]}{escape(found['key']) if found else ''}{link[4]}"

        return _LINK.sub(point, html)


def named_links(html: str, book: Book) -> str:
    """Rich text of a record with names instead of keys."""

    def point(link: re.Match[str]) -> str:
        name = book.name(reference(_KINDS[link[2]], link[3]))
        return f"{link[1]}{escape(name)}{link[4]}" if name else link[0]

    return _LINK.sub(point, html)


def blank(label: str) -> dict[str, Any]:
    """The fields of a row nobody has filled in."""
    return codec_of(label).blank()


def pair(wanted: Sequence[str], existing: Sequence[tuple[str, Record]]) -> list[Record | None]:
    """Which existing record each wanted name is: the one of that name, else the unclaimed one in the same place."""
    left = list(enumerate(existing))
    found: dict[int, Record] = {}
    for at, name in enumerate(wanted):
        match = next((entry for entry in left if entry[1][0] == name), None)
        if match:
            left.remove(match)
            found[at] = match[1][1]
    spare = {place: record for place, (_name, record) in left}
    return [found.get(at) or spare.pop(at, None) for at in range(len(wanted))]


def after(previous: Record | None) -> str:
    """The place behind a sibling."""
    return previous.key if previous else FIRST


def moment(old: str | None, *, on: bool) -> str | None:
    """A timestamp that stands for a state: kept while it holds, now when it begins, none when it ends."""
    if not on:
        return None
    return old or clock.now().isoformat()


def noun(label: str) -> str:
    """What a model is called."""
    return str(apps.get_model(label)._meta.verbose_name)
