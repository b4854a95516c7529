"""Open answers when an attempt is over: what was kept and not given, and what was given and is no answer any more."""

from __future__ import annotations

from collections.abc import Sequence

from tenant_apps.assessments.kinds import NothingChosen, kind_of
from tenant_apps.assessments.models import Attempt, OpenAnswer, Question

# how an answer stands in its attempt until somebody has looked
WAITS = {"chosen": [], "right": False, "share": 0, "waits": True}


def give_drafts(attempt: Attempt, questions: Sequence[Question]) -> None:
    """Take what was kept and not given, and what was given where nothing fit followed it.

    The caller holds the attempt, and saves it.
    """
    asked = {str(question.key): question for question in questions if kind_of(question.kind).is_open}
    if not asked:
        return
    for draft in OpenAnswer.objects.filter(attempt=attempt, question__in=asked):
        key = str(draft.question)
        if key in attempt.answers:
            _stand_by_what_was_given(draft, asked[key])
        elif draft.text.strip() or draft.works.exists():
            attempt.answers[key] = dict(WAITS)


def _stand_by_what_was_given(draft: OpenAnswer, question: Question) -> None:
    """Words that could not be given do not replace those that were."""
    if draft.text == draft.given_text or not draft.given_text:
        return
    try:
        kind_of(question.kind).read(question, [draft.text])
    except NothingChosen:
        draft.text = draft.given_text
        draft.save(update_fields=["text"])
