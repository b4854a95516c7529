"""Films of further cameras: told to whoever asks which files are an author's."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from tenant_apps.courses.permissions import courses_of
from tenant_apps.learning.models import Angle
from tenant_apps.media.whose import uses_files


@uses_files
def of_cameras(user: Any) -> QuerySet[Any]:
    """What the films of their courses show from other places."""
    return Angle.objects.filter(lesson__course__in=courses_of(user)).values("asset")
