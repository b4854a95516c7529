"""Whether what a lesson asks for by its kind is still done while films on its page are watched.

Higher apps say so for kinds where it may change meanwhile: `@still_met("project")`.
"""

from __future__ import annotations

from collections.abc import Callable

from tenant_apps.courses.models import Lesson
from tenant_apps.learning.models import Enrolment, LessonProgress

Asked = Callable[[Lesson, Enrolment], bool]

_asked: dict[str, Asked] = {}


def still_met(kind: str) -> Callable[[Asked], Asked]:
    """Register who knows whether it is done in lessons of a kind. One owner per kind."""

    def register(asked: Asked) -> Asked:
        if _asked.setdefault(kind, asked) is not asked:
            raise ValueError(f"{kind} lessons are asked about already")
        return asked

    return register


def is_met(lesson: Lesson, progress: LessonProgress) -> bool:
    """Whether all but films is done in a lesson that is not finished: as what it is now, and by what it asks now."""
    if progress.completed_at is not None or progress.met_at is None:
        return False
    # a row of the release before does not say
    if progress.met_kind not in ("", lesson.kind):
        return False
    asked = _asked.get(lesson.kind)
    return asked is None or asked(lesson, progress.enrolment)
