"""Quizzes that draw from a bank, and learners who take them."""

from __future__ import annotations

from tenant_apps.assessments import actions, queries
from tenant_apps.assessments.models import Attempt, Bank, BankQuestion, Quiz
from tenant_apps.learning.models import Enrolment
from tests.tenant_apps.analytics.factories import learner
from tests.tenant_apps.assessments.factories import RIGHT, WRONG, quiz
from tests.tenant_apps.courses.factories import course

OTHER = "Reply with your number."
# twelve first attempts, the best first; R is right
ASKED = {
    "Good?": "RRRRRRRRwwww",
    "Known well?": "RRRRRRRwwwww",
    "Hard?": "RRRwwwwwwwww",
    "Reversed?": "wwwwwwwRRRRR",
    "Easy?": "RRRRRRRRRRRR",
}


def bank(*texts: str, title: str = "Budgets", by: object = None) -> Bank:
    made = actions.save_bank(title=title, by=by)
    for text in texts:
        ask(made, text)
    return made


def ask(of: Bank, text: str, **more) -> BankQuestion:
    choices = [(RIGHT, True), (WRONG, False), (OTHER, False)]
    return actions.write_bank_question(bank=of, text=text, choices=choices, **more)


def drawing(of: Bank, title: str = "Negotiating", count: int = 5, own: int = 0) -> Quiz:
    """A quiz in a course of its own that draws the whole bank."""
    made = quiz(own, of=course(title))
    actions.draw_from(quiz=made, bank=of, count=count)
    return made


def hand_in(made: Quiz, place: Enrolment, said: dict[str, str]) -> Attempt:
    """Answer each question by the answer's words, leave out those without, and close the attempt."""
    attempt = actions.start_attempt(quiz=made, enrolment=place)
    for mark in queries.marks(attempt):
        if label := said.get(mark.question.text):
            chosen = next(str(choice.key) for choice in mark.question.choices.all() if choice.text == label)
            actions.answer_question(attempt=attempt, question=mark.question, said=[chosen])
    return actions.hand_in(attempt=attempt)


def taken_by_twelve(of: Quiz) -> None:
    """Twelve learners answer as in ASKED, and all right the second time."""
    for number in range(12):
        place = learner(of.lesson.course, f"ann{number}")
        wrong = WRONG if number % 3 else OTHER
        hand_in(of, place, {text: RIGHT if letters[number] == "R" else wrong for text, letters in ASKED.items()})
        hand_in(of, place, dict.fromkeys(ASKED, RIGHT))


def correlation(text: str) -> float:
    """Pearson's, the long way: the means first, from the answers above."""
    right = [float(letter == "R") for letter in ASKED[text]]
    scores = [sum(answers[number] == "R" for answers in ASKED.values()) for number in range(12)]
    ours, theirs = sum(right) / 12, sum(scores) / 12
    both = sum((one - ours) * (two - theirs) for one, two in zip(right, scores, strict=True))
    return both / (sum((one - ours) ** 2 for one in right) * sum((two - theirs) ** 2 for two in scores)) ** 0.5
