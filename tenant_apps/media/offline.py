"""What of a file a device keeps, to show it without a line."""

from typing import TYPE_CHECKING, Any

from django.core.files.storage import default_storage

from tenant_apps.media.formats import Kind
from tenant_apps.media.models import Asset
from tenant_apps.media.playing import part_of, showing
from tenant_apps.media.signing import media_url

if TYPE_CHECKING:
    from tenant_apps.people.models import Person

# a phone's screen needs no more
HEIGHT = 480


def parts_to_keep(asset: Asset, *, person: "Person | None" = None) -> tuple[list[dict[str, str]], int]:
    """Addresses to fetch, and their bytes together: one height of a prepared film, else the file as it is,
    with captions and the still, which are not weighed; nothing of a film that is kept at a host.

    `only` names the one height that a playlist of several is to be cut down to.
    """
    if asset.is_elsewhere:
        return [], 0
    if asset.kind not in (Kind.VIDEO, Kind.AUDIO):
        return [{"url": media_url(asset, person=person)}], asset.size
    found = showing(asset, person=person)
    beside = [{"url": url} for url in (*(track.url for track in found.tracks), found.poster) if url]
    chosen = _height(asset) if found.stream else None
    if chosen is None:
        return [{"url": media_url(asset, person=person)}, *beside], asset.size
    root, name = found.stream.rpartition("/")[0], chosen["playlist"]
    film = name.replace(".m3u8", ".mp4")
    part = part_of(asset, film)
    if part is None or not default_storage.exists(part[1]):
        return [{"url": media_url(asset, person=person)}, *beside], asset.size
    parts = [{"url": found.stream, "only": name}, {"url": f"{root}/{name}"}, {"url": f"{root}/{film}"}]
    return [*parts, *beside], default_storage.size(part[1])


def _height(asset: Asset) -> dict[str, Any] | None:
    heights = sorted(asset.film.prepared.get("renditions", []), key=lambda one: one["height"])
    small = [one for one in heights if one["height"] <= HEIGHT]
    return small[-1] if small else next(iter(heights), None)
