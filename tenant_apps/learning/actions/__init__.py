"""Everything that writes to learning."""

from tenant_apps.learning.actions.enrolling import end_enrolment, enrol
from tenant_apps.learning.actions.progress import (
    EnrolmentOver,
    LessonLocked,
    NotInThisCourse,
    complete_lesson,
    open_lesson,
    record_position,
)

__all__ = [
    "EnrolmentOver",
    "LessonLocked",
    "NotInThisCourse",
    "complete_lesson",
    "end_enrolment",
    "enrol",
    "open_lesson",
    "record_position",
]
