"""A note as the page is told it."""

from __future__ import annotations

from typing import Any

from tenant_apps.place.models import Note


def as_told(note: Note) -> dict[str, Any]:
    """What a device needs to show a note, and to change it."""
    return {
        "note": str(note.key),
        "text": note.text,
        "seconds": note.seconds,
        "quote": note.quote,
        "before": note.before,
        "after": note.after,
        "revision": note.revision,
        "changed_at": note.changed_at.isoformat(),
    }
