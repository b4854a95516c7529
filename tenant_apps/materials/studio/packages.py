"""The SCORM package of a lesson in the Studio."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from marque.kit.errors import Refused
from shared_apps.plans.errors import LimitReached
from tenant_apps.courses.models import Lesson, LessonKind
from tenant_apps.courses.permissions import may_build
from tenant_apps.materials import actions
from tenant_apps.materials.models import Package
from tenant_apps.materials.studio.forms import PackageForm
from tenant_apps.materials.studio.pages import lesson_of, page, saved
from tenant_apps.media.actions import add_asset, remove_asset


@may_build
@require_http_methods(["GET", "POST"])
def package(request: HttpRequest, key: UUID, lesson: UUID) -> HttpResponse:
    """Choose what the lesson plays."""
    found = lesson_of(request, key, lesson, LessonKind.SCORM)
    form = PackageForm(request.POST or None, request.FILES or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            _set(found, form.cleaned_data, request.user)
        except (Refused, LimitReached) as refused:
            form.add_error("asset" if form.cleaned_data["asset"] else "file", str(refused))
        else:
            return saved(request, found, "studio_materials:scorm")
    shown = Package.objects.filter(lesson=found).first()
    more = {"form": form, "title": _("SCORM package"), "package": shown}
    return page(request, found, "materials/studio/package.html", more, wrong=form.is_bound)


def _set(lesson: Lesson, asked: dict[str, Any], by: Any) -> None:
    """A zip that is refused as a package is not kept as a file."""
    asset = asked["asset"] or add_asset(file=asked["file"], by=by)
    try:
        actions.set_package(lesson=lesson, asset=asset, by=by)
    except Refused:
        if not asked["asset"] and not asset.lessons.exists():
            remove_asset(asset=asset, by=by)
        raise
