"""A lesson's blocks as plain values: what its editor shows, its versions keep and the API says."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID, uuid4

from django.utils.html import escape

from tenant_apps.courses.differences import written
from tenant_apps.courses.models import BLOCK_WORDS, BlockKind, Lesson, LessonBlock
from tenant_apps.media.models import Asset

Value = dict[str, Any]

_HELD = ("kind", "file", *BLOCK_WORDS)


def rows_of(lesson: Lesson) -> list[LessonBlock]:
    """The blocks to be shown: those that are kept, or such as a lesson that is only proposed would have. One query."""
    if "blocks" not in lesson.__dict__:
        is_here = "page_blocks" in getattr(lesson, "_prefetched_objects_cache", {})
        return list(lesson.page_blocks.all() if is_here else lesson.page_blocks.select_related("asset"))
    files = files_of(lesson.blocks)
    return [_row(lesson, value, files) for value in lesson.blocks]


def files_of(values: Iterable[Value]) -> dict[str, Asset]:
    """The files blocks name, as far as they are there, by their keys."""
    keys = {value["file"] for value in values if value.get("file")}
    return {str(asset.key): asset for asset in Asset.objects.filter(key__in=keys)} if keys else {}


def with_their_files(values: Iterable[Value]) -> list[Value]:
    """Blocks without those whose file is gone."""
    found = list(values)
    files = files_of(found)
    return [value for value in found if not value.get("file") or value["file"] in files]


def held(values: Iterable[Value]) -> list[tuple[Any, ...]]:
    """What blocks hold, whichever rows they are: alike for two lists that a learner could not tell apart."""
    return [_held(value) for value in values]


def readable(values: Iterable[Value]) -> str:
    """Blocks as HTML to be compared word by word: what each is, and what it says."""
    found = list(values)
    files = files_of(found)
    return "".join(_readable(value, files) for value in found)


def key_in(value: Value) -> str:
    """The key a block was said with, if that can be one."""
    try:
        return str(UUID(str(value.get("key") or "")))
    except ValueError:
        return ""


def page_of(holder: Any) -> str:
    """The text and the blocks of a lesson, a version or a proposal as HTML to be read and compared."""
    return str(holder.body) + readable(holder.blocks)


def _held(value: Value) -> tuple[Any, ...]:
    words = tuple(written(value.get(name) or "") for name in _HELD)
    # only where it is asked for: words for a lesson that are kept beside proposals stay what they were for all others
    return (*words, value["least_percent"]) if value.get("least_percent") else words


def _row(lesson: Lesson, value: Value, files: dict[str, Asset]) -> LessonBlock:
    words = {name: value.get(name) or "" for name in ("kind", *BLOCK_WORDS)}
    key = UUID(key_in(value) or uuid4().hex)
    asset = files.get(value.get("file") or "")
    least, shown = value.get("least_percent"), value.get("shown") or {}
    return LessonBlock(lesson=lesson, key=key, asset=asset, shown=shown, least_percent=least, **words)


def _readable(value: Value, files: dict[str, Asset]) -> str:
    kind, words, key = BlockKind(value["kind"]), value.get("text") or "", value.get("file") or ""
    # two files may have one name
    file = f"{files[key].title} #{key[:4]}" if key in files else key[:4]
    least = f"≥ {value['least_percent']} %" if value.get("least_percent") else ""
    named = (value.get("title"), value.get("address"), value.get("language"), file, least)
    name = " ".join(each for each in named if each)
    label = f"<p>[{escape(kind.label)}{': ' * bool(name)}{escape(name)}]</p>"
    return label + (words if kind == BlockKind.TEXT else f"<p>{escape(words)}</p>")
