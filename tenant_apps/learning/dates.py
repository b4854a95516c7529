"""Until when: the dates a cohort and one learner alone have for lessons."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F

from tenant_apps.courses.models import Lesson
from tenant_apps.learning.models import CohortDeadline, Enrolment, Extension


@dataclass(frozen=True)
class Given:
    """What was said of one lesson for one learner beside the lesson's own date."""

    of_cohort: datetime | None = None
    own: Extension | None = None

    def due(self, usual: datetime | None = None) -> datetime | None:
        """The date that holds: the cohort's before the usual one, and more time where somebody gave it."""
        base = self.of_cohort or usual
        return max(base, self.own.until) if base is not None and self.own is not None else base

    def is_extended(self, usual: datetime | None = None) -> bool:
        """Whether the learner has more time than others."""
        base = self.of_cohort or usual
        return base is not None and self.own is not None and self.own.until > base


NOTHING = Given()


def given_to(enrolment: Enrolment, lesson: Lesson) -> Given:
    """For one learner at one lesson."""
    return given_in([enrolment.pk], [lesson.pk]).get((enrolment.pk, lesson.pk), NOTHING)


def given_in(enrolments: Collection[int], lessons: Collection[int] | None = None) -> dict[tuple[int, int], Given]:
    """By enrolment and lesson, where anything was said. Two queries."""
    own = Extension.objects.filter(enrolment__in=enrolments)
    rows = CohortDeadline.objects.annotate(enrolment_id=F("cohort__places__enrolment"))
    rows = rows.filter(enrolment_id__in=enrolments)
    if lessons is not None:
        own, rows = own.filter(lesson__in=lessons), rows.filter(lesson__in=lessons)
    found: dict[tuple[int, int], Given] = defaultdict(Given)
    for enrolment, lesson, due_at in rows.values_list("enrolment_id", "lesson_id", "due_at"):
        found[enrolment, lesson] = Given(due_at)
    for each in own:
        known = found[each.enrolment_id, each.lesson_id]
        found[each.enrolment_id, each.lesson_id] = Given(known.of_cohort, each)
    return dict(found)
