"""The pages of a PDF as pictures: drawn when somebody first looks at one, and kept beside the prepared films."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from django.core.cache import cache
from django.core.files.storage import default_storage

from marque.kit.tenancy.addresses import path_to
from marque.kit.tenancy.storage import tenant_prefix
from shared_apps.integrations.poppler import pages
from shared_apps.integrations.ports.errors import ProviderError
from tenant_apps.media.models import Asset
from tenant_apps.media.serving import Served
from tenant_apps.media.signing import sign_for

if TYPE_CHECKING:
    from tenant_apps.people.models import Person

PURPOSE = "pages"
MOST_PAGES = 500
_PDF = "application/pdf"
_A_DAY = 86_400


def page_urls(asset: Asset, *, person: Person | None = None) -> list[str]:
    """Where the pages are for a while, in order; none for what is no PDF, or cannot be drawn here."""
    token = sign_for(PURPOSE, asset, person)
    return [path_to("media:page", token, number) for number in range(1, count_pages(asset) + 1)]


def page_of(asset: Asset, number: int) -> Served | None:
    """One page to be sent, drawn now if nobody asked for it before; None when there is no such page."""
    if not 1 <= number <= count_pages(asset):
        return None
    place = f"{folder_of(asset)}/{number}.jpg"
    path = Path(default_storage.path(place))
    if not path.exists():
        try:
            pages.draw_page(Path(asset.file.path), number, path)
        except ProviderError:
            return None
    return Served(
        storage=default_storage,
        path=f"{tenant_prefix()}{place}",
        name=f"{number}.jpg",
        content_type="image/jpeg",
        size=path.stat().st_size,
        etag=f'"{asset.key.hex}-{number}"',
        changed_at=asset.created_at,
        attachment=False,
    )


def folder_of(asset: Asset) -> str:
    """Where the drawn pages are, below the tenant's files."""
    return f"pages/{asset.key}"


def count_pages(asset: Asset) -> int:
    """How many pages can be shown of a PDF; none of anything else."""
    if asset.content_type != _PDF:
        return 0
    known = cache.get(f"pages:{asset.key}")
    if known is None:
        try:
            known = min(MOST_PAGES, pages.count_pages(Path(asset.file.path)))
        except ProviderError:
            known = 0
        cache.set(f"pages:{asset.key}", known, _A_DAY)
    return int(known)
