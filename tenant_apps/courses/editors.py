"""Where the Studio edits what a kind of lesson holds beyond text and a file: higher apps register their page."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise

from tenant_apps.courses.blocks import rows_of
from tenant_apps.courses.models import BLOCKS_OF_KINDS, BlockKind, Lesson


@dataclass(frozen=True)
class Editor:
    """A page in the Studio, addressed by the course's and the lesson's key."""

    url_name: str
    label: str | Promise


_editors: dict[str, Editor] = {}


def register_editor(kind: str, *, url_name: str, label: str | Promise) -> None:
    """Say where lessons of this kind are edited. One owner per kind."""
    editor = Editor(url_name, label)
    if _editors.setdefault(kind, editor) != editor:
        raise ValueError(f"{kind} lessons already have an editor")


def editor_of(lesson: Lesson) -> Editor | None:
    """The further editor of this lesson, if its kind has one."""
    return _editors.get(lesson.kind)


def editors_below(lesson: Lesson) -> list[Editor]:
    """Those of what stands on its page beside what it is."""
    kinds = {row.kind for row in rows_of(lesson)} & {BlockKind.DISCUSSION, *BLOCKS_OF_KINDS} - {lesson.kind}
    return [_editors[kind] for kind in sorted(kinds) if kind in _editors]
