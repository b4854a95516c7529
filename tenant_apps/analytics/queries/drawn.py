"""How questions drawn from banks went: in one quiz, and over all that drew them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet, Sum
from django.utils.translation import gettext

from tenant_apps.analytics.models import DrawnChoiceCount, DrawnCount
from tenant_apps.analytics.queries.periods import Period
from tenant_apps.analytics.queries.quizzes import Item, figures, said_to, summed
from tenant_apps.assessments.figures import ENOUGH, Figures
from tenant_apps.assessments.models import Bank, BankQuestion, Question, QuestionKind, QuestionVersion
from tenant_apps.assessments.paper import read
from tenant_apps.courses.models import Course, Lesson

MOST = 50


@dataclass(frozen=True, kw_only=True)
class DrawnItem(Item):
    """A question as one quiz drew it; it has no `bank` once it `is_gone`, or if the bank is not theirs who look."""

    bank: Bank | None = None
    is_gone: bool = False


@dataclass(frozen=True)
class Drawn:
    """What a quiz drew: its hardest questions, and what all of them come to."""

    items: Sequence[DrawnItem] = ()
    questions: int = 0
    asked: int = 0
    right: int = 0

    @property
    def share(self) -> int:
        """Right, in percent of all answers."""
        return round(100 * self.right / self.asked) if self.asked else 0


def drawn(
    lesson: Lesson, of: Period, *, banks: QuerySet[Bank], reads_all: bool = False, most: int | None = MOST
) -> Drawn:
    """What the lesson's quiz drew, the hardest first and those too rarely asked to judge last; up to eight queries.

    Questions of banks beside `banks` come without their words, also those that were deleted. Whoever `reads_all` has
    the last words of questions whose bank is gone too, or was never written down.
    """
    # nothing is left where everybody who was asked has moved to another cohort
    rows = DrawnCount.objects.filter(**of.within(quiz__lesson=lesson, asked__gt=0))
    # of all of them only what orders them: the rest is summed for those that are shown
    whole = list(rows.order_by().values_list("question").annotate(Sum("asked"), Sum("right")))
    if not whole:
        return Drawn()
    keys = [key for key, _asked, _right in sorted(whole, key=_hardest_first)[:most]]
    where = of.within(quiz__lesson=lesson, question__in=keys)
    sums = {row["question"]: row for row in summed(DrawnCount.objects.filter(**where))}
    words = _words(keys, banks, reads_all=reads_all)
    said = said_to(DrawnChoiceCount.objects.filter(**where), {key: each.question for key, each in words.items()})
    items = [DrawnItem(**vars(words[key]), **figures(sums[key], said.get(key, []))) for key in keys if key in sums]
    return Drawn(items, len(whole), sum(asked for _key, asked, _right in whole), sum(row[2] for row in whole))


def _hardest_first(row: tuple[UUID, int, int]) -> tuple[bool, float, UUID]:
    key, asked, right = row
    return asked < ENOUGH, right / asked, key


def over_quizzes(questions: Sequence[BankQuestion], courses: QuerySet[Course]) -> dict[UUID, Figures]:
    """How these questions of banks went at any time, in all quizzes of these courses that drew them.

    Up to three queries.
    """
    where = {"question__in": [each.key for each in questions], "quiz__lesson__course__in": courses}
    sums = {row["question"]: row for row in summed(DrawnCount.objects.filter(**where))}
    asked = {each.key: read(each.sheet, pictures={}) for each in questions if each.key in sums}
    said = said_to(DrawnChoiceCount.objects.filter(**where), asked)
    return {key: Figures(**figures(sums[key], said.get(key, []))) for key in asked}


@dataclass(frozen=True)
class _Words:
    question: Question
    bank: Bank | None = None
    is_gone: bool = False


def _words(keys: Collection[UUID], banks: QuerySet[Bank], *, reads_all: bool) -> dict[UUID, _Words]:
    """What each question says now, or said last before it was deleted."""
    there = {each.key: each for each in BankQuestion.objects.filter(key__in=keys).select_related("bank")}
    theirs = set(banks.filter(pk__in={each.bank_id for each in there.values()}).values_list("pk", flat=True))
    found = {}
    for each in there.values():
        if each.bank_id in theirs:
            found[each.key] = _Words(read(each.sheet, pictures={}), each.bank)
        else:
            found[each.key] = _Words(_wordless(each.key, gettext("A question of somebody else’s bank")))
    gone = [key for key in keys if key not in there]
    return found | (_last_words(gone, banks, reads_all=reads_all) if gone else {})


def _last_words(gone: Collection[UUID], banks: QuerySet[Bank], *, reads_all: bool) -> dict[UUID, _Words]:
    versions = QuestionVersion.objects.filter(question__in=gone).order_by("question", "-number").distinct("question")
    last = {each.question: each for each in versions}
    theirs = set(banks.filter(key__in={each.bank for each in versions if each.bank}).values_list("key", flat=True))
    found = {}
    for key in gone:
        if key in last and (reads_all or last[key].bank in theirs):
            question = read(last[key].sheet, pictures={})
        else:
            question = _wordless(key, gettext("A question that was deleted"))
        found[key] = _Words(question, is_gone=True)
    return found


def _wordless(key: UUID, words: str) -> Question:
    return read({"key": str(key), "text": words, "kind": QuestionKind.SINGLE, "choices": []}, pictures={})
