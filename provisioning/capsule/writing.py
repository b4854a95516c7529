"""From a tenant to one file: tables, media, what they are, and a signature."""

import hashlib
import json
import os
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any
from zipfile import ZIP_STORED, ZipFile, ZipInfo

import psycopg
from django.conf import settings
from django.db.models import Q

from marque.kit.serialise.streams.shape import tables_of
from marque.kit.serialise.streams.snapshot import snapshot
from marque.kit.serialise.streams.writing import Written, dump, sequence_of
from marque.kit.tenancy.context import CurrentTenant, enter
from provisioning import files
from provisioning.capsule.contents import ABOUT, MEDIA_INDEX, SIGNATURE, Contents, Part, TablePart, write_contents
from provisioning.capsule.keys import own_key, sign
from provisioning.capsule.media import Shelf
from provisioning.capsule.refusals import BadTarget, NoSpace, is_full
from provisioning.places import places_of
from provisioning.schemas import owner_connection
from shared_apps.tenants.domain import Proof
from shared_apps.tenants.models import Tenant

Progress = Callable[[str], None]
_PIECE = 1 << 20
# the oldest a zip can say; a capsule holds no time, so that the same tenant gives the same bytes
_TIME = (1980, 1, 1, 0, 0, 0)


def write_capsule(row: Tenant, target: Path, *, progress: Progress, shelf: Shelf | None = None) -> Contents:
    """Write one tenant, whole and in one moment, into a new file; raises NoKey, NoSpace, BadTarget.

    With a `shelf`, media is put there, where what is there already stays, and the file only lists it.
    """
    own_key()
    with _draft(target) as file, ZipFile(file, "w", ZIP_STORED, allowZip64=True) as archive:
        tenant = row.as_current()
        with owner_connection() as connection, snapshot(connection, row.schema_name):
            tables = tuple(_tables(archive, connection, tenant, progress))
            migrations = tuple(applied(connection))
        progress("Copying files")
        media, index = _media(archive, tenant, shelf)
        contents = Contents(
            tenant=_about(row),
            migrations=migrations,
            tables=tables,
            media=media,
            media_index=index,
            engine=settings.ENGINE_VERSION,
        )
        text = write_contents(contents)
        _put(archive, ABOUT, [text])
        _put(archive, SIGNATURE, [json.dumps(sign(text), sort_keys=True).encode() + b"\n"])
    return contents


def applied(connection: psycopg.Connection) -> list[tuple[str, str]]:
    """The migrations a schema has, in the search path."""
    return connection.execute("SELECT app, name FROM django_migrations ORDER BY app, name").fetchall()


def _about(row: Tenant) -> dict[str, Any]:
    own = row.domains.exclude(proof=Proof.BIRTH).order_by("domain")
    lives_at = own.filter(Q(is_primary=True) | Q(primary_asked_at__isnull=False)).first()
    return {
        "slug": row.slug,
        "name": row.name,
        "type": row.type,
        "domains": [domain.domain for domain in own],
        "primary": lives_at.domain if lives_at else "",
        "owner_email": row.owner_email,
        "blueprint": row.blueprint,
    }


def _tables(
    archive: ZipFile, connection: psycopg.Connection, tenant: CurrentTenant, progress: Progress
) -> Iterator[TablePart]:
    for table in tables_of(connection, tenant.schema_name):
        progress(f"Writing {table.name}")
        written = Written()
        rows = dump(connection, table, places_of(tenant), written=written)
        part = _put(archive, f"tables/{table.name}.copy.gz", packed(rows))
        sequence = sequence_of(connection, table)
        yield TablePart(table, written.rows, written.size, written.sha256, part, sequence)


def packed(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Gzip (RFC 1952) with no name and no time in it."""
    squeeze = zlib.compressobj(6, zlib.DEFLATED, 31)
    for chunk in chunks:
        yield squeeze.compress(chunk)
    yield squeeze.flush()


def _media(archive: ZipFile, tenant: CurrentTenant, shelf: Shelf | None) -> tuple[tuple[Part, ...], Part]:
    with enter(tenant):
        index = [_measured(path, shelf) for path in files.paths()]
        by_hash = {item.sha256: item for item in sorted(index, key=lambda item: item.path)}
        parts = []
        for sha, item in sorted(by_hash.items()):
            if shelf is not None:
                shelf.keep(item)
            else:
                with files.open_file(item.path) as file:
                    parts.append(_put(archive, f"media/{sha}", iter(lambda file=file: file.read(_PIECE), b"")))
    listed = json.dumps([[item.path, item.sha256, item.size] for item in index], ensure_ascii=False, indent=0)
    return tuple(parts), _put(archive, MEDIA_INDEX, [listed.encode() + b"\n"])


def _measured(path: str, shelf: Shelf | None) -> files.Media:
    known = shelf.known(path, files.size_of(path)) if shelf else None
    if known:
        return known
    with files.open_file(path) as file:
        return files.Media(path, files.digest(file), files.size_of(path))


def _put(archive: ZipFile, name: str, pieces: Iterable[bytes]) -> Part:
    entry = ZipInfo(name, _TIME)
    entry.external_attr = 0o644 << 16
    sha, size = hashlib.sha256(), 0
    with archive.open(entry, "w", force_zip64=True) as out:
        for piece in pieces:
            out.write(piece)
            sha.update(piece)
            size += len(piece)
    return Part(name, size, sha.hexdigest())


@contextmanager
def _draft(target: Path) -> Iterator[IO[bytes]]:
    """A file beside the target that takes its place when it is whole; a failure leaves nothing."""
    draft = target.with_name(target.name + ".part")
    try:
        with draft.open("w+b") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        draft.replace(target)
    except OSError as error:
        if is_full(error):
            raise NoSpace(target=target) from error
        raise BadTarget(target=target, reason=error.strerror or str(error)) from error
    finally:
        draft.unlink(missing_ok=True)
