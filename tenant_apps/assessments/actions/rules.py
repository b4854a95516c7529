"""A creator's side: the quiz of a lesson, and how it is taken."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marque.kit.errors import Refused
from tenant_apps.assessments.actions.retiming import retime
from tenant_apps.assessments.models import Quiz, Reveal
from tenant_apps.courses.approval import refuse_unseen_change
from tenant_apps.courses.estimates import followed
from tenant_apps.courses.models import Lesson

_MOST = {"attempts_allowed": 100, "minutes_allowed": 24 * 60, "draws": 1000}


@dataclass(frozen=True)
class Rules:
    """How a quiz is taken; None is no limit."""

    pass_mark: int = 70
    attempts_allowed: int | None = None
    minutes_allowed: int | None = None
    due_at: datetime | None = None
    draws: int | None = None
    shuffles: bool = False
    reveals: str = Reveal.EACH


class BadPassMark(Refused):
    """Not a share."""

    message = _("Give a pass mark between 0 and 100 percent.")


class BadRule(Refused):
    """A rule nobody could keep."""

    message = _("Give a number from 1 to %(most)s, or leave it empty.")


@transaction.atomic
def make_quiz(*, lesson: Lesson, by: Any = None) -> Quiz:
    """The quiz of a lesson, made the first time."""
    quiz, _made = Quiz.objects.get_or_create(lesson=lesson)
    return quiz


@transaction.atomic
def set_rules(*, quiz: Quiz, rules: Rules, by: Any = None) -> Quiz:
    """Say how a quiz is taken: open attempts keep what they were begun with, but for pass mark and last moment."""
    refuse_unseen_change(quiz.lesson, by)
    if not 0 <= rules.pass_mark <= 100:
        raise BadPassMark(field="pass_mark")
    for name, most in _MOST.items():
        value = getattr(rules, name)
        if value is not None and not 1 <= value <= most:
            raise BadRule(field=name, most=most)
    for name, value in asdict(rules).items():
        setattr(quiz, name, value)
    Quiz.objects.select_for_update(no_key=True).get(pk=quiz.pk)
    with followed(quiz.lesson):
        quiz.save(update_fields=[*asdict(rules)])
    retime(lesson=quiz.lesson)
    return quiz
