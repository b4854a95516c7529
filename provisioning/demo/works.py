"""Works that learners handed in before the demo opened: some wait, one was returned, one is passed, one is begun."""

from datetime import timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw, ImageFont

from marque.kit import clock
from tenant_apps.accounts.models import User
from tenant_apps.assessments import actions
from tenant_apps.assessments.models import Assignment, Submission
from tenant_apps.courses.models import Course, Lesson
from tenant_apps.learning.actions import enrol
from tenant_apps.people.actions import meet

_PAPER, _INK, _SHEET = "#f3ecdd", "#22303a", (900, 1200)


def make_assignment(lesson: Lesson, words: dict[str, Any]) -> None:
    """What the lesson asks for, and its rubric."""
    made = actions.make_assignment(lesson=lesson)
    for row in words["rubric"]:
        levels = [actions.LevelDraft(*level) for level in row["levels"]]
        actions.write_criterion(assignment=made, title=row["title"], levels=levels)
    actions.set_terms(assignment=made, terms=actions.Terms(**words["terms"]))


def make_works(course: Course, words: dict[str, Any]) -> None:
    """Hand everything in and answer it, in the past; once."""
    assignment = Assignment.objects.get(lesson__course=course)
    if Submission.objects.filter(assignment=assignment).exists():
        return
    for work in words["works"]:
        sent = clock.now() - timedelta(days=work["days_ago"])
        with clock.fixed(sent - timedelta(days=3)):
            submission = _begun(assignment, work)
            actions.add_work(submission=submission, file=_sheet(work["headline"], work["number"]))
        with clock.fixed(sent):
            actions.hand_in_work(submission=submission)
        if "answer" in work:
            with clock.fixed(sent + timedelta(days=1)):
                _answer(assignment, submission, work)
    _begun(assignment, words["draft"])


def _begun(assignment: Assignment, work: dict[str, Any]) -> Submission:
    person = meet(email=work["email"], name=work["name"])
    place = enrol(person=person, course=assignment.lesson.course, source="invited")
    submission = actions.begin_submission(assignment=assignment, enrolment=place)
    return actions.keep_text(submission=submission, text=work["text"])


def _answer(assignment: Assignment, submission: Submission, work: dict[str, Any]) -> None:
    maren, said = User.objects.get(email="maren@okafor.example"), work["answer"]
    for pin in work["pins"]:
        spot = {"x": Decimal(pin["x"]), "y": Decimal(pin["y"]), "text": pin["text"]}
        actions.pin(work=submission.works.get(), by=maren, **spot)
    marks = {
        str(criterion.key): str(list(criterion.levels.all())[level].key)
        for criterion, level in zip(assignment.criteria.all(), said["levels"], strict=True)
    }
    answer = actions.Answer(said["words"], None, marks)
    actions.answer_submission(submission=submission, verdict=said["verdict"], answer=answer, by=maren)


def _sheet(headline: str, number: str) -> ContentFile:
    """A sheet of paper with an offer drawn on it: the repository holds no binaries."""
    image = Image.new("RGB", _SHEET, _PAPER)
    draw = ImageDraw.Draw(image)
    for line in range(90, 1200, 48):
        draw.line([(60, line), (840, line)], fill="#e2d8c3", width=2)
    draw.rectangle([48, 60, 852, 1140], outline=_INK, width=5)
    draw.text((450, 205), headline, fill=_INK, font=ImageFont.load_default(52), anchor="mm")
    for row, width in enumerate((520, 610, 430), start=0):
        draw.line([(120, 420 + row * 90), (120 + width, 420 + row * 90)], fill=_INK, width=9)
    draw.ellipse([560, 610, 780, 830], outline="#b3472f", width=8)
    draw.text((120, 925), number, fill="#b3472f", font=ImageFont.load_default(84), anchor="lm")
    out = BytesIO()
    image.save(out, "JPEG", quality=90)
    return ContentFile(out.getvalue(), name="offer.jpg")
