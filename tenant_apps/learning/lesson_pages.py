"""The page of one lesson, with its player and all that stands around it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from marque.kit.clock import now
from tenant_apps.courses.models import Lesson, LessonKind
from tenant_apps.courses.queries import fetch_blocks
from tenant_apps.learning import actions, explaining, queries, release, slots
from tenant_apps.learning.blocks import around
from tenant_apps.learning.keeping import keepable
from tenant_apps.learning.models import Enrolment
from tenant_apps.learning.outline import changed_since
from tenant_apps.learning.players import Player, Seat, player_for
from tenant_apps.learning.still_met import is_met

_PASSING = (LessonKind.LIVE, LessonKind.DISCUSSION, LessonKind.SURVEY)


def lesson_page(
    request: HttpRequest,
    enrolment: Enrolment,
    lesson: Lesson,
    *,
    again: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    """A learner's page of a lesson; with `again` where a form on it is shown as it was sent."""
    at, zone = now(), release.zone_of(enrolment.person)
    try:
        progress = actions.open_lesson(enrolment=enrolment, lesson=lesson, by=enrolment.person, now=at)
    except actions.LessonLocked as locked:
        actions.visit(enrolment=enrolment, now=at)
        context = {"lesson": lesson, "zone": zone, "locked": explaining.locked_words(enrolment, locked.standing, at)}
        return render(request, "learning/locked.html", context, status=403)
    if progress.met_at and progress.completed_at is None and actions.finish_what_waited(progress=progress, now=at):
        # its author asks for less than before
        progress.refresh_from_db()
    fetch_blocks(lesson)
    outline = queries.outline_for(enrolment, at, current=lesson)
    before, after = outline.around(lesson)
    context = {"outline": outline, "zone": zone, "before": before, "after": after, "line": outline.find(lesson)}
    films = actions.open_films(progress=progress, lesson=lesson, now=at)
    seat = Seat(lesson, enrolment, progress, again=again or {}, films=films)
    context["films_left"] = actions.films_left(lesson, progress) if is_met(lesson, progress) else []
    context |= {"changed": changed_since(lesson, progress), "beside": slots.beside(seat)}
    context |= _stage(seat)
    response = _show(request, "learning/lesson.html", context, status)
    # what is true for an hour, or another site's, is not kept on a device
    elsewhere = "frames" in context or bool(_sources(context))
    kinds = {lesson.kind, *(one.block.kind for one in context["around"].all)}
    passes = player_for(lesson).grades or elsewhere or not kinds.isdisjoint(_PASSING)
    return response if passes else keepable(response)


def preview_page(request: HttpRequest, lesson: Lesson) -> HttpResponse:
    """A lesson that is open to anybody."""
    return _show(request, "learning/preview.html", _stage(Seat(lesson, None, None)))


def proposed_page(request: HttpRequest, lesson: Lesson) -> HttpResponse:
    """A lesson as it would be, for whoever writes or reads the proposal."""
    return _show(request, "learning/studio/proposed.html", stage_of_nobody(lesson))


def stage_of_nobody(lesson: Lesson) -> dict[str, Any]:
    """The lesson without anybody in it; what would be graded is named and not begun."""
    seat, shown = Seat(lesson, None, None), player_for(lesson)
    if shown.grades:
        return _named(seat, Player("learning/studio/_looking_graded.html", shown.context, grades=True))
    return _named(seat, shown) | shown.context(seat)


def _show(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    response = render(request, template, context, status=status)
    if sources := _sources(context):
        # what this one lesson shows of another site, and no other page
        response._csp_update = sources  # type: ignore[attr-defined]
    return response


def _sources(context: dict[str, Any]) -> dict[str, list[str]]:
    """Hosts of other sites by the directive of the policy that lets them in."""
    found: dict[str, list[str]] = {}
    for each in (context.get("sources") or {}, {"frame-src": context.get("frames") or []}, context["around"].sources):
        for name, hosts in each.items():
            if hosts:
                found[name] = [*found.get(name, []), *hosts]
    return found


def _stage(seat: Seat) -> dict[str, Any]:
    player = player_for(seat.lesson)
    return _named(seat, player) | player.context(seat)


def _named(seat: Seat, player: Player) -> dict[str, Any]:
    blocks = around(seat)
    sheets = sorted(blocks.styles | {player.styles} - {""})
    return {"lesson": seat.lesson, "course": seat.lesson.course, "player": player, "around": blocks, "sheets": sheets}
