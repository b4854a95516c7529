"""Two states of a lesson beside each other: its fields by name, its text word by word, its links."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from tenant_apps.courses.blocks import page_of
from tenant_apps.courses.differences import Piece, differences, links, written
from tenant_apps.courses.models import Lesson
from tenant_apps.courses.studio.forms import LessonForm


@dataclass(frozen=True)
class Beside:
    """What differs: name, before and after of each field, the words of the text, and whether only its form did."""

    fields: list[tuple[str, str, str]]
    text: list[Piece]
    is_form_only: bool

    def __bool__(self) -> bool:
        return bool(self.fields or self.text)

    @property
    def before(self) -> list[Piece]:
        """The text as it was."""
        return [piece for piece in self.text if piece.kind != "new"]

    @property
    def after(self) -> list[Piece]:
        """The text as it becomes."""
        return [piece for piece in self.text if piece.kind != "gone"]


def beside(before: Lesson, after: Lesson, names: Iterable[str]) -> Beside:
    """What these fields of the two say differently."""
    fields = (name for name in names if name not in ("body", "blocks"))
    pairs = [(_label(name), _shown(before, name), _shown(after, name)) for name in fields]
    was, becomes = page_of(before), page_of(after)
    if (old := links(was)) != (new := links(becomes)):
        pairs.append((_("Links"), " ".join(old) or "–", " ".join(new) or "–"))
    text = differences(was, becomes) if written(was) != written(becomes) else []
    is_form_only = bool(text) and all(piece.kind == "same" for piece in text)
    return Beside([pair for pair in pairs if pair[1] != pair[2]], text, is_form_only)


def _label(name: str) -> str:
    field = LessonForm.base_fields.get(name)
    return str(field.label if field else Lesson._meta.get_field(name).verbose_name)  # type: ignore[union-attr]


def _shown(lesson: Lesson, name: str) -> str:
    if name == "kind":
        return lesson.get_kind_display()
    if name == "is_preview":
        return _("Yes") if lesson.is_preview else _("No")
    return str(getattr(lesson, name) or "–")
