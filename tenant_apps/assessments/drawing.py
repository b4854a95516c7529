"""Which questions an attempt asks, and in which order: drawn once, the same after a reload."""

from __future__ import annotations

from random import Random, SystemRandom

from tenant_apps.assessments.models import Attempt, Question, Quiz

_chance = SystemRandom()


def draw(quiz: Quiz) -> list[str]:
    """The keys of the questions of a new attempt, in its order."""
    keys = [str(key) for key in quiz.questions.order_by("position").values_list("key", flat=True)]
    if not quiz.draws and not quiz.shuffles:
        return keys
    drawn = _chance.sample(keys, min(quiz.draws or len(keys), len(keys)))
    return drawn if quiz.shuffles else sorted(drawn, key=keys.index)


def questions_of(attempt: Attempt) -> list[Question]:
    """The questions an attempt asks, in its order, without those that were deleted since."""
    found = attempt.quiz.questions.prefetch_related("choices").order_by("position")
    if not attempt.drawn:  # from before questions were drawn
        return list(found)
    return sorted(
        (question for question in found if str(question.key) in attempt.drawn),
        key=lambda question: attempt.drawn.index(str(question.key)),
    )


def order_of(attempt: Attempt, question: Question) -> Random | None:
    """Another order of a question's options for each attempt, where the quiz or the kind wants it."""
    if attempt.quiz.shuffles or question.kind == "ordering":
        return Random(f"{attempt.key}{question.key}")  # noqa: S311 (an order, not a secret)
    return None
