"""What people call things: slugs, paths, file names, addresses, in both directions."""

from collections.abc import Iterable
from pathlib import PurePosixPath
from typing import Any

from wagtail.images import get_image_model

from marque.kit.serialise.records import Record, RecordSet
from tenant_apps.media.models import Asset, safe_name
from tenant_apps.people.models import Person

COURSE, OFFER, PAGE, PERSON = "courses.Course", "catalog.Offer", "wagtailcore.Page", "people.Person"
ASSET, PICTURE = "media.Asset", "wagtailimages.Image"
PAGES = {"home": "page_builder.HomePage", "landing": "page_builder.LandingPage", "text": "page_builder.TextPage"}


class Book:
    """The names of the current tenant's records; of one that is not made yet there are none."""

    def __init__(self, records: RecordSet, *, made: bool = True) -> None:
        self.made = made
        self.names: dict[str, dict[str, str]] = {PERSON: {}}
        for label in (COURSE, OFFER):
            self.names[label] = {record.key: record.fields["slug"] for record in records.of(label)}
        self.names[PAGE] = paths(records.of(*PAGES.values()))
        assets = Asset.objects.values_list("key", "file", "title") if made else ()
        pictures = get_image_model().objects.values_list("file_hash", "title", "file") if made else ()
        self.names[ASSET] = _file_names((str(key), file or _elsewhere(title)) for key, file, title in assets)
        self.names[PICTURE] = _file_names((f"{digest}|{title}", file) for digest, title, file in pictures)
        self.keys = {label: {name: key for key, name in found.items()} for label, found in self.names.items()}

    def name(self, ref: dict[str, str] | None) -> str | None:
        """What the target of a reference is called; None when it is gone."""
        if ref is None:
            return None
        if ref["ref"] == PERSON and ref["key"] not in self.names[PERSON]:
            found = Person.objects.filter(key=ref["key"]).values_list("email", flat=True).first()
            self.names[PERSON][ref["key"]] = found or ""
        return self.names.get(ref["ref"], {}).get(ref["key"]) or None

    def key(self, label: str, name: str) -> str | None:
        """The key of what is called this."""
        if label == PERSON and self.made:
            found = Person.objects.known_as(name).values_list("key", flat=True).first()
            return str(found) if found else None
        return self.keys.get(label, {}).get(name)


def paths(pages: Iterable[Record]) -> dict[str, str]:
    """Each page's address by key; the home page's is `/`."""
    by_key = {page.key: page for page in pages}

    def path(page: Record) -> str:
        parent: Any = page.fields["parent"]
        if parent is None or parent["key"] not in by_key:
            return "/"
        return f"{path(by_key[parent['key']])}{page.fields['slug']}/"

    return {key: path(page) for key, page in by_key.items()}


def _elsewhere(title: str) -> str:
    """What a film is called whose file is at a host: there is nothing of it in media/, only its digest is compared."""
    return safe_name(f"{title}.elsewhere")


def _file_names(files: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Each file's own name; where two have one name, the later ones get a number."""
    found: dict[str, str] = {}
    taken: set[str] = set()
    for key, file in sorted(files):
        own = PurePosixPath(file)
        name, count = own.name, 1
        while name in taken:
            count += 1
            name = f"{own.stem}-{count}{own.suffix}"
        taken.add(name)
        found.setdefault(key, name)
    return found
