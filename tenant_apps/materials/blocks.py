"""Code and things of other sites on the page of a lesson that is something else."""

from __future__ import annotations

from typing import Any

from shared_apps.integrations.oembed.provider import provider_named
from tenant_apps.courses.models import BlockKind, LessonBlock, LessonKind
from tenant_apps.learning.blocks import STYLES, block
from tenant_apps.learning.players import Seat
from tenant_apps.materials.colouring import coloured
from tenant_apps.materials.players import discussion_context


@block(BlockKind.CODE, template="materials/players/code.html", styles=STYLES)
def code(block: LessonBlock, seat: Seat) -> dict[str, Any]:
    """The piece, coloured here."""
    return {"listings": [(block, coloured(block.text, block.language))]}


@block(BlockKind.EMBED, template="materials/players/embed.html", styles=STYLES)
def embed(block: LessonBlock, seat: Seat) -> dict[str, Any]:
    """What another site shows, from its own host; nothing is loaded from there before somebody asks for it."""
    site = provider_named(str(block.shown.get("provider", "")))
    # a package from elsewhere may say anything
    if site is None or not site.shows(block.address, str(block.shown.get("frame", ""))):
        return {"embed": None}
    shown = {**block.shown, "address": block.address, "title": block.title or block.shown.get("title", "")}
    return {"embed": shown, "sources": {"frame-src": [f"https://{site.host}"]}}


@block(BlockKind.DISCUSSION, template="materials/blocks/discussion.html", styles=STYLES)
def discussion(block: LessonBlock, seat: Seat) -> dict[str, Any] | None:
    """What was said below the lesson, unless the lesson is the discussion."""
    if seat.lesson.kind == LessonKind.DISCUSSION:
        return None
    return discussion_context(seat) | {"talked_of": seat.lesson}
