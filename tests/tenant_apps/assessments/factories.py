"""A small quiz."""

from __future__ import annotations

from tenant_apps.assessments import actions
from tenant_apps.assessments.models import Question, Quiz
from tenant_apps.courses.models import Course
from tests.tenant_apps.courses.factories import course, lesson, module

RIGHT, WRONG = "Thank her and wait.", "Drop a round of revisions."


def quiz(questions: int = 2, pass_mark: int = 50, of: Course | None = None) -> Quiz:
    made = actions.make_quiz(lesson=lesson(module(of or course()), "Budget or bluff?", kind="quiz"))
    actions.set_rules(quiz=made, rules=actions.Rules(pass_mark=pass_mark))
    for number in range(1, questions + 1):
        question(made, f"Question {number}?")
    return made


def question(of: Quiz, text: str = "What first?", kind: str = "single", right: tuple[str, ...] = (RIGHT,)) -> Question:
    labels = [RIGHT, WRONG, "Reply with your number."]
    choices = [(label, label in right) for label in labels]
    return actions.write_question(quiz=of, text=text, kind=kind, choices=choices, explanation="It is a first number.")


def key(of: Question, label: str = RIGHT) -> str:
    return str(of.choices.get(text=label).key)
