"""Films on a lesson's page, beside what the lesson is, and somebody who opened it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from tenant_apps.courses import actions as courses
from tenant_apps.courses.models import Lesson, LessonBlock
from tenant_apps.learning import actions
from tenant_apps.learning.models import BlockProgress, Enrolment
from tenant_apps.media.models import Asset
from tests.tenant_apps.courses.blocks import OWN, of_file
from tests.tenant_apps.learning.factories import START
from tests.tenant_apps.materials.factories import a_lesson, learner

MINUTE = timedelta(minutes=1)


def a_film(title: str = "F", long: int | None = 600, kind: str = "video") -> Asset:
    """A file that nobody has to draw."""
    return Asset.objects.create(
        title=title, kind=kind, content_type=f"{kind}/mp4", size=1, duration_seconds=long, file=f"media/x/{title}.mp4"
    )


def with_films(kind: str = "text", *, least: int | None = None, many: int = 1, **more: Any) -> Lesson:
    """A lesson with films of ten minutes on its page."""
    lesson = a_lesson(kind, **more)
    films = [of_file("video", a_film(f"Film {n}")) | {"least_percent": least} for n in range(1, many + 1)]
    return put(lesson, OWN, *films)


def put(lesson: Lesson, *asked: dict[str, Any]) -> Lesson:
    courses.revise_lesson(lesson=Lesson.objects.get(pk=lesson.pk), blocks=list(asked))
    return Lesson.objects.select_related("course", "module", "asset").get(pk=lesson.pk)


def blocks_of(lesson: Lesson) -> list[LessonBlock]:
    return list(LessonBlock.objects.filter(lesson=lesson, asset__isnull=False))


def opens(lesson: Lesson, place: Enrolment | None = None) -> list[BlockProgress]:
    """Somebody opens the lesson: what they saw of its films, in order."""
    progress = actions.open_lesson(enrolment=place or learner(lesson), lesson=lesson, now=START)
    found = actions.open_films(progress=progress, lesson=Lesson.objects.get(pk=lesson.pk), now=START)
    return list(found.values())


def report(row: BlockProgress, *spans: tuple[int, int], at: int = 10, seconds: int = 0) -> BlockProgress:
    """Ten minutes after the start, unless said otherwise."""
    now = START + at * MINUTE
    actions.record_block_played(key=str(row.key), spans=list(spans), seconds=seconds, now=now)
    return BlockProgress.objects.select_related("progress__enrolment", "block").get(pk=row.pk)
