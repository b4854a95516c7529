"""Which question banks an author sees and may change: those they made, and those their courses' quizzes draw from."""

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


class BankOfAnother(Refused):
    """Nobody draws from it, and somebody else made it."""

    message = _("Somebody else made this bank. Ask them or the owner of the business to change it.")


def banks_of(user: Any) -> QuerySet[Bank]:
    """The banks somebody may read and draw from: those they made, and those their courses draw from."""
    if oversees(user):
        return Bank.objects.all()
    own = BankDraw.objects.filter(bank=OuterRef("pk"), quiz__lesson__course__in=courses_of(user))
    return Bank.objects.filter(Q(Exists(own)) | Q(made_by=user))


def refuse_change_of(bank: Bank, by: Any) -> None:
    """Stop a change of others' quizzes, or one that learners see.

    Raises BankShared, BankOfAnother, and what a review refuses.

    Work without a person (a manifest, a merge) was let through when a person asked for it.
    """
    if not isinstance(by, User) or oversees(by):
        return
    draws = list(bank.drawn_by.select_related("quiz__lesson__course"))
    if not draws and bank.made_by_id != by.pk:
        raise BankOfAnother
    own = set(courses_of(by).filter(pk__in={draw.quiz.lesson.course_id for draw in draws}).values_list("pk", flat=True))
    if any(draw.quiz.lesson.course_id not in own for draw in draws):
        raise BankShared
    for draw in draws:
        refuse_unseen_change(draw.quiz.lesson, by)
