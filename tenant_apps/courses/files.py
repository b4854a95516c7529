"""The files of lessons: told to whoever asks which are an author's."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from tenant_apps.courses.models import Lesson
from tenant_apps.courses.permissions import courses_of
from tenant_apps.media.whose import uses_files


@uses_files
def of_lessons(user: Any) -> QuerySet[Any]:
    """What the lessons of their courses play, show and give."""
    return Lesson.objects.filter(course__in=courses_of(user), asset__isnull=False).values("asset")
