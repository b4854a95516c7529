"""Spots, steps, code, embeds, surveys and live sessions: a page each."""

from __future__ import annotations

from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from marque.kit.errors import Refused
from tenant_apps.courses.models import Lesson, LessonKind
from tenant_apps.courses.permissions import courses_of, may_build
from tenant_apps.courses.studio.changing import ChangeForm
from tenant_apps.courses.studio.part_rows import rows_of
from tenant_apps.materials import actions, queries
from tenant_apps.materials.models import Embed, LessonSession
from tenant_apps.materials.studio.forms import EmbedForm, SessionForm
from tenant_apps.materials.studio.sheets import SHEETS
from tenant_apps.media.signing import media_url
from themes.clocks import business_zone


@may_build
@require_http_methods(["GET", "POST"])
def rows(request: HttpRequest, key: UUID, lesson: UUID, sheet: str) -> HttpResponse:
    """The rows of a lesson's picture, project or code."""
    asked = SHEETS[sheet]
    found = lesson_of(request, key, lesson, asked.kind)
    formset = asked.formset(request.POST or None, initial=asked.rows(found), prefix="rows")
    change_form = ChangeForm(request.POST or None)
    if request.method == "POST" and formset.is_valid() and change_form.is_valid():
        try:
            asked.save(lesson=found, rows=rows_of(formset), note=change_form.told(), by=request.user)
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            return saved(request, found, f"studio_materials:{sheet}")
    shown = queries.picture_of(found) if sheet == "hotspots" else None
    more = {"rows": formset, "sheet": asked, "shown": shown, "picture": media_url(shown) if shown else ""}
    more["change_form"] = change_form
    return page(request, found, "materials/studio/rows.html", more, wrong=formset.is_bound)


@may_build
@require_http_methods(["GET", "POST"])
def embed(request: HttpRequest, key: UUID, lesson: UUID) -> HttpResponse:
    """Choose what another site shows."""
    found = lesson_of(request, key, lesson, LessonKind.EMBED)
    shown = Embed.objects.filter(lesson=found).first()
    form = EmbedForm(request.POST or None, initial={"address": shown.address if shown else ""})
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_embed(lesson=found, by=request.user, **form.cleaned_data)
        except Refused as refused:
            refused.show_in(form)
        else:
            return saved(request, found, "studio_materials:embed")
    more = {"form": form, "shown": shown, "title": _("From another site")}
    return page(request, found, "materials/studio/form.html", more, wrong=form.is_bound)


@may_build
@require_http_methods(["GET", "POST"])
def live(request: HttpRequest, key: UUID, lesson: UUID) -> HttpResponse:
    """Say when everybody meets."""
    found, zone = lesson_of(request, key, lesson, LessonKind.LIVE), business_zone()
    session = LessonSession.objects.filter(lesson=found).first()
    form = SessionForm(request.POST or None, zone=zone, initial=_typed(session, zone))
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_session(lesson=found, by=request.user, **form.cleaned_data)
        except Refused as refused:
            refused.show_in(form)
        else:
            return saved(request, found, "studio_materials:live")
    hint = _("Times are in %(zone)s.") % {"zone": zone.key}
    more = {"form": form, "title": _("Live session"), "hint": hint}
    return page(request, found, "materials/studio/form.html", more, wrong=form.is_bound)


def lesson_of(request: HttpRequest, key: UUID, lesson: UUID, kind: str = "") -> Lesson:
    """A live lesson of this kind or with a part of it, or any, in a course this person builds, or 404."""
    live = Lesson.objects.live().select_related("course", "module", "asset")
    live = live.filter(queries.showing(kind)) if kind else live
    return get_object_or_404(live, key=lesson, course__key=key, course__in=courses_of(request.user))


def saved(request: HttpRequest, lesson: Lesson, back: str) -> HttpResponse:
    """Say so, and show the page again."""
    messages.success(request, _("Saved “%(title)s”.") % {"title": lesson.title})
    return redirect(back, lesson.course.key, lesson.key)


def page(request: HttpRequest, lesson: Lesson, template: str, more: dict[str, Any], *, wrong: bool) -> HttpResponse:
    """The page; 422 when what was sent could not be taken."""
    return render(request, template, {"course": lesson.course, "lesson": lesson} | more, status=422 if wrong else 200)


def _typed(session: LessonSession | None, zone: ZoneInfo) -> dict[str, Any]:
    if session is None:
        return {"minutes": 60}
    local = session.starts_at.astimezone(zone).replace(tzinfo=None)
    return {"starts_at": local, "minutes": session.minutes, "link": session.link}
