"""A small assignment, and work for it."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile
from PIL import Image

from tenant_apps.assessments import actions
from tenant_apps.assessments.models import Assignment, Criterion, Submission
from tenant_apps.courses.models import Course
from tenant_apps.learning.models import Enrolment
from tests.tenant_apps.courses.factories import course, lesson, module
from tests.tenant_apps.learning.factories import enrolment

LEVELS = [actions.LevelDraft("Strong", 4, "One light."), actions.LevelDraft("Fair", 2), actions.LevelDraft("Weak", 0)]


def assignment(of: Course | None = None, title: str = "Paint a jug", **terms: Any) -> Assignment:
    made = actions.make_assignment(lesson=lesson(module(of or course()), title, kind="assignment"))
    return actions.set_terms(assignment=made, terms=actions.Terms(**terms))


def criterion(of: Assignment, title: str = "Light") -> Criterion:
    return actions.write_criterion(assignment=of, title=title, levels=LEVELS)


def levels(of: Assignment, title: str = "Strong") -> dict[str, str]:
    return {str(each.key): str(each.levels.get(title=title).key) for each in of.criteria.all()}


def picture(colour: str = "#7a1f3d", name: str = "jug.png", size: tuple[int, int] = (80, 60)) -> ContentFile:
    out = BytesIO()
    Image.new("RGB", size, colour).save(out, "PNG")
    return ContentFile(out.getvalue(), name=name)


def draft(of: Assignment, place: Enrolment | None = None, **more: Any) -> Submission:
    place = place or enrolment(of.lesson.course)
    return actions.begin_submission(assignment=of, enrolment=place, **more)


def handed_in(of: Assignment, place: Enrolment | None = None, **more: Any) -> Submission:
    made = draft(of, place, **more)
    actions.add_work(submission=made, file=picture())
    return actions.hand_in_work(submission=made, **more)
