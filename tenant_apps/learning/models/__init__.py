"""Who takes which course, how far they are, and what is open to them."""

from tenant_apps.learning.models.cohorts import Cohort, CohortPlace, CohortWish
from tenant_apps.learning.models.enrolments import (
    Enrolment,
    EnrolmentQuerySet,
    FilmTerms,
    LessonProgress,
    LessonScore,
)
from tenant_apps.learning.models.releases import LessonRelease, Pace, UnlockDigest

__all__ = [
    "Cohort",
    "CohortPlace",
    "CohortWish",
    "Enrolment",
    "EnrolmentQuerySet",
    "FilmTerms",
    "LessonProgress",
    "LessonRelease",
    "LessonScore",
    "Pace",
    "UnlockDigest",
]
