"""Awarding a badge, once, and withdrawing it."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marque.kit import clock, ids
from marque.kit.errors import Refused
from marque.kit.facts.outbox import publish
from marque.kit.tenancy.context import require_tenant
from shared_apps.operations import audit
from tenant_apps.badges.actions.keys import current_key
from tenant_apps.badges.credentials import credential, signed
from tenant_apps.badges.events import BadgeAwarded, BadgeWithdrawn
from tenant_apps.badges.models import Badge, BadgeAward
from tenant_apps.learning.models import LessonScore
from tenant_apps.people.models import Person

if TYPE_CHECKING:
    from tenant_apps.accounts.models import User

SERIAL_LENGTH = 10


class NobodyThere(Refused):
    """An address nobody here has."""

    message = _("Nobody here has this address.")
    field = "email"


@transaction.atomic
def award(*, badge: Badge, person: Person, by: "User | None" = None, now: datetime | None = None) -> BadgeAward:
    """Give a badge, once. After a withdrawal only a person of the school gives it again. Raises NoSecretsKey."""
    # one at a time per learner: the same fact may be delivered twice at once
    Person.objects.select_for_update().get(pk=person.pk)
    earlier = BadgeAward.objects.filter(badge=badge, person=person)
    existing = earlier.valid().first() or (None if by else earlier.first())
    if existing:
        return existing
    key = current_key(lock=True)
    at = (now or clock.now()).replace(microsecond=0)
    given = BadgeAward(badge=badge, person=person, serial=ids.code(SERIAL_LENGTH), awarded_at=at, signed_with=key)
    given.place = key.places
    given.credential = signed(credential(given, person), key, at=at)
    given.save()
    key.places += 1
    key.save(update_fields=["places"])
    publish(BadgeAwarded(award_id=given.pk, person_id=person.pk, badge_id=badge.pk))
    _note("badge.awarded", given, by)
    return given


@transaction.atomic
def withdraw(*, award: BadgeAward, reason: str, by: "User | None" = None, now: datetime | None = None) -> BadgeAward:
    """Take it back: its page and the status list say so from now on. Calling it twice keeps the first day."""
    current = BadgeAward.objects.select_for_update().get(pk=award.pk)
    if current.withdrawn_at is None:
        current.withdrawn_at = max(now or clock.now(), current.awarded_at)
        current.withdrawn_reason = reason.strip()[:200]
        current.save(update_fields=["withdrawn_at", "withdrawn_reason"])
        publish(BadgeWithdrawn(award_id=current.pk, badge_id=current.badge_id))
        _note("badge.withdrawn", current, by)
    return current


def award_for_course(*, person: Person, course_id: int) -> int:
    """Every badge that finishing this course earns; returns how many."""
    badges = list(Badge.objects.filter(course_id=course_id))
    for badge in badges:
        award(badge=badge, person=person)
    return len(badges)


def award_for_path(*, person: Person, path_id: int) -> int:
    """Every badge that finishing this path earns; returns how many."""
    badges = list(Badge.objects.filter(path_id=path_id))
    for badge in badges:
        award(badge=badge, person=person)
    return len(badges)


def award_for_score(*, person: Person, lesson_id: int) -> int:
    """Every badge that this person's best score in a lesson earns; returns how many."""
    badges = list(Badge.objects.filter(lesson_id=lesson_id, least_score__isnull=False))
    if not badges:
        return 0
    scores = LessonScore.objects.filter(enrolment__person=person, lesson_id=lesson_id)
    best = max(scores.values_list("score", flat=True), default=0)
    earned = [badge for badge in badges if badge.least_score is not None and badge.least_score <= best]
    for badge in earned:
        award(badge=badge, person=person)
    return len(earned)


def _note(action: str, award: BadgeAward, by: "User | None") -> None:
    if by is not None:
        audit.record(by=str(by), action=action, target=award.serial, tenant_id=require_tenant().id)
