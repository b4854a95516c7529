"""Keeping cached public pages true to paths."""

from __future__ import annotations

from marque.kit.pagecache.store import purge

# every page that shows paths carries it
TAG = "path"


def path_changed() -> None:
    """Let the pages that show paths be made anew, once the change is committed."""
    purge(TAG)
