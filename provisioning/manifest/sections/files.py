"""`files` (films, documents) and `pictures`: what lies in media/ beside the file."""

from typing import Any
from uuid import uuid4

from marque.kit.serialise.records import Record, RecordSet
from provisioning.manifest.book import ASSET, PICTURE, Book
from provisioning.manifest.schema import Field, Item, column, items, table, text
from provisioning.manifest.sections.base import Section, said, twice
from provisioning.manifest.wish import Wish
from tenant_apps.media.models import Asset

_DIGEST = r"[0-9a-f]{64}"
_FILE: dict[str, Field] = {
    "file": text("its name in media/", required=True, most=200, pattern=r"[^/\\]+"),
    "sha256": text("what is in it; checked when it is said, needed when the file is not beside", pattern=_DIGEST),
    "title": column(Asset, "title", "its title; else its name"),
}
PICTURE_FIELDS = _FILE | {"description": text("what it shows, for those who cannot see it", most=255)}


class FilesSection(Section):
    """Files that lessons use."""

    name = "files"
    labels = (ASSET,)
    field = items("Films and documents of lessons.", table("A file.", _FILE), most=5000)
    label = ASSET

    def announce(self, value: Any, wish: Wish, media: Any) -> None:
        """Files are known by their names."""
        twice(value, "file", wish, "files")
        for item in value:
            self._announce_one(item, wish, media)

    def ask(self, value: Any, wish: Wish, media: Any) -> None:
        """Files were asked for while they were named."""

    def pull(self, records: RecordSet, book: Book) -> Any:
        """All files by name."""
        found = [
            {"file": name, "sha256": record.fields["sha256"], "title": record.fields["title"]}
            for record in records.of(ASSET)
            if (name := book.names[ASSET].get(record.key))
        ]
        return [said(_FILE, fields) for fields in sorted(found, key=lambda fields: fields["file"])]

    def _announce_one(self, item: Item, wish: Wish, media: Any) -> None:
        title = item["title"] or item["file"].rpartition(".")[0]
        there = {(r.fields["sha256"], r.fields["title"]): r for r in wish.before.of(ASSET)}
        known = there.get((item["sha256"], title)) if item["sha256"] else None
        if known is None or media.has(item["file"]):
            fields = media.asset(item, title, wish)
            if fields is None:
                return
            known = there.get((fields["sha256"], title)) or Record(ASSET, str(uuid4()), fields)
            if known.id not in wish.before:
                known = wish.put(ASSET, known.key, fields)
        wish.keep([known])
        wish.called(ASSET, item["file"], known.key)


class PicturesSection(Section):
    """Pictures that pages show."""

    name = "pictures"
    labels = (PICTURE,)
    field = items("Pictures of pages.", table("A picture.", PICTURE_FIELDS), most=5000)

    def announce(self, value: Any, wish: Wish, media: Any) -> None:
        """Pictures are known by their names."""
        twice(value, "file", wish, "pictures")
        for item in value:
            title = item["title"] or item["file"].rpartition(".")[0]
            known_key = wish.book.key(PICTURE, item["file"])
            known = wish.before.get((PICTURE, known_key or ""))
            if media.has(item["file"]) or known is None:
                fields = media.picture(item, title, wish)
                if fields is None:
                    continue
                key = f"{fields['file_hash']}|{title}"
                known = wish.put(PICTURE, key, fields | {"description": item["description"]})
            else:
                known = wish.put(PICTURE, known.key, {"description": item["description"]})
            wish.called(PICTURE, item["file"], known.key)

    def ask(self, value: Any, wish: Wish, media: Any) -> None:
        """Pictures were asked for while they were named."""

    def pull(self, records: RecordSet, book: Book) -> Any:
        """All pictures by name."""
        found = [
            record.fields | {"file": name, "sha256": ""}
            for record in records.of(PICTURE)
            if (name := book.names[PICTURE].get(record.key))
        ]
        return [said(PICTURE_FIELDS, fields) for fields in sorted(found, key=lambda fields: fields["file"])]
