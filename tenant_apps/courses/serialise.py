"""Courses, modules and lessons as records."""

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from marque.kit import clock
from marque.kit.facts.outbox import publish
from marque.kit.serialise.codecs import register_codec
from marque.kit.serialise.files import FileSource
from marque.kit.serialise.plain import PlainCodec
from marque.kit.serialise.records import Record
from marque.kit.serialise.references import References
from tenant_apps.courses import freshness, rules
from tenant_apps.courses.actions.release import note_change
from tenant_apps.courses.events import CoursePublished, CourseUnpublished, LessonsLeft, ReleaseChanged
from tenant_apps.courses.models import Course


class UnreadableRule(rules.ImpossibleRule):
    """A file brought a rule that means nothing."""

    message = _("“%(title)s” cannot open as it says: %(wrong)s")


class _Outline(PlainCodec):
    def finish(self, changed: set[str], refs: References) -> None:
        """Pages that show outlines are made anew."""
        freshness.course_changed(0)


class _Part(_Outline):
    def create(self, record: Record, refs: References, files: FileSource) -> bool:
        """A new part with a rule may be open to some already. Raises UnreadableRule."""
        _check_rule(record)
        whole = super().create(record, refs, files)
        part: Any = self.model._default_manager.get(key=record.key)
        if part.release is not None:
            publish(ReleaseChanged(course_id=part.course_id))
        return whole

    def update(self, record: Record, names: Any, refs: References, files: FileSource) -> None:
        """A rule that comes by a file is as one that is typed: nobody loses what was open to them.

        Raises UnreadableRule.
        """
        if "release" in names:
            _check_rule(record)
        before = self.model._default_manager.get(key=record.key)
        super().update(record, names, refs, files)
        part: Any = self.model._default_manager.get(key=record.key)
        if before.release != part.release:  # type: ignore[attr-defined]
            note_change(part, before.release, clock.now())  # type: ignore[attr-defined]
            part.save(update_fields=["free_until"])
            publish(ReleaseChanged(course_id=part.course_id))
        if any(record.fields.get(name) for name in ("archived_at", "draft_since") if name in names):
            publish(LessonsLeft(course_id=part.course_id))

    def remove(self, record: Record, refs: References) -> None:
        """A course without it may be one that somebody has finished."""
        course = self.model._default_manager.filter(key=record.key).values_list("course_id", flat=True).first()
        super().remove(record, refs)
        if course is not None:
            publish(LessonsLeft(course_id=course))


@register_codec("courses.Course")
class CourseCodec(_Outline):
    """A course; whether visitors see it is told to those who listen."""

    def create(self, record: Record, refs: References, files: FileSource) -> bool:
        """A course that begins published is a published course."""
        whole = super().create(record, refs, files)
        _tell(record)
        return whole

    def update(self, record: Record, names: Any, refs: References, files: FileSource) -> None:
        """Tell when visitors begin or cease to see it."""
        before = Course.objects.get(key=record.key).published_at
        super().update(record, names, refs, files)
        if (before is None) != (record.fields["published_at"] is None):
            _tell(record, was=before is not None)


@register_codec("courses.Module")
class ModuleCodec(_Part):
    """A module, in its place in the course."""

    ordered_in: ClassVar[str] = "course"
    retired: ClassVar[str] = "archived_at"


@register_codec("courses.Lesson")
class LessonCodec(_Part):
    """A lesson, in its place in the module. Its text may link to pages and show pictures."""

    rich: ClassVar[frozenset[str]] = frozenset({"body"})
    ordered_in: ClassVar[str] = "module"
    retired: ClassVar[str] = "archived_at"


@register_codec("courses.LessonBlock")
class BlockCodec(_Outline):
    """A part of a lesson's page. Its text may link to pages."""

    rich: ClassVar[frozenset[str]] = frozenset({"text"})


def _check_rule(record: Record) -> None:
    try:
        rules.read(record.fields.get("release"))
    except rules.ImpossibleRule as wrong:
        raise UnreadableRule(title=record.fields.get("title", ""), wrong=wrong) from wrong


def _tell(record: Record, *, was: bool = False) -> None:
    course_id = Course.objects.get(key=record.key).pk
    if record.fields["published_at"]:
        publish(CoursePublished(course_id=course_id))
    elif was:
        publish(CourseUnpublished(course_id=course_id))
