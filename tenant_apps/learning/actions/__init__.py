"""Everything that writes to learning."""

from tenant_apps.learning.actions.enrolling import end_enrolment, enrol
from tenant_apps.learning.actions.progress import LessonLocked, complete_lesson, open_lesson
from tenant_apps.learning.actions.refusals import EnrolmentOver, NotInThisCourse
from tenant_apps.learning.actions.watching import NotWatched, percent_watched, record_played, set_film_terms

__all__ = [
    "EnrolmentOver",
    "LessonLocked",
    "NotInThisCourse",
    "NotWatched",
    "complete_lesson",
    "end_enrolment",
    "enrol",
    "open_lesson",
    "percent_watched",
    "record_played",
    "set_film_terms",
]
