"""Parts of lessons, and what learners leave in them."""

from tenant_apps.materials.models.discussions import DiscussionMute, Reply
from tenant_apps.materials.models.live import LessonSession
from tenant_apps.materials.models.parts import Embed, HotSpot, Listing, Step, StepDone
from tenant_apps.materials.models.scorm import FINISHED, Edition, Package, PackageRun, RunState
from tenant_apps.materials.models.surveys import Asked, Survey, SurveyAnswer, SurveyQuestion, SurveyResponse

__all__ = [
    "FINISHED",
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
    "SurveyQuestion",
    "SurveyResponse",
]
