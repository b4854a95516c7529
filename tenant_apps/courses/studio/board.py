"""What the outline editor shows."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest

from tenant_apps.courses import approval, queries
from tenant_apps.courses.editors import editor_of
from tenant_apps.courses.models import Course, LessonKind, LessonProposal
from tenant_apps.courses.permissions import courses_of
from tenant_apps.courses.studio import moves
from tenant_apps.courses.studio.forms import LessonSettingsForm, ModuleSettingsForm
from tenant_apps.courses.tabs import links_of

# a click away; a row of all of them would be longer than the module's lessons
USUAL_KINDS = (LessonKind.VIDEO, LessonKind.TEXT, LessonKind.QUIZ, LessonKind.ASSIGNMENT, LessonKind.DOWNLOAD)
FURTHER_KINDS = tuple(kind for kind in LessonKind if kind not in USUAL_KINDS)


def board(request: HttpRequest, course: Course) -> dict[str, Any]:
    """The outline, what is selected in it, and the move that can be undone."""
    outline = queries.outline(course, drafts=True)
    archived_modules, archived_lessons = queries.archived(course)
    return {
        "course": course,
        "outline": outline,
        "lesson_count": sum(len(part.lessons) for part in outline),
        "minutes": sum(part.minutes for part in outline),
        "archived_modules": archived_modules,
        "archived_lessons": archived_lessons,
        "kinds": USUAL_KINDS,
        "further_kinds": FURTHER_KINDS,
        "needs_approval": approval.needs_approval(request.user),
        "proposed": set(LessonProposal.objects.open().filter(lesson__course=course).values_list("lesson", flat=True)),
        "asked": course.approvals.waiting().select_related("lesson"),
        "undoable": moves.last(request, course),
        "order": queries.order_of(outline),
        "drafts": sum(lesson.is_draft for part in outline for lesson in part.lessons),
        "other_courses": courses_of(request.user).exclude(pk=course.pk).order_by("title").only("key", "title")[:200],
        **_selection(request, course, outline),
    }


def _selection(request: HttpRequest, course: Course, outline: list[queries.OutlineModule]) -> dict[str, Any]:
    key = _key(request.GET.get("lesson"))
    lesson = next((lesson for part in outline for lesson in part.lessons if lesson.key == key), None)
    if lesson is not None:
        form = LessonSettingsForm(initial=LessonSettingsForm.read(lesson))
        query = urlencode({"lesson": lesson.key})
        return {"picked_lesson": lesson, "form": form, "editor": editor_of(lesson), "query": f"?{query}"} | {
            "part_links": links_of(course, lesson)
        }
    key = _key(request.GET.get("module"))
    module = next((part.module for part in outline if part.module.key == key), None)
    if module is not None:
        form = ModuleSettingsForm(initial={"title": module.title, "days": module.wait_days})
        if module.has_further_rule:
            del form.fields["days"]
        shown = {"picked_module": module, "form": form, "part_links": links_of(course, module)}
        return shown | {"query": f"?{urlencode({'module': module.key})}"}
    return {"query": ""}


def _key(text: str | None) -> UUID | None:
    try:
        return UUID(text or "")
    except ValueError:
        return None
