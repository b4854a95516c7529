"""Works, reviews and quizzes that a person grades."""

from datetime import timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from django.utils import timezone

from tenant_apps.assessments import actions as assessments
from tenant_apps.assessments.models import PeerReview
from tenant_apps.courses import actions as courses
from tenant_apps.learning import actions as learning
from tenant_apps.media.actions import add_asset, begin_handing_over
from tenant_apps.people.actions import meet
from tests.tenant_apps.assessments.assigned import levels as levels_of
from tests.tenant_apps.assessments.assigned import picture


def add_grading(rows: Any) -> None:
    """A quiz with an essay, a file and a place on a picture, which waits for the team."""
    lesson = courses.add_lesson(module=rows.module, title=f"{rows.mark} open quiz", kind="quiz")
    rows.open_quiz = assessments.make_quiz(lesson=lesson)
    shown = add_asset(file=picture(rows.colour, f"{rows.mark} map.png"), title=f"{rows.mark} map")
    ask = partial(assessments.write_question, quiz=rows.open_quiz)
    made = ask(text=f"{rows.mark} show it?", kind="file", choices=[(f"{rows.mark} care",)])
    essay = ask(text=f"{rows.mark} why?", kind="essay", choices=[])
    place = ask(
        text=f"{rows.mark} where?",
        kind="hot_spot",
        choices=[(f"{rows.mark} here", True, "10 10 20 20")],
        details=assessments.Details(picture=shown),
    )
    rows.open_attempt = assessments.start_attempt(quiz=rows.open_quiz, enrolment=rows.enrolment)
    answer = partial(assessments.answer_question, attempt=rows.open_attempt)
    rows.open_work = assessments.add_file(
        attempt=rows.open_attempt, question=made, file=picture(rows.colour, f"{rows.mark} bowl.png", (40, 40))
    )
    answer(question=made, said=[])
    answer(question=essay, said=[f"{rows.mark} because"])
    answer(question=place, said=["15", "15"])


def add_handing_in(rows: Any) -> None:
    """One work is passed, which finishes the course."""
    made = assessments.begin_submission(assignment=rows.assignment, enrolment=rows.enrolment)
    assessments.keep_text(submission=made, text=f"{rows.mark} words about it")
    rows.work = assessments.add_work(submission=made, file=picture(rows.colour, f"{rows.mark} jug.png"))
    rows.submission = assessments.hand_in_work(submission=made)
    rows.handed_upload = begin_handing_over(name=f"{rows.mark} later.png", size=500, by=rows.learner)
    spot = {"x": Decimal(25), "y": Decimal(75), "text": f"{rows.mark} remark"}
    rows.pin = assessments.pin(work=rows.work, by=rows.owner, **spot)
    answer = assessments.Answer(f"{rows.mark} praise", None, levels_of(rows.assignment, f"{rows.mark} strong"))
    assessments.answer_submission(submission=rows.submission, verdict="pass", answer=answer, by=rows.owner)
    _reviewing(rows)
    _showing(rows)


def _showing(rows: Any) -> None:
    """The passed work in a portfolio that whoever has its address may see."""
    assessments.set_portfolio_policy(is_on=True, by=rows.owner)
    rows.portfolio = assessments.save_portfolio(
        person=rows.enrolment.person, title=f"{rows.mark} works", words=f"{rows.mark} about", seen_by="link"
    )
    rows.piece = assessments.show_piece(person=rows.enrolment.person, submission=rows.submission)
    assessments.report_piece(piece=rows.piece, person=None, words=f"{rows.mark} complaint")


def _reviewing(rows: Any) -> None:
    """The learner is given somebody else's work."""
    strong = levels_of(rows.assignment, f"{rows.mark} strong")
    assessments.set_example(assignment=rows.assignment, levels=strong, text=f"{rows.mark} example")
    peer = meet(email=f"peer@{rows.mark.lower()}.example", name=f"{rows.mark} Peer")
    place = learning.enrol(person=peer, course=rows.course, source="seed")
    other = assessments.begin_submission(assignment=rows.assignment, enrolment=place)
    assessments.keep_text(submission=other, text=f"{rows.mark} other words")
    sent, at = assessments.hand_in_work(submission=other), timezone.now()
    rows.review = PeerReview.objects.create(
        submission=sent, reviewer=rows.enrolment, assigned_at=at, due_at=at + timedelta(days=7)
    )
