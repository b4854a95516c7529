"""Zips of packages: told to whoever asks which files are an author's."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from tenant_apps.courses.permissions import courses_of
from tenant_apps.materials.models import Package
from tenant_apps.media.whose import uses_files


@uses_files
def of_packages(user: Any) -> QuerySet[Any]:
    """What the packages of their courses are played from."""
    return Package.objects.filter(lesson__course__in=courses_of(user)).values("asset")
