"""Questions that a person grades: given, kept when the time is up, graded, told."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile

from marque.kit.facts.models import Event
from marque.kit.facts.sweep import deliver_pending
from marque.kit.mail.models import SentEmail
from tenant_apps.analytics.actions import count_due
from tenant_apps.analytics.models import AnswerCount, ChoiceCount
from tenant_apps.assessments import actions, queries
from tenant_apps.assessments.gradebook import columns_of, rows_of, with_waiting
from tenant_apps.assessments.kinds import open as open_kinds
from tenant_apps.assessments.models import Attempt, Question, Quiz, Work
from tenant_apps.learning.models import LessonProgress, LessonScore
from tests.tenant_apps.assessments.assigned import picture
from tests.tenant_apps.assessments.factories import RIGHT, WRONG, key, question, quiz
from tests.tenant_apps.learning.factories import START, enrolment

pytestmark = pytest.mark.usefixtures("in_okafor")
LATER = START + timedelta(days=1)
TEAM = "alice@example.com"


def essay(of: Quiz, *looked_at: str, **details) -> Question:
    return actions.write_question(
        quiz=of, text="Why?", kind="essay", choices=[(each,) for each in looked_at], details=actions.Details(**details)
    )


def file(of: Quiz, *kinds: str) -> Question:
    return actions.write_question(
        quiz=of, text="Show it", kind="file", choices=[], details=actions.Details(file_kinds=kinds)
    )


def begin(made: Quiz) -> Attempt:
    return actions.start_attempt(quiz=made, enrolment=enrolment(made.lesson.course), now=START)


def waiting() -> tuple[Attempt, Question]:
    """One question that is right, and an essay that waits."""
    made = quiz(1, pass_mark=60)
    asked = essay(made)
    attempt = begin(made)
    first = made.questions.first()
    actions.answer_question(attempt=attempt, question=first, said=[key(first)], now=START)
    return actions.answer_question(attempt=attempt, question=asked, said=["Because."], now=START), asked


def graded(attempt: Attempt, asked: Question, share: int | None, **more) -> Attempt:
    said = {str(asked.key): actions.Said("Well argued.", share, **more)}
    return actions.grade_attempt(attempt=attempt, said=said, words="Thank you.", by=None, now=LATER)


def test_an_attempt_with_an_essay_waits_without_a_score() -> None:
    attempt, _asked = waiting()
    deliver_pending()
    marks = queries.marks(attempt)

    assert (attempt.waits, attempt.score, attempt.submitted_at) == (True, None, START)
    assert ([mark.state for mark in marks], queries.so_far(attempt, marks)) == (["right", "waits"], 50)
    assert not LessonScore.objects.exists() and not LessonProgress.objects.filter(completed_at__isnull=False).exists()
    assert not Event.objects.filter(fact="assessments.AttemptGraded").exists()


def test_grades_pass_the_attempt_finish_the_lesson_and_tell_the_learner_once() -> None:
    attempt, asked = waiting()

    done = graded(attempt, asked, 40)
    graded(attempt, asked, 40)
    deliver_pending()

    assert (done.score, done.passed_at, done.graded_at) == (70, START, LATER)
    assert LessonProgress.objects.get().completed_at == LATER
    mail = SentEmail.objects.get(purpose="quiz_graded")
    assert (mail.subject, "Thank you." in mail.text) == ("Passed: Budget or bluff?", True)


def test_what_is_looked_at_makes_the_share() -> None:
    made = quiz(0, pass_mark=60)
    asked = essay(made, "Reason", "Style")
    attempt = actions.answer_question(attempt=begin(made), question=asked, said=["Because."], now=START)
    first, second = (str(choice.key) for choice in asked.choices.all())

    with pytest.raises(actions.SayHowMuch):
        graded(attempt, asked, 100, levels={first: "met"})
    done = graded(attempt, asked, None, levels={first: "met", second: "part"})

    assert (done.score, {mark["title"] for mark in done.open_answers.get().marks.values()}) == (75, {"Met", "In part"})


@pytest.mark.parametrize("share", [None, -1, 101])
def test_a_share_that_is_none_is_refused_and_nothing_is_written(share) -> None:
    attempt, asked = waiting()

    with pytest.raises(actions.SayHowMuch):
        graded(attempt, asked, share)

    attempt.refresh_from_db()
    assert (attempt.waits, attempt.words, attempt.open_answers.get().words) == (True, "", "")


def test_another_grade_for_what_is_graded_is_refused() -> None:
    attempt, asked = waiting()
    graded(attempt, asked, 40)

    with pytest.raises(actions.LookedAtAlready):
        graded(attempt, asked, 50)


def test_grades_kept_for_later_tell_nobody() -> None:
    attempt, asked = waiting()

    said = {str(asked.key): actions.Said("Hm.", 30)}
    kept = actions.keep_grading(attempt=attempt, said=said, words="So so.", by=None)

    assert (kept.waits, kept.words, kept.open_answers.get().share) == (True, "So so.", 30)
    with pytest.raises(actions.StillWaiting):
        actions.start_attempt(quiz=attempt.quiz, enrolment=attempt.enrolment, now=LATER)


@pytest.mark.parametrize(
    ("text", "refusal"),
    [("  ", open_kinds.NothingWritten), ("one two", open_kinds.TooFewWords), ("a " * 6, open_kinds.TooManyWords)],
)
def test_an_essay_keeps_to_its_words(text, refusal) -> None:
    made = quiz(0)
    asked = essay(made, least_words=3, most_words=5)
    attempt = begin(made)

    with pytest.raises(refusal):
        actions.answer_question(attempt=attempt, question=asked, said=[text], now=START)


@pytest.mark.parametrize("limits", [(0, None), (5, 3), (None, 9999)])
def test_words_nobody_could_keep_to_are_refused(limits) -> None:
    with pytest.raises(actions.BadWords):
        essay(quiz(0), least_words=limits[0], most_words=limits[1])


def test_what_was_kept_is_handed_in_when_the_time_is_up() -> None:
    made = actions.set_rules(quiz=quiz(0), rules=actions.Rules(minutes_allowed=10, reveals="end"))
    words, files, _empty = essay(made, least_words=50), file(made), essay(made)
    attempt = begin(made)
    actions.keep_words(attempt=attempt, question=words, text="Half a thought", now=START)
    actions.add_file(attempt=attempt, question=files, file=picture(), now=START)

    closed = actions.close_overdue(now=START + timedelta(minutes=11))

    attempt.refresh_from_db()
    assert (closed, attempt.waits, sorted(attempt.answers)) == (1, True, sorted([str(words.key), str(files.key)]))
    assert attempt.open_answers.get(question=words.key).text == "Half a thought"
    with pytest.raises(actions.NotAsked):
        actions.keep_words(attempt=attempt, question=words, text="More", now=START)


def test_a_file_of_another_kind_a_disguise_and_a_second_one_are_refused() -> None:
    made = quiz(0)
    asked = file(made, "image")
    attempt = begin(made)
    actions.add_file(attempt=attempt, question=asked, file=picture(), now=START)

    for wrong, refusal in (
        (ContentFile(b"%PDF-1.7\n" + b"x" * 99, name="a.pdf"), actions.KindNotAsked),
        (ContentFile(b"MZ" + b"\0" * 99, name="b.png"), Exception),
        (picture(), actions.WorkHere),
    ):
        with pytest.raises(refusal):
            actions.add_file(attempt=attempt, question=asked, file=wrong, now=START)

    assert Work.objects.count() == 1


def test_a_file_is_given_once_it_is_there_and_stays() -> None:
    made = quiz(0)
    asked = file(made)
    attempt = begin(made)
    with pytest.raises(open_kinds.NoFile):
        actions.answer_question(attempt=attempt, question=asked, said=["forged"], now=START)
    work = actions.add_file(attempt=attempt, question=asked, file=picture(), now=START)

    actions.answer_question(attempt=attempt, question=asked, said=[], now=START)

    with pytest.raises(actions.NotAsked):
        actions.remove_file(attempt=attempt, question=asked, work=work.key, now=START)
    assert Work.objects.get().answer == attempt.open_answers.get()


@pytest.mark.parametrize(
    ("later", "counts"),
    [
        ("", "Because of the bay."),
        (" \n", "Because of the bay."),
        ("Oh", "Because of the bay."),
        ("Of the tide.", "Of the tide."),
    ],
)
def test_words_that_could_not_be_given_replace_none_that_were(later, counts) -> None:
    made = actions.set_rules(quiz=quiz(0), rules=actions.Rules(reveals="end"))
    asked = essay(made, least_words=2)
    attempt = begin(made)
    actions.answer_question(attempt=attempt, question=asked, said=["Because of the bay."], now=START)
    actions.keep_words(attempt=attempt, question=asked, text=later, now=START)

    done = actions.hand_in(attempt=attempt, now=START)

    assert (done.waits, done.open_answers.get().text) == (True, counts)


def test_the_last_file_of_a_given_answer_stays_until_there_is_another() -> None:
    made = actions.set_rules(quiz=quiz(0), rules=actions.Rules(reveals="end"))
    asked = file(made)
    attempt = begin(made)
    first = actions.add_file(attempt=attempt, question=asked, file=picture(), now=START)
    actions.answer_question(attempt=attempt, question=asked, said=[], now=START)

    with pytest.raises(actions.LastFile):
        actions.remove_file(attempt=attempt, question=asked, work=first.key, now=START)
    second = actions.add_file(attempt=attempt, question=asked, file=picture(colour="red"), now=START)
    actions.remove_file(attempt=attempt, question=asked, work=first.key, now=START)

    assert actions.hand_in(attempt=attempt, now=START).open_answers.get().works.get() == second


@pytest.mark.parametrize("kind", ["essay", "file"])
def test_words_and_files_for_another_question_are_refused(kind: str) -> None:
    made = quiz(1)
    other = quiz(0, of=made.lesson.course)
    asked = essay(other) if kind == "essay" else file(other)
    attempt = begin(made)

    for wrong in (asked, made.questions.first()):
        with pytest.raises(actions.NotAsked):
            actions.keep_words(attempt=attempt, question=wrong, text="Hm", now=START)
        with pytest.raises(actions.NotAsked):
            actions.add_file(attempt=attempt, question=wrong, file=picture(), now=START)


def test_a_waiting_attempt_is_counted_once_it_is_graded_without_its_words() -> None:
    attempt, asked = waiting()
    count_due()
    before = AnswerCount.objects.count()

    graded(attempt, asked, 40)
    count_due()

    counted = AnswerCount.objects.get(question=asked)
    assert (before, counted.shares, counted.scores) == (0, 40, 70)
    assert not ChoiceCount.objects.filter(question=asked).exists()


def test_the_gradebook_names_what_waits() -> None:
    attempt, asked = waiting()
    columns = columns_of(attempt.quiz.lesson.course)

    (before,) = with_waiting(rows_of([attempt.enrolment], columns))
    graded(attempt, asked, 40)
    (after,) = with_waiting(rows_of([attempt.enrolment], columns))

    assert [(cell.waits, cell.grade) for row in (before, after) for cell in row.cells] == [(attempt, None), (None, 70)]


def test_an_open_question_deleted_meanwhile_waits_for_nobody() -> None:
    made = actions.set_rules(quiz=quiz(1), rules=actions.Rules(pass_mark=50, reveals="end"))
    asked, first = essay(made), made.questions.first()
    attempt = begin(made)
    actions.answer_question(attempt=attempt, question=asked, said=["Because."], now=START)
    actions.answer_question(attempt=attempt, question=first, said=[key(first, WRONG)], now=START)
    actions.delete_question(question=asked)

    done = actions.hand_in(attempt=attempt, now=START)

    assert (done.waits, done.score) == (False, 0)


def test_an_open_question_rewritten_meanwhile_waits_for_nobody() -> None:
    made = actions.set_rules(quiz=quiz(1), rules=actions.Rules(pass_mark=50, reveals="end"))
    asked, attempt = essay(made), begin(made)
    actions.answer_question(attempt=attempt, question=asked, said=["Because."], now=START)
    choices = [("Yes", True), ("No", False)]
    actions.write_question(quiz=made, question=asked, text="Is it?", kind="single", choices=choices)

    done = actions.hand_in(attempt=attempt, now=START)

    assert (done.waits, done.score) == (False, 0)


def test_an_essay_drawn_from_a_bank_waits_and_is_graded() -> None:
    bank = actions.save_bank(title="Thoughts")
    details = actions.Details(least_words=2)
    actions.write_bank_question(bank=bank, text="Why?", kind="essay", choices=[], details=details)
    made = quiz(0)
    actions.draw_from(quiz=made, bank=bank, count=1)
    attempt = begin(made)
    (asked,) = (mark.question for mark in queries.marks(attempt))
    with pytest.raises(open_kinds.TooFewWords):
        actions.answer_question(attempt=attempt, question=asked, said=["Why"], now=START)

    actions.answer_question(attempt=attempt, question=asked, said=["Why not"], now=START)

    assert graded(attempt, asked, 100).score == 100


def test_question_of_a_machine_beside_an_essay_keeps_its_points() -> None:
    made = quiz(0, pass_mark=50)
    first, asked = question(made, right=(RIGHT,)), essay(made)
    attempt = begin(made)
    actions.answer_question(attempt=attempt, question=asked, said=["Because."], now=START)
    actions.answer_question(attempt=attempt, question=first, said=[key(first, WRONG)], now=START)

    assert graded(attempt, asked, 90).score == 45
