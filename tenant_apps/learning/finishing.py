"""Lessons that somebody says are done: a learner's button, a device, a program. Above players, which know the kinds."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from marque.kit.errors import Refused
from tenant_apps.courses.models import Lesson
from tenant_apps.learning import actions
from tenant_apps.learning.models import Enrolment
from tenant_apps.learning.players import player_for


class DoneByItself(Refused):
    """A quiz, work that is handed in, a package: they decide."""

    message = _("This lesson is done by itself once what it asks for is done.")


def finish(*, enrolment: Enrolment, lesson: Lesson, by: Any) -> bool:
    """Finish a lesson because somebody says so. True the first time; twice changes nothing.

    Raises DoneByItself, LessonLocked, NotWatched, NotInThisCourse and EnrolmentOver.
    """
    if player_for(lesson).grades:
        raise DoneByItself
    return actions.complete_lesson(enrolment=enrolment, lesson=lesson, by=by)
