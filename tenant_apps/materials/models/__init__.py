"""Parts of lessons, and what learners leave in them."""

from tenant_apps.materials.models.discussions import DiscussionMute, Reply
from tenant_apps.materials.models.live import LessonSession
from tenant_apps.materials.models.parts import (
    MOST_LISTINGS,
    MOST_SPOTS,
    MOST_STEPS,
    Embed,
    HotSpot,
    Listing,
    Step,
    StepDone,
)
from tenant_apps.materials.models.scorm import FINISHED, ZIP, Edition, Package, PackageRun, RunState
from tenant_apps.materials.models.surveys import (
    MOST_QUESTIONS,
    Asked,
    Survey,
    SurveyAnswer,
    SurveyAnswered,
    SurveyQuestion,
    SurveyResponse,
)

__all__ = [
    "FINISHED",
    "MOST_LISTINGS",
    "MOST_QUESTIONS",
    "MOST_SPOTS",
    "MOST_STEPS",
    "ZIP",
    "Edition",
    "Package",
    "PackageRun",
    "RunState",
    "Asked",
    "DiscussionMute",
    "Embed",
    "HotSpot",
    "Listing",
    "LessonSession",
    "Reply",
    "Step",
    "StepDone",
    "Survey",
    "SurveyAnswer",
    "SurveyAnswered",
    "SurveyQuestion",
    "SurveyResponse",
]
