"""A learner's side of what a person grades: words and files that are kept before they are given."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marque.kit.clock import now as clock_now
from marque.kit.errors import Refused
from tenant_apps.assessments.actions.closing import locked
from tenant_apps.assessments.actions.drafts import WAITS
from tenant_apps.assessments.actions.files import asked_by_question, drop_file, keep_file
from tenant_apps.assessments.drawing import questions_of
from tenant_apps.assessments.kinds import ForgedChoice, kind_of
from tenant_apps.assessments.kinds.open import MOST_LETTERS
from tenant_apps.assessments.models import Attempt, OpenAnswer, Question, QuestionKind, Work


class NotAsked(ForgedChoice):
    """Words or a file for what is asked otherwise, or not at all any more."""


class LastFile(Refused):
    """A given answer would be left without a file."""

    message = _("This file is your answer. Add another one before you remove it.")


@transaction.atomic
def keep_words(
    *, attempt: Attempt, question: Question, text: str, by: Any = None, now: datetime | None = None
) -> OpenAnswer:
    """Keep what is written so far; raises NotAsked where nothing may be written any more."""
    draft = _draft(attempt, question, QuestionKind.ESSAY, now)
    _write(draft, text)
    return draft


def add_file(*, attempt: Attempt, question: Question, file: File, by: Any = None, now: datetime | None = None) -> Work:
    """Check a file and keep it with the answer; raises what `keep_file` refuses, and NotAsked."""
    asked = asked_by_question(question)
    return keep_file(file=file, asked=asked, hold=lambda: _draft(attempt, question, QuestionKind.FILE, now))


@transaction.atomic
def remove_file(
    *, attempt: Attempt, question: Question, work: UUID, by: Any = None, now: datetime | None = None
) -> None:
    """Take a file out of the answer; one that is gone already is no matter. Raises NotAsked and LastFile."""
    answer = _draft(attempt, question, QuestionKind.FILE, now)
    is_given = str(question.key) in answer.attempt.answers
    if is_given and not answer.works.exclude(key=work).exists():
        raise LastFile
    drop_file(holder=answer, work=work)


def give(attempt: Attempt, question: Question, said: Sequence[str]) -> None:
    """Take an open answer as given; raises what its kind refuses. The caller holds the attempt."""
    answer, _made = OpenAnswer.objects.get_or_create(attempt=attempt, question=question.key)
    kind = kind_of(question.kind)
    if question.kind == QuestionKind.ESSAY:
        kind.read(question, said)
        _write(answer, "".join(said[:1]), is_given=True)
    else:
        kind.read(question, [str(key) for key in answer.works.values_list("key", flat=True)])
    attempt.answers[str(question.key)] = dict(WAITS)


def _draft(attempt: Attempt, question: Question, kind: str, now: datetime | None) -> OpenAnswer:
    found = locked(attempt)
    asked = {each.key: each.kind for each in questions_of(found)} if found.is_open else {}
    is_given = str(question.key) in found.answers and not found.quiz.is_handed_in
    if asked.get(question.key) != kind or is_given or found.is_overdue(now or clock_now()):
        raise NotAsked
    answer, _made = OpenAnswer.objects.get_or_create(attempt=found, question=question.key)
    return answer


def _write(answer: OpenAnswer, text: str, *, is_given: bool = False) -> None:
    answer.text = text.replace("\0", "")[:MOST_LETTERS]
    if is_given:
        answer.given_text = answer.text
    answer.save(update_fields=["text", "given_text"])
