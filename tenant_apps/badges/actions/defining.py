"""What a badge stands for, and how it is earned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marque.kit.errors import Refused
from marque.kit.tenancy.context import require_tenant
from shared_apps.operations import audit
from tenant_apps.badges.models import Badge
from tenant_apps.certificates.models import CertificatePicture
from tenant_apps.courses.models import Course, Lesson
from tenant_apps.paths.models import Path

if TYPE_CHECKING:
    from tenant_apps.accounts.models import User


class HalfAScore(Refused):
    """A lesson without a score, or a score without a lesson."""

    message = _("A lesson and the score it takes go together.")
    field = "least_score"


@transaction.atomic
def save_badge(
    *,
    name: str,
    description: str,
    criteria: str,
    picture: CertificatePicture | None = None,
    course: Course | None = None,
    path: Path | None = None,
    lesson: Lesson | None = None,
    least_score: int | None = None,
    badge: Badge | None = None,
    by: User | None = None,
) -> Badge:
    """Add a badge or change one; credentials that were awarded stay as they were signed. Raises HalfAScore."""
    if (lesson is None) != (least_score is None):
        raise HalfAScore
    saved = badge or Badge()
    saved.name, saved.description, saved.criteria, saved.picture = name, description, criteria, picture
    saved.course, saved.path, saved.lesson, saved.least_score = course, path, lesson, least_score
    saved.save()
    if by is not None:
        audit.record(by=by.email, action="badge.set", target=str(saved.key), tenant_id=require_tenant().id)
    return saved
