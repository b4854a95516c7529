"""Handing work in, and answering it."""

from datetime import timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from PIL import Image

from marque.kit.clock import now
from marque.kit.errors import Refused
from marque.kit.mail.models import SentEmail
from tenant_apps.accounts.actions import register
from tenant_apps.accounts.models import User
from tenant_apps.assessments import actions
from tenant_apps.assessments.deadlines import due_for
from tenant_apps.assessments.feedback import rubric_of
from tenant_apps.assessments.models import Pin, Submission, Work
from tenant_apps.courses.actions import set_rule
from tenant_apps.courses.rules import Condition, Group
from tenant_apps.learning import actions as learning
from tenant_apps.learning.drip.standing import standing_of
from tenant_apps.learning.models import LessonProgress, LessonScore
from tenant_apps.media.queries import bytes_used
from tenant_apps.media.refusals import WrongContent
from tests.tenant_apps.assessments.assigned import assignment, criterion, draft, handed_in, levels, picture
from tests.tenant_apps.courses.factories import lesson, module
from tests.tenant_apps.learning.factories import START, enrolment, person

pytestmark = pytest.mark.usefixtures("in_okafor")
DAY = timedelta(days=1)


def said(words: str = "Good.", **more) -> actions.Answer:
    return actions.Answer(words, **more)


def alice() -> User:
    return User.objects.filter(email="alice@works.example").first() or register(
        email="alice@works.example", name="Alice", verified=True
    )


def done(submission: Submission) -> bool:
    return LessonProgress.objects.filter(lesson=submission.assignment.lesson, completed_at__isnull=False).exists()


@pytest.mark.parametrize(
    ("terms", "field"),
    [
        ({"kinds": [], "takes_text": False}, "kinds"),
        ({"pass_mark": 101}, "pass_mark"),
        ({"due_days": 3, "due_cohort_day": 2}, "due_at"),
        ({"late_percent": 0}, "late_percent"),
        ({"peer_reviews": 2}, "peer_reviews"),
    ],
)
def test_terms_nobody_could_keep_are_refused(terms, field) -> None:
    made = assignment()

    with pytest.raises(Refused) as refused:
        actions.set_terms(assignment=made, terms=actions.Terms(**terms))

    assert refused.value.field == field


def test_levels_that_stay_keep_their_key() -> None:
    made = criterion(assignment())
    strong = made.levels.get(title="Strong").key

    drafts = [actions.LevelDraft("Weak", 1), actions.LevelDraft("Strong", 5)]
    actions.write_criterion(assignment=made.assignment, criterion=made, title="Light", levels=drafts)

    found = list(made.levels.values_list("title", "points"))
    assert (found, made.levels.get(title="Strong").key) == ([("Weak", 1), ("Strong", 5)], strong)


def test_work_is_drawn_again_and_counts_against_the_quota() -> None:
    before, exif, out = bytes_used(), Image.Exif(), BytesIO()
    exif[0x010E] = "taken at home"
    Image.new("RGB", (40, 30)).save(out, "JPEG", exif=exif)

    made = actions.add_work(submission=draft(assignment()), file=ContentFile(out.getvalue(), name="IMG 1.JPG"))

    kept = Image.open(made.file)
    assert (dict(kept.getexif()), made.name, bytes_used() - before) == ({}, "IMG 1.JPG", made.size)


def test_program_called_picture_is_refused_and_leaves_nothing() -> None:
    made = draft(assignment())

    with pytest.raises(WrongContent):
        actions.add_work(submission=made, file=ContentFile(b"MZ" + b"\0" * 900, name="jug.png"))

    assert Work.objects.count() == 0


@pytest.mark.parametrize(
    ("file", "refusal"),
    [
        (ContentFile(b"%PDF-1.7\nhello", name="jug.pdf"), actions.KindNotAsked),
        (ContentFile(b"\x89PNG\r\n\x1a\n" + b"x" * (1 << 20), name="jug.png"), actions.WorkTooLarge),
        (picture(), actions.WorkHere),
        (picture("#000"), actions.TooManyWorks),
    ],
)
def test_work_that_is_not_asked_for_is_refused(file, refusal) -> None:
    made = draft(assignment(most_files=1, most_megabytes=1))
    actions.add_work(submission=made, file=picture())

    with pytest.raises(refusal):
        actions.add_work(submission=made, file=file)

    assert made.works.count() == 1


def test_removed_work_leaves_no_file(django_capture_on_commit_callbacks) -> None:
    made = draft(assignment())
    work = actions.add_work(submission=made, file=picture())

    with django_capture_on_commit_callbacks(execute=True):
        actions.remove_work(submission=made, work=work.key)

    assert (made.works.count(), work.file.storage.exists(work.file.name)) == (0, False)


def test_empty_draft_is_not_handed_in() -> None:
    with pytest.raises(actions.NothingHandedIn):
        actions.hand_in_work(submission=draft(assignment()))


def test_handed_in_twice_is_once_and_cannot_be_changed() -> None:
    made = handed_in(assignment())

    again = actions.hand_in_work(submission=made, now=made.submitted_at + DAY)

    assert again.submitted_at == made.submitted_at
    with pytest.raises(actions.AlreadyHandedIn):
        actions.keep_text(submission=made, text="Later")
    with pytest.raises(actions.AlreadyHandedIn):
        draft(made.assignment, made.enrolment)


@pytest.mark.parametrize(("when", "is_done"), [("handed_in", True), ("passed", False)])
def test_lesson_is_done_when_the_creator_says(when, is_done) -> None:
    assert done(handed_in(assignment(done_when=when))) == is_done


@pytest.mark.parametrize(
    ("after", "grace", "days", "minus"),
    [(0, 0, 0, 0), (1, 0, 1, 10), (24, 0, 1, 10), (25, 0, 2, 20), (5, 6, 0, 0), (24 * 40, 0, 40, 100)],
)
def test_late_work_costs_begun_days(after, grace, days, minus) -> None:
    made = assignment(due_at=START + DAY, late="minus", late_percent=10, grace_hours=grace)
    place = enrolment(made.lesson.course)
    text = actions.keep_text(submission=draft(made, place, now=START), text="Here")

    found = actions.hand_in_work(submission=text, now=START + DAY + timedelta(hours=after))

    assert (found.late_days, found.minus_percent) == (days, minus)


def test_late_work_is_refused_where_the_creator_says() -> None:
    made = assignment(due_at=START + DAY, late="refuse")
    place = enrolment(made.lesson.course)
    begun = actions.keep_text(submission=draft(made, place, now=START), text="Here")

    with pytest.raises(actions.TooLate):
        actions.hand_in_work(submission=begun, now=START + DAY + timedelta(seconds=1))


def test_due_days_count_from_the_day_it_opened() -> None:
    made = assignment(due_days=7)
    place = enrolment(made.lesson.course, at=made.lesson.created_at)

    assert due_for(made, place, START) == made.lesson.created_at + 7 * DAY


def test_due_on_a_cohort_day_ends_with_the_learners_day() -> None:
    made = assignment(due_cohort_day=3)
    place, alone = enrolment(made.lesson.course), enrolment(made.lesson.course, person("solo@example.com"))
    cohort = learning.save_cohort(course=made.lesson.course, name="May", starts_on=START.date() + DAY)
    learning.place(cohort=cohort, enrolment=place)

    due = due_for(made, place, START)

    assert (str(due), due_for(made, alone, START)) == ("2026-11-19 23:59:00+01:00", None)


def test_pass_writes_score_and_completion_and_mails_once(deliver_facts) -> None:
    made = assignment()
    criterion(made), criterion(made, "Line")
    work = handed_in(made)
    marks = levels(made) | {str(made.criteria.last().key): str(made.criteria.last().levels.get(title="Fair").key)}

    for _time in "12":
        actions.answer_submission(submission=work, verdict="pass", answer=said(marks=marks), by=alice())
    deliver_facts()

    work.refresh_from_db()
    score = LessonScore.objects.get(lesson=made.lesson).score
    assert (work.state, work.score, score, done(work)) == ("passed", 75, 75, True)
    assert [mail.subject for mail in SentEmail.objects.filter(purpose="work_answered")] == ["Passed: Paint a jug"]


def test_late_percent_comes_off_the_score() -> None:
    made = assignment(points=10, due_at=START - DAY, late="minus", late_percent=5)
    work = handed_in(made, now=START)

    found = actions.answer_submission(submission=work, verdict="pass", answer=said(points=9), by=alice())

    assert (work.late_days, found.score) == (1, 85)


def test_pass_below_the_mark_is_refused_and_writes_nothing() -> None:
    work = handed_in(assignment(points=10))

    with pytest.raises(actions.BelowPassMark):
        actions.answer_submission(submission=work, verdict="pass", answer=said(points=5), by=alice())

    work.refresh_from_db()
    assert (work.graded_at, LessonScore.objects.count()) == (None, 0)


@pytest.mark.parametrize(
    ("verdict", "answer", "refusal"),
    [
        ("return", actions.Answer("  "), actions.NoWords),
        ("pass", actions.Answer("Good."), actions.LevelMissing),
    ],
)
def test_answer_that_helps_nobody_is_refused(verdict, answer, refusal) -> None:
    made = assignment()
    criterion(made)

    with pytest.raises(refusal):
        actions.answer_submission(submission=handed_in(made), verdict=verdict, answer=answer, by=alice())


def test_work_may_be_returned_without_numbers() -> None:
    made = assignment()
    criterion(made), criterion(made, "Line")
    part = dict(list(levels(made).items())[:1])

    found = actions.answer_submission(
        submission=handed_in(made), verdict="return", answer=said("Again.", marks=part), by=alice()
    )

    assert (found.state, found.score, len(found.marks)) == ("returned", None, 1)


def test_returned_work_is_tried_again_with_its_words_as_often_as_allowed() -> None:
    made = assignment(tries_allowed=2)
    place = enrolment(made.lesson.course)
    for number in (1, 2):
        begun = draft(made, place)
        assert (begun.number, begun.text) == (number, "Mine" if number == 2 else "")
        actions.keep_text(submission=begun, text="Mine")
        sent = actions.hand_in_work(submission=begun)
        actions.answer_submission(submission=sent, verdict="return", answer=said("Again."), by=alice())

    with pytest.raises(actions.NoTryLeft):
        draft(made, place)


def test_pins_are_put_while_the_work_waits() -> None:
    sent = handed_in(assignment())
    work, spot = sent.works.get(), {"x": Decimal("12.50"), "y": Decimal(80), "text": "Softer"}

    actions.pin(work=work, by=None, **spot)
    sent.refresh_from_db()
    assert (sent.state, Pin.objects.get().x) == ("reviewing", Decimal("12.50"))
    actions.answer_submission(submission=sent, verdict="return", answer=said(""), by=alice())

    with pytest.raises(actions.GradedAlready):
        actions.pin(work=work, by=None, **spot)


def test_marks_are_shown_in_the_order_of_the_rubric() -> None:
    made = assignment()
    for title in ("Zeal", "Light", "Air", "Line"):
        criterion(made, title)
    sent = handed_in(made)

    actions.answer_submission(submission=sent, verdict="pass", answer=said(marks=levels(made)), by=alice())

    sent.refresh_from_db()
    assert [mark["criterion"] for mark in rubric_of(sent.marks).marks] == ["Zeal", "Light", "Air", "Line"]


def test_rubric_of_the_past_keeps_its_words() -> None:
    made = assignment()
    criterion(made)
    sent = handed_in(made)
    actions.answer_submission(submission=sent, verdict="pass", answer=said(marks=levels(made)), by=alice())

    actions.delete_criterion(criterion=made.criteria.get())

    sent.refresh_from_db()
    assert [(m["criterion"], m["title"], m["points"]) for m in sent.marks.values()] == [("Light", "Strong", 4)]


def test_score_of_an_assignment_may_open_a_lesson() -> None:
    made = assignment(points=10)
    after = lesson(module(made.lesson.course), "After")
    rule = Group("all", (Condition("scored", key=str(made.lesson.key), percent=80),))
    set_rule(part=after, rule=rule, now=START)
    sent = handed_in(made)
    before = standing_of(sent.enrolment, after, now())

    actions.answer_submission(submission=sent, verdict="pass", answer=said(points=8), by=alice())

    assert (before.is_open, standing_of(sent.enrolment, after, now()).is_open) == (False, True)
