"""What a learner wants of us: emails of a morning, and their rhythm on the dashboard."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from marque.kit.clock import now as clock_now
from tenant_apps.learning.models import ChangeNotice, LearnerChoice, LessonRelease
from tenant_apps.people.models import Person


@transaction.atomic
def set_digests(*, person: Person, on: bool, by: Person, now: datetime | None = None) -> LearnerChoice:
    """Write to this person of what opens and changes, or no more, nor of what waits. Twice changes nothing."""
    choice = _choice(person)
    choice.digest_stopped_at = None if on else choice.digest_stopped_at or now or clock_now()
    choice.save(update_fields=["digest_stopped_at"])
    if not on:
        for told in (LessonRelease, ChangeNotice):
            waiting = told._default_manager.filter(enrolment__person=person, digest=None, mail_at__isnull=False)
            waiting.update(mail_at=None)
    return choice


@transaction.atomic
def set_rhythm(*, person: Person, on: bool, by: Person, now: datetime | None = None) -> LearnerChoice:
    """Show this person their rhythm, or hide it. Twice changes nothing."""
    choice = _choice(person)
    choice.rhythm_hidden_at = None if on else choice.rhythm_hidden_at or now or clock_now()
    choice.save(update_fields=["rhythm_hidden_at"])
    return choice


def _choice(person: Person) -> LearnerChoice:
    LearnerChoice.objects.get_or_create(person=person)
    return LearnerChoice.objects.select_for_update().get(person=person)
