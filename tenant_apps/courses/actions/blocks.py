"""The blocks of a lesson's page: checked one by one, written whole."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _

from marque.kit.errors import Refused
from tenant_apps.courses.actions.parts import write_parts
from tenant_apps.courses.blocks import Value, files_of, key_in
from tenant_apps.courses.models import (
    BLOCKS_OF_KINDS,
    BLOCKS_ONCE,
    BLOCKS_PLAYED,
    BLOCKS_WITH_FILE,
    LONGEST_BLOCK,
    MOST_BLOCKS,
    BlockKind,
    Lesson,
    LessonBlock,
)
from tenant_apps.courses.prose import as_written
from tenant_apps.media.formats import Kind
from tenant_apps.media.models import Asset

_PDF = "application/pdf"
_FITS: dict[str, Callable[[Asset], bool]] = {
    BlockKind.IMAGE: lambda asset: asset.kind == Kind.IMAGE,
    BlockKind.VIDEO: lambda asset: asset.kind == Kind.VIDEO,
    BlockKind.AUDIO: lambda asset: asset.kind == Kind.AUDIO,
    BlockKind.PDF: lambda asset: asset.content_type == _PDF,
    BlockKind.SLIDES: lambda asset: asset.content_type == _PDF,
    # what is only played from its host cannot be downloaded here
    BlockKind.DOWNLOAD: lambda asset: not asset.is_elsewhere,
    BlockKind.HOTSPOTS: lambda asset: asset.kind == Kind.IMAGE,
}


class BadBlock(Refused):
    """A block that would show nothing."""

    field = "blocks"
    message = _("Part %(n)d (%(kind)s): %(wrong)s")


class TooManyBlocks(Refused):
    """A page nobody reads to its end."""

    field = "blocks"
    message = _("A lesson holds at most %(most)d parts. Put the rest into a lesson of its own.")


class PartTwice(Refused):
    """What a lesson has one of stands in one place."""

    field = "blocks"
    message = _("“%(kind)s” can stand in one place only.")


class PartIsTheLesson(Refused):
    """One set of spots, steps or questions, or one session, in one place."""

    field = "blocks"
    message = _("This lesson is “%(kind)s” already: that stands where the lesson itself stands.")


@transaction.atomic
def write_blocks(*, lesson: Lesson, blocks: list[Value], by: Any = None) -> None:
    """Let a lesson's page hold these blocks in this order and no others; one with a key that is there changes it.

    Raises SeenByLearners and PromisedAlready, and what `checked_blocks` raises.
    """
    asked = checked_blocks(blocks)
    files = files_of(asked)
    # what somebody would make of the lesson is no longer only proposed
    lesson.__dict__.pop("blocks", None)
    known = {str(row.key): row.kind for row in LessonBlock.objects.filter(lesson=lesson)}
    rows = [
        {name: each for name, each in value.items() if name != "file"}
        | {"key": _key(value, known), "asset": files.get(value["file"] or "")}
        for value in asked
    ]
    write_parts(model=LessonBlock, lesson=lesson, rows=rows, by=by)
    lesson.__dict__.pop("blocks", None)


def checked_blocks(blocks: list[Value]) -> list[Value]:
    """The same blocks with what each kind holds and nothing else; a lesson that stands alone has none.

    Raises BadBlock, TooManyBlocks, PartTwice and NotProse.
    """
    if len(blocks) > MOST_BLOCKS:
        raise TooManyBlocks(most=MOST_BLOCKS)
    for kind in BLOCKS_ONCE:
        if [value["kind"] for value in blocks].count(kind) > 1:
            raise PartTwice(kind=kind.label)
    files = files_of(blocks)
    checked = [_checked(value, place, files) for place, value in enumerate(blocks, start=1)]
    seen: set[str] = set()
    for value in checked:
        # a key said twice is one row and another
        value["key"] = "" if value["key"] in seen else value["key"]
        seen.add(value["key"])
    return [] if all(value["kind"] == BlockKind.OWN for value in checked) else checked


def refuse_what_it_is(lesson: Lesson) -> None:
    """Stop a lesson from showing on its page once more what it is by its kind; raises PartIsTheLesson."""
    if lesson.kind in BLOCKS_OF_KINDS and any(value["kind"] == lesson.kind for value in lesson.blocks):
        raise PartIsTheLesson(kind=BlockKind(lesson.kind).label)


def _checked(value: Value, place: int, files: dict[str, Asset]) -> Value:
    kind, text = BlockKind(value["kind"]), value.get("text") or ""
    asset = files.get(value.get("file") or "") if kind in BLOCKS_WITH_FILE else None
    if wrong := _wrong(kind, value, asset):
        raise BadBlock(n=place, kind=kind.label, wrong=wrong)
    is_embed = kind == BlockKind.EMBED
    return {
        "key": key_in(value),
        "kind": kind.value,
        "file": str(asset.key) if asset else None,
        "title": (value.get("title") or "")[:160],
        "text": as_written(text) if kind == BlockKind.TEXT else text if kind == BlockKind.CODE else "",
        "language": value.get("language") or "" if kind == BlockKind.CODE else "",
        "address": value["address"] if is_embed else "",
        "shown": value["shown"] if is_embed else {},
        "least_percent": value.get("least_percent") or None if kind in BLOCKS_PLAYED else None,
    }


def _wrong(kind: BlockKind, value: Value, asset: Asset | None) -> Any:
    if kind in BLOCKS_WITH_FILE:
        if asset is None:
            return _("choose a file.")
        if not _FITS[kind](asset):
            return _("“%(title)s” is not a file of this kind.") % {"title": asset.title}
    if kind in BLOCKS_PLAYED and not 0 <= (value.get("least_percent") or 0) <= 100:
        return _("how much of it must be watched is said in percent.")
    if len(value.get("text") or "") > LONGEST_BLOCK:
        return _("it is too long. Put the rest into another part.")
    if kind == BlockKind.TEXT and not strip_tags(value.get("text") or "").strip():
        return _("write something, or take it away.")
    if kind == BlockKind.CODE and not (value.get("text") or "").strip():
        return _("put the code in, or take it away.")
    if kind == BlockKind.EMBED and not (value.get("address") and value.get("shown")):
        return _("say the address of what is shown.")
    return ""


def _key(value: Value, known: dict[str, str]) -> UUID | None:
    # what a lesson has one of is one row, whatever key it was given meanwhile
    if value["kind"] in BLOCKS_ONCE:
        return next((UUID(key) for key, kind in known.items() if kind == value["kind"]), None)
    return UUID(value["key"]) if known.get(value["key"]) == value["kind"] else None
