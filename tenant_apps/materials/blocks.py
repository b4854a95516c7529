"""What a lesson may be, on the page of a lesson that is something else. None of it finishes that lesson."""

from __future__ import annotations

from typing import Any

from shared_apps.integrations.oembed.provider import provider_named
from tenant_apps.courses.models import BlockKind, LessonBlock
from tenant_apps.learning.blocks import STYLES, block
from tenant_apps.learning.players import Context, Seat
from tenant_apps.materials.colouring import coloured
from tenant_apps.materials.models import HotSpot
from tenant_apps.materials.players import discussion_context, live_context, questions_for, steps_context
from tenant_apps.media.signing import media_url


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
    return _beside(block, seat, discussion_context)


@block(BlockKind.HOTSPOTS, template="materials/players/spots.html", styles=STYLES)
def spots(block: LessonBlock, seat: Seat) -> dict[str, Any] | None:
    """The block's picture, and what its places say."""
    if block.kind == seat.lesson.kind:
        return None
    person = seat.enrolment.person if seat.enrolment else None
    src = media_url(block.asset, person=person) if block.asset else ""
    return {"src": src, "spots": HotSpot.objects.filter(lesson=seat.lesson)}


@block(BlockKind.PROJECT, template="materials/blocks/steps.html", styles=STYLES)
def steps(block: LessonBlock, seat: Seat) -> dict[str, Any] | None:
    """The steps, and which are ticked."""
    return _beside(block, seat, steps_context)


@block(BlockKind.LIVE, template="materials/blocks/live.html", styles=STYLES)
def live(block: LessonBlock, seat: Seat) -> dict[str, Any] | None:
    """When everybody meets, and the link while it is open. The lesson's file is no recording of it."""
    shown = _beside(block, seat, live_context)
    return shown and shown | {"recording": "", "is_beside": True}


@block(BlockKind.SURVEY, template="materials/blocks/survey.html", styles=STYLES)
def survey(block: LessonBlock, seat: Seat) -> dict[str, Any] | None:
    """The questions, until they are answered; the finished lesson says nothing of that."""
    return _beside(block, seat, questions_for)


def _beside(block: LessonBlock, seat: Seat, context: Context) -> dict[str, Any] | None:
    """What a lesson of the block's kind would show, unless it is such a lesson."""
    return None if block.kind == seat.lesson.kind else context(seat) | {"holder": seat.lesson}
