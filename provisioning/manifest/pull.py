"""Write a tenant down: a YAML that people edit, with its files in media/ beside it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml
from django.core.files.base import File
from wagtail.images import get_image_model

from marque.kit.serialise.files import digest_of
from marque.kit.serialise.records import RecordSet
from marque.kit.tenancy.context import enter
from provisioning.manifest.book import Book
from provisioning.manifest.plan import read_all
from provisioning.manifest.sections import SECTIONS
from provisioning.manifest.sections.brand import media_name
from shared_apps.tenants.models import Tenant
from shared_apps.tenants.names import subdomain_of
from tenant_apps.media.models import Asset
from themes.models import Brand

_TOP = """\
# {name}, written down by `marque manifest pull {slug}`.
# Edit it, look with `marque plan`, make it so with `marque apply`. What a section leaves out is deleted, after
# you agreed; a section that is not here is left alone. Every key is explained in docs/manifest.md.
"""


class _Dumper(yaml.SafeDumper):
    """Long text as blocks, lists indented below their key, nothing aliased."""

    def ignore_aliases(self, data: Any) -> bool:
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.Node:
    lines = text.split("\n")
    block = len(lines) > 1 and all(line == line.rstrip() for line in lines) and lines[0][:1].strip()
    style = "|" if block else ">" if len(text) > 110 and text == " ".join(text.split()) else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style)


_Dumper.add_representer(str, _text)


def pull(*, tenant: Tenant) -> str:
    """The tenant as YAML."""
    with enter(tenant.as_current()):
        records = read_all()
        value = written(records)
        for picture in value.get("pictures", []):
            picture["sha256"] = _picture_digest(picture["file"], records)
    head = {"tenant": tenant.slug, "name": tenant.name, "owner": tenant.owner_email}
    own = sorted(tenant.domains.all(), key=lambda domain: (not domain.is_primary, domain.domain))
    domains = [domain.domain for domain in own if domain.domain != subdomain_of(tenant.slug)]
    whole = head | ({"domains": domains} if domains else {}) | value
    return _TOP.format(name=tenant.name, slug=tenant.slug) + "\n" + dump(whole)


def written(records: RecordSet) -> dict[str, Any]:
    """Every section that has something to say, as the file says it."""
    book = Book(records)
    found = {section.name: section.pull(records, book) for section in SECTIONS}
    return {name: value for name, value in found.items() if value not in (None, [], {})}


def dump(value: Any) -> str:
    """YAML for people."""
    text = yaml.dump(value, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=116, default_flow_style=False)
    # a blank line before each section
    return "".join(f"\n{line}" if line[:1].isalpha() and ": " not in line else line for line in text.splitlines(True))


def pull_files(*, tenant: Tenant, folder: Path, progress: Callable[[str], None] = lambda step: None) -> int:
    """Write the tenant's files into `folder`; returns how many."""
    folder.mkdir(parents=True, exist_ok=True)
    count = 0
    with enter(tenant.as_current()):
        for name, file in _files(Book(read_all())):
            progress(name)
            with file.open("rb") as content, (folder / name).open("wb") as out:
                for chunk in content.chunks():
                    out.write(chunk)
            count += 1
    return count


def _files(book: Book) -> list[tuple[str, File]]:
    found: list[tuple[str, File]] = []
    for asset in Asset.objects.exclude(file="").order_by("pk"):
        found.append((book.names["media.Asset"][str(asset.key)], asset.file))
    for picture in get_image_model().objects.order_by("pk"):
        found.append((book.names["wagtailimages.Image"][f"{picture.file_hash}|{picture.title}"], picture.file))
    for brand in Brand.objects.exclude(logo=""):
        with brand.logo.open("rb") as content:
            found.append((media_name(digest_of(content)), brand.logo))
    return found


def _picture_digest(name: str, records: RecordSet) -> str:
    key = Book(records).key("wagtailimages.Image", name) or ""
    digest, _bar, title = key.partition("|")
    picture = get_image_model().objects.filter(file_hash=digest, title=title).first()
    if picture is None:
        return ""
    with picture.file.open("rb") as content:
        return digest_of(content).partition(":")[2]
