"""Writing a course down: `course.json` with records and a list of files, and the files by their hashes."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Callable, Iterable
from typing import IO, Any

from django.db import models
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from marque.kit.errors import Refused
from marque.kit.serialise.codecs import codec_of
from marque.kit.serialise.copying import belongings, content_below
from marque.kit.serialise.records import Record
from marque.kit.serialise.references import References
from marque.kit.serialise.sequence import after_values
from tenant_apps.courses.models import Course, Lesson, Module
from tenant_apps.media.models import Asset

FORMAT, VERSION = "marque.course", 1
INDEX = "course.json"
MOST_INDEX = 64 << 20
_PIECE = 1 << 20
# beyond this, text that repeats itself would shrink as only a bomb does: such an index goes in as it is
_MOST_SHRUNK = 5 << 20
PRODUCT, ASSET = "catalog.Product", Asset._meta.label


class FilmElsewhere(Refused):
    """A package holds files, and of this one there is none here."""

    message = _("“%(title)s” is kept at a host of films, so a package cannot hold it. Upload it here first.")


class TooMuchText(Refused):
    """More than reads as one course."""

    message = _(
        "The texts of “%(title)s” are %(size)s; a package holds %(most)s of text. Move some lessons to another course."
    )


def size_of(course: Course) -> int:
    """How many bytes of files its package will hold; raises FilmElsewhere."""
    return sum(asset.size for asset in _held(belongings([course], skip=is_archived)))


def pack(course: Course, into: IO[bytes], told: Callable[[int], None] = lambda more: None) -> None:
    """Write the package, telling of each piece; archived parts, learners and earlier versions are not in it.

    Films and pictures hardly shrink: they go in as they are, however large. Raises FilmElsewhere and TooMuchText.
    """
    rows = belongings([course], skip=is_archived)
    assets = _held(rows)
    around = [row for row in belongings(assets) if not isinstance(row, Asset)]
    records = _records([course.product, *rows, *around])
    files = [_file(asset) for asset in assets]
    index = _index(course, records, files)
    with zipfile.ZipFile(into, "w", zipfile.ZIP_STORED) as made:
        made.writestr(INDEX, index, zipfile.ZIP_DEFLATED if len(index) < _MOST_SHRUNK else zipfile.ZIP_STORED)
        for asset, listed in zip(assets, files, strict=True):
            with (
                asset.file.storage.open(asset.file.name) as source,
                made.open(listed["path"], "w", force_zip64=True) as to,
            ):
                while piece := source.read(_PIECE):
                    to.write(piece)
                    told(len(piece))


def known_labels() -> frozenset[str]:
    """The models a package may hold records of: what belongs to a course or to its files."""
    found: set[type[models.Model]] = set()
    waiting: list[type[models.Model]] = [Course, Asset]
    while waiting:
        model = waiting.pop()
        if model not in found:
            found.add(model)
            waiting += [each.related_model for each in content_below(model)]
    return frozenset({PRODUCT, *(model._meta.label for model in found - {Asset})})


def checksum(records: Any) -> str:
    """What the records of a package are recognised by."""
    text = json.dumps(records, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def is_archived(row: Any) -> bool:
    """Whether a part left the outline, by itself or with its module."""
    if isinstance(row, Lesson):
        return row.archived_at is not None or row.module.archived_at is not None
    return isinstance(row, Module) and row.archived_at is not None


def _index(course: Course, records: list[Record], files: list[dict[str, Any]]) -> bytes:
    rows = [[record.label, record.key, record.fields] for record in records]
    told = {"format": FORMAT, "version": VERSION, "title": course.title, "checksum": checksum(rows)}
    text = json.dumps(told | {"records": rows, "files": files}, ensure_ascii=False, indent=1).encode()
    if len(text) > MOST_INDEX:
        raise TooMuchText(title=course.title, size=filesizeformat(len(text)), most=filesizeformat(MOST_INDEX))
    return text


def _records(rows: list[Any]) -> list[Record]:
    refs, found = References(), []
    for model in dict.fromkeys(type(row) for row in rows):
        codec, own = codec_of(model._meta.label), [row for row in rows if type(row) is model]
        places = after_values(own, codec.ordered_in, refs) if codec.ordered_in else {}
        for row in own:
            fields = codec.values(row, refs) | ({"after": places[row.pk]} if codec.ordered_in else {})
            found.append(Record(codec.label, str(row.key), fields))
    return found


def _held(rows: Iterable[Any]) -> list[Asset]:
    ids = {
        getattr(row, field.attname)
        for row in rows
        for field in row._meta.concrete_fields
        if isinstance(field, models.ForeignKey) and field.related_model is Asset
    }
    assets = list(Asset.objects.filter(pk__in=ids - {None}).order_by("pk"))
    for asset in assets:
        if asset.is_elsewhere:
            raise FilmElsewhere(title=asset.title)
    return assets


def _file(asset: Asset) -> dict[str, Any]:
    path = f"files/{asset.sha256[:16]}-{asset.name}"
    told = {"key": str(asset.key), "title": asset.title, "name": asset.name, "path": path, "size": asset.size}
    return told | {"sha256": asset.sha256}
