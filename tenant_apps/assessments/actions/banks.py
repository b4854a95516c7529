"""A creator's side of question banks: their questions, and which quizzes draw from them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any
from uuid import uuid4

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from marque.kit.errors import Refused
from tenant_apps.accounts.models import User
from tenant_apps.assessments.actions.detailing import NO_DETAILS, Details, checked
from tenant_apps.assessments.actions.history import note_version
from tenant_apps.assessments.actions.writing import Marking, QuestionGone, answers_of, check_marking
from tenant_apps.assessments.kinds import Draft, kind_of
from tenant_apps.assessments.models import Bank, BankDraw, BankQuestion, QuestionKind, Quiz
from tenant_apps.assessments.whose import refuse_change_of
from tenant_apps.courses.approval import refuse_unseen_change
from tenant_apps.courses.estimates import followed

MOST_TAGS, LONGEST_TAG = 10, 40
MOST_QUESTIONS = 5_000
USUAL = Marking()


class BankNamed(Refused):
    """Two of a title."""

    field = "title"
    message = _("There is a bank of that title already.")


class BankInUse(Refused):
    """A quiz draws from it."""

    message = _("“%(lesson)s” draws from this bank. Take that away first.")


class BankFull(Refused):
    """More than anybody looks after."""

    message = _("A bank holds up to %(most)s questions. Begin another one.")


class BadTags(Refused):
    """Too many, or too long."""

    field = "tags"
    message = _("Write up to %(most)s tags of up to %(letters)s letters, with commas between them.")


class DrawnTwice(Refused):
    """The same again."""

    field = "bank"
    message = _("This quiz draws from that bank with that tag already. Change how many instead.")


class NothingToDraw(Refused):
    """A draw that would always be empty."""

    field = "tag"
    message = _("No question of this bank has that tag.")


@transaction.atomic
def save_bank(*, title: str, bank: Bank | None = None, by: Any = None) -> Bank:
    """Make a bank, theirs who make it, or give one another title; raises BankNamed, and what refuses a change of it."""
    if bank is not None:
        refuse_change_of(bank, by)
    made = bank or Bank(made_by=by if isinstance(by, User) else None)
    made.title = title.strip()
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError as error:
        raise BankNamed from error
    return made


@transaction.atomic
def delete_bank(*, bank: Bank, by: Any = None) -> None:
    """Delete a bank with its questions; raises BankInUse, BankShared, BankOfAnother. Attempts keep what was asked."""
    Bank.objects.select_for_update().get(pk=bank.pk)
    refuse_change_of(bank, by)
    drawn = BankDraw.objects.filter(bank=bank).select_related("quiz__lesson").first()
    if drawn is not None:
        raise BankInUse(lesson=drawn.quiz.lesson.title)
    bank.delete()


@transaction.atomic
def write_bank_question(
    *,
    bank: Bank,
    text: str,
    choices: Sequence[tuple[Any, ...]],
    kind: str = QuestionKind.SINGLE,
    explanation: str = "",
    marking: Marking = USUAL,
    details: Details = NO_DETAILS,
    tags: Iterable[str] = (),
    question: BankQuestion | None = None,
    by: Any = None,
) -> BankQuestion:
    """Write a question of a bank, or rewrite one; attempts that drew it keep it as it was.

    Raises what the kind and its details refuse, BadAnswer, BadMarking, BadTags, BankFull, QuestionGone, and what
    refuses a change of the bank.
    """
    refuse_change_of(bank, by)
    drafts = kind_of(kind).check(text, answers_of(choices))
    check_marking(marking)
    details, kept = checked(kind, details), _tags(tags)
    held = Bank.objects.select_for_update(no_key=True).get(pk=bank.pk)
    if question is None:
        if held.questions.count() >= MOST_QUESTIONS:
            raise BankFull(most=MOST_QUESTIONS)
        question = BankQuestion(bank=held)
    elif not held.questions.filter(pk=question.pk).exists():
        raise QuestionGone
    before = question.sheet
    question.text, question.kind, question.tags, question.picture = text, kind, kept, details.picture
    question.sheet = {
        "key": str(question.key),
        "text": text,
        "kind": str(kind),
        "explanation": explanation,
        **asdict(marking),
        **details.sheet(),
        "choices": _choices(drafts, before),
    }
    question.save()
    note_version(question.sheet, by=by, before=before, bank=held.key)
    return question


@transaction.atomic
def delete_bank_question(*, question: BankQuestion, by: Any = None) -> None:
    """Take a question out of its bank; attempts that drew it keep it. Raises what refuses a change of the bank."""
    refuse_change_of(question.bank, by)
    BankQuestion.objects.filter(pk=question.pk).delete()


@transaction.atomic
def draw_from(*, quiz: Quiz, bank: Bank, count: int, tag: str = "", by: Any = None) -> BankDraw:
    """Let a quiz draw from a bank; open attempts keep their questions.

    Raises DrawnTwice, NothingToDraw, and what a lesson that is looked at first refuses.
    """
    refuse_unseen_change(quiz.lesson, by)
    wanted = " ".join(tag.split()).lower()
    Quiz.objects.select_for_update(no_key=True).get(pk=quiz.pk)
    if wanted and not bank.questions.filter(tags__contains=[wanted]).exists():
        raise NothingToDraw
    if BankDraw.objects.filter(quiz=quiz, bank=bank, tag=wanted).exists():
        raise DrawnTwice
    with followed(quiz.lesson):
        return BankDraw.objects.create(quiz=quiz, bank=bank, tag=wanted, count=count)


@transaction.atomic
def end_draw(*, draw: BankDraw, by: Any = None) -> None:
    """Let a quiz draw no longer; twice changes nothing. Raises what a lesson that is looked at first refuses."""
    refuse_unseen_change(draw.quiz.lesson, by)
    Quiz.objects.select_for_update(no_key=True).get(pk=draw.quiz_id)
    with followed(draw.quiz.lesson):
        BankDraw.objects.filter(pk=draw.pk).delete()


def _tags(given: Iterable[str]) -> list[str]:
    kept = sorted({" ".join(tag.split()).lower() for tag in given} - {""})
    if len(kept) > MOST_TAGS or any(len(tag) > LONGEST_TAG for tag in kept):
        raise BadTags(most=MOST_TAGS, letters=LONGEST_TAG)
    return kept


def _choices(drafts: list[Draft], before: dict[str, Any] | None) -> list[dict[str, Any]]:
    """Answers that stay keep their key."""
    known: defaultdict[str, list[str]] = defaultdict(list)
    for row in (before or {}).get("choices", ()):
        known[row["text"]].append(row["key"])
    return [
        {
            "key": known[draft.text].pop(0) if known[draft.text] else str(uuid4()),
            "text": draft.text,
            "match": draft.match,
            "feedback": draft.feedback,
            "is_right": draft.right,
            "position": place,
        }
        for place, draft in enumerate(drafts, start=1)
    ]
