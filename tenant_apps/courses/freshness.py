"""Keeping cached public pages true to the course."""

from __future__ import annotations

from marque.kit.pagecache.store import purge

# every page that shows courses carries it: the catalogue, a course's page, landing pages with a course block
TAG = "course"


def course_changed(course_id: int) -> None:
    """Let the pages that show courses be made anew, once the change is committed."""
    purge(TAG)
