"""What the API shows of courses, modules and lessons."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from marque.kit.http import tenant_url
from tenant_apps.courses import queries
from tenant_apps.courses.api.blocks import BlockShape
from tenant_apps.courses.models import Course, Lesson, LessonKind, Module

COURSE_STATES = ["published", "draft"]
LESSON_STATES = ["published", "draft", "archived"]


class CourseShape(serializers.Serializer):
    """A course, on sale through its product."""

    id = serializers.UUIDField(source="key")
    title = serializers.CharField()
    slug = serializers.CharField()
    summary = serializers.CharField()
    description = serializers.CharField(help_text="HTML.")
    level = serializers.CharField(help_text="everyone, beginner, practised or advanced.")
    image_style = serializers.CharField(help_text="How its cover is drawn.")
    product = serializers.UUIDField(source="product.key", help_text="What an offer of it holds.")
    author = serializers.UUIDField(source="author.key", allow_null=True, default=None)
    state = serializers.SerializerMethodField(help_text="published or draft.")
    published_at = serializers.DateTimeField(allow_null=True)
    created_at = serializers.DateTimeField()
    url = serializers.SerializerMethodField(help_text="Where visitors read about it.")

    def get_state(self, row: Course) -> str:
        """At this moment."""
        return "published" if row.is_published else "draft"

    def get_url(self, row: Course) -> str:
        """Its page."""
        return tenant_url(row.get_absolute_url())


class PartShape(serializers.Serializer):
    """What modules and lessons have in common."""

    id = serializers.UUIDField(source="key")
    course = serializers.UUIDField(source="course.key")
    title = serializers.CharField()
    position = serializers.IntegerField(allow_null=True, help_text="Null once it is archived.")
    opens_after_days = serializers.SerializerMethodField(
        help_text="Days after enrolment; null where it is open at once, or opens by a rule that says more."
    )
    release = serializers.JSONField(allow_null=True, help_text="The whole rule, as manifests write it.")
    archived_at = serializers.DateTimeField(allow_null=True)

    def get_opens_after_days(self, row: Module | Lesson) -> int | None:
        """Of a rule that says nothing else."""
        return row.wait_days


class ModuleShape(PartShape):
    """A part of a course."""


class LessonShape(PartShape):
    """One sitting; what it says is shown with the one lesson."""

    module = serializers.UUIDField(source="module.key")
    slug = serializers.CharField()
    kind = serializers.CharField(help_text=f"{', '.join(LessonKind.values)}.")
    state = serializers.SerializerMethodField(help_text="published, draft or archived.")
    publishes_at = serializers.DateTimeField(allow_null=True, help_text="When a draft will be published by itself.")
    file = serializers.UUIDField(source="asset.key", allow_null=True, default=None)
    minutes = serializers.IntegerField()
    is_preview = serializers.BooleanField(help_text="Whether anybody may open it.")
    changed_at = serializers.DateTimeField(allow_null=True, help_text="The last change learners were told of.")
    change_note = serializers.CharField()

    def get_state(self, row: Lesson) -> str:
        """At this moment."""
        if row.archived_at:
            return "archived"
        return "draft" if row.is_draft else "published"


class WholeLessonShape(LessonShape):
    """A lesson with what it says."""

    body = serializers.CharField(help_text="HTML, as the Studio's editor writes it.")
    blocks = serializers.SerializerMethodField(help_text="What its page holds besides, in order.")
    content = serializers.SerializerMethodField(
        help_text="Say it as `seen` when you change the lesson: then nobody's words are lost."
    )

    @extend_schema_field(BlockShape(many=True))
    def get_blocks(self, row: Lesson) -> list[dict[str, Any]]:
        """Without the place of the lesson itself where it stands alone."""
        return list(BlockShape(row.blocks, many=True).data)

    def get_content(self, row: Lesson) -> str:
        """Another one as soon as it holds something else."""
        return queries.content_of(row)


class OutlineModuleShape(ModuleShape):
    """A module with its lessons in order."""

    lessons = LessonShape(many=True, source="in_order")


class OutlineShape(serializers.Serializer):
    """A whole course in order, drafts among it."""

    course = serializers.UUIDField()
    order = serializers.CharField(help_text="Say it as `seen` when you move something: then nobody moves past you.")
    modules = OutlineModuleShape(many=True)


class CourseQuery(serializers.Serializer):
    """Which courses to list."""

    state = serializers.ChoiceField(choices=COURSE_STATES, required=False)
    q = serializers.CharField(max_length=100, required=False, help_text="A part of title, summary or author's name.")


class ModuleQuery(serializers.Serializer):
    """Which modules to list."""

    course = serializers.UUIDField(required=False)


class LessonQuery(serializers.Serializer):
    """Which lessons to list; archived ones only when they are asked for."""

    course = serializers.UUIDField(required=False)
    module = serializers.UUIDField(required=False)
    kind = serializers.ChoiceField(choices=LessonKind.values, required=False)
    state = serializers.ChoiceField(choices=LESSON_STATES, required=False)


def courses_shown() -> Any:
    """Courses with all that a shape of them reads."""
    return Course.objects.select_related("product", "author")


def modules_shown() -> Any:
    """Modules with all that a shape of them reads."""
    return Module.objects.select_related("course")


def lessons_shown() -> Any:
    """Lessons with all that a shape of them reads."""
    return Lesson.objects.select_related("course", "module", "asset")


def outline_shown(course: Course) -> dict[str, Any]:
    """A course in order. Two queries."""
    branches = queries.outline(course, drafts=True)
    modules = [_branch_shown(branch, course) for branch in branches]
    return {"course": course.key, "order": queries.order_of(branches), "modules": modules}


def _branch_shown(branch: queries.OutlineModule, course: Course) -> Module:
    branch.module.course = course
    for lesson in branch.lessons:
        lesson.course, lesson.module = course, branch.module
    branch.module.in_order = branch.lessons  # type: ignore[attr-defined]
    return branch.module
