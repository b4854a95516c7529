"""Which question banks an author sees and may change: those of their courses, through the quizzes that draw."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from marque.kit.errors import Refused
from tenant_apps.accounts.models import User
from tenant_apps.assessments.models import Bank, BankDraw
from tenant_apps.courses.approval import refuse_unseen_change
from tenant_apps.courses.permissions import courses_of, oversees


class BankShared(Refused):
    """Somebody else's quiz would ask other questions."""

    message = _("Courses of others draw from this bank too. Ask the owner of the business to change it.")


def banks_of(user: Any) -> QuerySet[Bank]:
    """The banks somebody may read and draw from: those their courses draw from, and those nobody draws from yet."""
    if oversees(user):
        return Bank.objects.all()
    draws = BankDraw.objects.filter(bank=OuterRef("pk"))
    own = draws.filter(quiz__lesson__course__in=courses_of(user))
    return Bank.objects.filter(Q(Exists(own)) | ~Q(Exists(draws)))


def refuse_change_of(bank: Bank, by: Any) -> None:
    """Stop a change of others' quizzes, or one that learners see; raises BankShared, or what a review refuses.

    Work without a person (a manifest, a merge) was let through when a person asked for it.
    """
    if not isinstance(by, User) or oversees(by):
        return
    draws = list(bank.drawn_by.select_related("quiz__lesson__course"))
    own = set(courses_of(by).filter(pk__in={draw.quiz.lesson.course_id for draw in draws}).values_list("pk", flat=True))
    if any(draw.quiz.lesson.course_id not in own for draw in draws):
        raise BankShared
    for draw in draws:
        refuse_unseen_change(draw.quiz.lesson, by)
