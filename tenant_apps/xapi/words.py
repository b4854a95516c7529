"""Verbs, activity types and extensions of statements: their addresses are what other programs know them by.

Verbs and types of ADL's vocabulary, the xAPI video profile (https://w3id.org/xapi/video) and Activity Streams.
"""

from tenant_apps.courses.models import LessonKind

VERBS = {
    "registered": "http://adlnet.gov/expapi/verbs/registered",
    "initialized": "http://adlnet.gov/expapi/verbs/initialized",
    "progressed": "http://adlnet.gov/expapi/verbs/progressed",
    "completed": "http://adlnet.gov/expapi/verbs/completed",
    "answered": "http://adlnet.gov/expapi/verbs/answered",
    "passed": "http://adlnet.gov/expapi/verbs/passed",
    "failed": "http://adlnet.gov/expapi/verbs/failed",
    "scored": "http://adlnet.gov/expapi/verbs/scored",
    "submitted": "http://activitystrea.ms/schema/1.0/submit",
    "paused": "https://w3id.org/xapi/video/verbs/paused",
    "experienced": "http://adlnet.gov/expapi/verbs/experienced",
}
COURSE = "http://adlnet.gov/expapi/activities/course"
QUESTION = "http://adlnet.gov/expapi/activities/cmi.interaction"
_LESSON = "http://adlnet.gov/expapi/activities/lesson"
_OF_KIND = {
    LessonKind.VIDEO: "https://w3id.org/xapi/video/activity-type/video",
    LessonKind.AUDIO: "http://activitystrea.ms/schema/1.0/audio",
    LessonKind.QUIZ: "http://adlnet.gov/expapi/activities/assessment",
    LessonKind.ASSIGNMENT: "http://id.tincanapi.com/activitytype/school-assignment",
}
VIDEO = "https://w3id.org/xapi/video"
VIDEO_EXTENSIONS = f"{VIDEO}/extensions"


def type_of(kind: str) -> str:
    """What a lesson of this kind is."""
    return _OF_KIND.get(LessonKind(kind), _LESSON)
