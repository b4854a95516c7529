"""Who takes which course, how far they are, and what is open to them."""

from tenant_apps.learning.models.awaited import AwaitedCourse
from tenant_apps.learning.models.board import CohortPost
from tenant_apps.learning.models.cohorts import Cohort, CohortPlace, CohortWish
from tenant_apps.learning.models.enrolments import (
    MOST_ANGLES,
    Angle,
    Enrolment,
    EnrolmentQuerySet,
    FilmTerms,
    LessonProgress,
    LessonScore,
)
from tenant_apps.learning.models.films import BlockProgress
from tenant_apps.learning.models.invitations import Invitation
from tenant_apps.learning.models.lists import EnrolmentLine, EnrolmentList, LineState
from tenant_apps.learning.models.releases import (
    ChangeNotice,
    LearnerChoice,
    LessonRelease,
    Pace,
    Pause,
    UnlockDigest,
)
from tenant_apps.learning.models.room import Capacity, Transfer
from tenant_apps.learning.models.timetable import CohortDeadline, Extension, LiveSession

__all__ = [
    "MOST_ANGLES",
    "Angle",
    "AwaitedCourse",
    "BlockProgress",
    "Capacity",
    "ChangeNotice",
    "Cohort",
    "CohortDeadline",
    "CohortPlace",
    "CohortPost",
    "CohortWish",
    "Enrolment",
    "EnrolmentLine",
    "EnrolmentList",
    "EnrolmentQuerySet",
    "Extension",
    "FilmTerms",
    "Invitation",
    "LearnerChoice",
    "LessonProgress",
    "LessonRelease",
    "LessonScore",
    "LineState",
    "LiveSession",
    "Pace",
    "Pause",
    "Transfer",
    "UnlockDigest",
]
