"""The files in `media/` beside a manifest: checked like an upload, found again by what is in them."""

from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile, File

from marque.kit.errors import Refused
from marque.kit.serialise.files import MissingFile, digest_of
from provisioning.manifest.book import ASSET, PICTURE
from provisioning.manifest.problems import Mark
from provisioning.manifest.schema import Item
from provisioning.manifest.wish import Wish
from tenant_apps.media.actions import describe
from tenant_apps.media.models import Asset
from tenant_apps.media.pictures import redraw
from themes.actions import draw_logo

MOST_PICTURE_BYTES = 10_000_000
# no file system of ours takes a longer one
_MOST_NAME_BYTES = 255


class Media:
    """The folder of files of one manifest; also the source from which a write takes them."""

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder.resolve() if folder else None
        self._contents: dict[str, tuple[str, bytes | Path]] = {}

    def has(self, name: str) -> bool:
        """Whether the file is there."""
        return self._path(name) is not None

    def open(self, digest: str) -> File:
        """What a check has found fit; raises MissingFile."""
        if digest not in self._contents:
            raise MissingFile(digest)
        name, content = self._contents[digest]
        return ContentFile(content, name=name) if isinstance(content, bytes) else File(content.open("rb"), name=name)

    def asset(self, item: Item, title: str, wish: Wish) -> dict[str, Any] | None:
        """The columns of an asset; None, with a problem noted, when the file is missing or not what it should be."""
        path = self._found(item, wish)
        if path is None:
            return None
        with path.open("rb") as content:
            raw = digest_of(content)
            for record in wish.before.of(ASSET):
                if (record.fields["file"], record.fields["title"]) == (raw, title):
                    return record.fields
            try:
                asset, prepared = describe(file=File(content, name=item["file"]), title=title)
            except Refused as refused:
                wish.wrong(item.mark, str(refused), "file")
                return None
            return self._asset_fields(asset, prepared, path)

    def picture(self, item: Item, title: str, wish: Wish) -> dict[str, Any] | None:
        """The columns of a picture, or None with a problem noted."""
        path = self._found(item, wish)
        if path is None:
            return None
        if path.stat().st_size > MOST_PICTURE_BYTES:
            wish.wrong(item.mark, f"A picture has at most {MOST_PICTURE_BYTES:,} bytes.", "file")
            return None
        with path.open("rb") as content:
            raw = digest_of(content, "sha1").partition(":")[2]
            if known := wish.before.get((PICTURE, f"{raw}|{title}")):
                return known.fields
            try:
                drawn = redraw(content, item["file"])
            except Refused as refused:
                wish.wrong(item.mark, str(refused), "file")
                return None
        digest = digest_of(ContentFile(drawn.content), "sha1")
        self._contents[digest] = (item["file"], drawn.content)
        fields = {"title": title, "file": digest, "file_hash": digest.partition(":")[2], "width": drawn.width}
        return fields | {"height": drawn.height, "file_size": len(drawn.content)}

    def digest(self, name: str, mark: Mark, wish: Wish) -> str | None:
        """The hash of a logo, drawn again; None with a problem noted."""
        path = self._path(name)
        kept = next((brand.fields["logo"] for brand in wish.before.of("themes.Brand")), None)
        if path is None:
            if kept and name == f"logo-{kept.partition(':')[2][:8]}.png":
                return kept
            wish.wrong(mark, f"The file media/{name} is missing.", "logo")
            return None
        with path.open("rb") as content:
            raw = digest_of(content)
            if raw == kept:
                return raw
            try:
                drawn = draw_logo(File(content, name=name)).read()
            except Refused as refused:
                wish.wrong(mark, str(refused), "logo")
                return None
        found = digest_of(ContentFile(drawn))
        self._contents[found] = ("logo.png", drawn)
        return found

    def _path(self, name: str) -> Path | None:
        if self.folder is None:
            return None
        if len(name.encode()) > _MOST_NAME_BYTES:
            return None
        path = (self.folder / "media" / name).resolve()
        return path if path.is_file() and path.is_relative_to(self.folder) else None

    def _found(self, item: Item, wish: Wish) -> Path | None:
        path = self._path(item["file"])
        if path is None:
            wish.wrong(item.mark, f"The file media/{item['file']} is missing.", "file")
            return None
        with path.open("rb") as content:
            if item["sha256"] and digest_of(content) != f"sha256:{item['sha256']}":
                wish.wrong(item.mark, f"media/{item['file']} is another file than its sha256 says.", "sha256")
                return None
        return path

    def _asset_fields(self, asset: Asset, prepared: File, path: Path) -> dict[str, Any]:
        names = ("title", "kind", "content_type", "size", "sha256", "duration_seconds", "width", "height")
        digest = f"sha256:{asset.sha256}"
        with path.open("rb") as raw:
            same = digest_of(raw) == digest
        prepared.seek(0)
        self._contents[digest] = (path.name, path if same else prepared.read())
        fields = {name: getattr(asset, name) for name in names} | {"file": digest, "poster": None}
        if asset.poster:
            still = asset.poster.read()
            fields["poster"] = digest_of(ContentFile(still))
            self._contents[fields["poster"]] = ("poster.jpg", still)
        return fields
