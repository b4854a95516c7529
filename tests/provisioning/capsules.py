"""Capsules made by hand, right or wrong in one place."""

import gzip
import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from marque.kit.serialise.streams.shape import Column, Table
from provisioning.capsule.contents import ABOUT, MEDIA_INDEX, SIGNATURE, Contents, Part, TablePart, write_contents
from provisioning.capsule.keys import sign

TENANT = {
    "slug": "school-kept", "name": "Kept", "type": "business", "primary": "", "domains": [],
    "owner_email": "", "blueprint": "academy",
}  # fmt: skip
ROWS = b"1\tOne\n2\tTwo\n"
FILE = b"a file"


def part(name: str, data: bytes) -> Part:
    return Part(name, len(data), hashlib.sha256(data).hexdigest())


def parts(rows: bytes = ROWS, path: str = "media/a.txt") -> dict[str, bytes]:
    """The archive's members, without what lists them."""
    sha = hashlib.sha256(FILE).hexdigest()
    index = json.dumps([[path, sha, len(FILE)]]).encode()
    return {"tables/taggit_tag.copy.gz": gzip.compress(rows, mtime=0), f"media/{sha}": FILE, MEDIA_INDEX: index}


def contents(members: dict[str, bytes], rows: bytes = ROWS, **changes: Any) -> Contents:
    """What `capsule.json` says of them."""
    packed = "tables/taggit_tag.copy.gz"
    shape = Table("taggit_tag", (Column("id", "integer"), Column("name", "character varying(100)")), ("id",), "id")
    sums = (rows.count(b"\n"), len(rows), hashlib.sha256(rows).hexdigest())
    made = {
        "tenant": TENANT,
        "migrations": (("taggit", "0001_initial"),),
        "tables": (TablePart(shape, *sums, part(packed, members[packed]), (2, True)),),
        "media": tuple(
            part(name, data) for name, data in members.items() if name.startswith("media/") and "." not in name
        ),
        "media_index": part(MEDIA_INDEX, members[MEDIA_INDEX]),
        "engine": "0.1.0",
    }
    return Contents(**made | changes)


def write(
    path: Path,
    members: dict[str, bytes],
    about: bytes,
    *,
    signature: dict[str, str] | None = None,
    more: Callable[[ZipFile], None] = lambda archive: None,
) -> Path:
    """The file; signed by this install when no signature is given."""
    signed = json.dumps(signature or sign(about)).encode()
    with ZipFile(path, "w", ZIP_STORED) as archive:
        for name, data in {**members, ABOUT: about, SIGNATURE: signed}.items():
            archive.writestr(ZipInfo(name), data)
        more(archive)
    return path


def good(path: Path) -> Path:
    """A capsule with nothing wrong."""
    members = parts()
    return write(path, members, write_contents(contents(members)))
