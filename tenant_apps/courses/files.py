"""The files of lessons: told to whoever asks which are an author's."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from tenant_apps.courses.models import Lesson, LessonBlock, LessonProposal, ProposalFile
from tenant_apps.courses.permissions import courses_of
from tenant_apps.media.whose import uses_files


@uses_files
def of_lessons(user: Any) -> QuerySet[Any]:
    """What the lessons of their courses play, show and give."""
    return Lesson.objects.filter(course__in=courses_of(user), asset__isnull=False).values("asset")


@uses_files
def of_proposals(user: Any) -> QuerySet[Any]:
    """What changes of their lessons that wait would play, show and give."""
    waiting = LessonProposal.objects.open().filter(lesson__course__in=courses_of(user), asset__isnull=False)
    return waiting.values("asset")


@uses_files
def of_proposed_blocks(user: Any) -> QuerySet[Any]:
    """What the parts of their pages would show and give, were a change that waits published."""
    return ProposalFile.objects.filter(proposal__lesson__course__in=courses_of(user)).values("asset")


@uses_files
def of_blocks(user: Any) -> QuerySet[Any]:
    """What the parts of their lessons' pages show and give."""
    return LessonBlock.objects.filter(lesson__course__in=courses_of(user), asset__isnull=False).values("asset")
