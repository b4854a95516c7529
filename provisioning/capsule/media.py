"""Media of backups: each content once, however many nights it is part of."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from provisioning import files
from provisioning.files import Media


@dataclass
class Shelf:
    """A folder of contents by their hash; `before` is what the last night listed, so that it is not read again."""

    folder: Path
    before: Mapping[str, Media] = field(default_factory=dict)
    added: int = 0

    def known(self, path: str, size: int) -> Media | None:
        """What this file held last night; names are given once, so one of the same size is the same."""
        item = self.before.get(path)
        return item if item and item.size == size and self.place(item.sha256).exists() else None

    def keep(self, item: Media) -> None:
        """Put a content of the current tenant on the shelf, if it is not there."""
        place = self.place(item.sha256)
        if place.exists():
            return
        place.parent.mkdir(parents=True, exist_ok=True)
        draft = place.with_suffix(".part")
        with files.open_file(item.path) as source, draft.open("wb") as copy:
            while piece := source.read(1 << 20):
                copy.write(piece)
        draft.replace(place)
        self.added += item.size

    def pieces(self, sha256: str) -> Iterator[bytes]:
        """What a content holds."""
        with self.place(sha256).open("rb") as file:
            while piece := file.read(1 << 20):
                yield piece

    def place(self, sha256: str) -> Path:
        """Where a content is."""
        return self.folder / sha256[:2] / sha256
