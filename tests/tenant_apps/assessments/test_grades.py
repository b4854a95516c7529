"""The gradebook."""

import pytest

from marque.kit.facts.models import Event
from marque.kit.tenancy.context import enter
from shared_apps.operations.models import AuditEntry
from tenant_apps.accounts.models import Role
from tenant_apps.assessments import actions, gradebook
from tenant_apps.courses.actions import set_rule
from tenant_apps.courses.rules import after_days
from tenant_apps.learning.actions import record_score
from tenant_apps.learning.models import LessonProgress, LessonScore
from tests.tenant_apps.assessments.assigned import assignment
from tests.tenant_apps.assessments.factories import quiz
from tests.tenant_apps.courses.factories import creator, share
from tests.tenant_apps.learning.factories import enrolment, person


@pytest.fixture
def book(okafor):
    """A course with a quiz and an assignment, and two learners of whom one is graded."""
    with enter(okafor):
        test = quiz()
        jug = assignment(test.lesson.course)
        ana = enrolment(test.lesson.course, person("ana@example.com", "=Ana()"))
        enrolment(test.lesson.course, person("ben@example.com", "Ben"))
        for lesson, score in ((test.lesson, 40), (test.lesson, 80), (jug.lesson, 50)):
            record_score(enrolment=ana, lesson=lesson, score=score)
    return test.lesson.course, test.lesson, jug.lesson, ana


def rows(course) -> list[tuple]:
    found, _more = gradebook.page(course, gradebook.columns_of(course))
    return [(row.enrolment.person.email, [cell.grade for cell in row.cells], row.total) for row in found]


def test_best_scores_are_weighed(book, okafor) -> None:
    course, test, jug, _ana = book
    with enter(okafor):
        actions.weigh(weights={test: 1, jug: 2})

        assert rows(course) == [("ben@example.com", [None, None], None), ("ana@example.com", [80, 50], 60)]


def test_grade_by_hand_counts_and_is_audited(book, okafor) -> None:
    course, test, _jug, ana = book
    with enter(okafor):
        actions.set_grade(enrolment=ana, lesson=test, score=100, reason="A fair point.", by=None)
        by_hand, best = rows(course)[1][1], LessonScore.objects.filter(lesson=test).order_by("-score").first().score
        actions.clear_grade(enrolment=ana, lesson=test, by=None)

    said = AuditEntry.objects.filter(action__startswith="assessments.grade").order_by("pk")
    assert (by_hand, best) == ([100, 50], 100)
    assert [(each.action, each.reason) for each in said] == [
        ("assessments.grade_set", "A fair point."),
        ("assessments.grade_cleared", ""),
    ]


@pytest.mark.parametrize(("score", "passes"), [(49, False), (50, True)])
def test_grade_by_hand_that_passes_finishes_the_lesson_and_is_told(book, okafor, score, passes) -> None:
    _course, test, _jug, ana = book
    with enter(okafor):
        actions.set_grade(enrolment=ana, lesson=test, score=score, reason="Said aloud.", by=None)

        told = Event.objects.get(fact="assessments.GradeSet").payload
        done = LessonProgress.objects.filter(enrolment=ana, lesson=test, completed_at__isnull=False)
        assert (told["score"], told["passed"], done.exists()) == (score, passes, passes)


def test_grade_by_hand_for_a_lesson_that_is_not_open_yet_stays_a_grade(book, okafor) -> None:
    _course, _test, _jug, ana = book
    with enter(okafor):
        later = quiz(of=ana.course).lesson
        set_rule(part=later, rule=after_days(900))

        actions.set_grade(enrolment=ana, lesson=later, score=100, reason="Done before.", by=None)

        assert not LessonProgress.objects.filter(lesson=later, completed_at__isnull=False).exists()


@pytest.mark.parametrize(
    ("told", "refusal"),
    [({"score": 101, "reason": "Why"}, actions.BadGrade), ({"score": 50, "reason": " "}, actions.ReasonNeeded)],
)
def test_grade_without_sense_is_refused(book, okafor, told, refusal) -> None:
    _course, test, _jug, ana = book

    with enter(okafor), pytest.raises(refusal):
        actions.set_grade(enrolment=ana, lesson=test, by=None, **told)


def test_pages_and_the_sheet(book, okafor, client_for, other) -> None:
    course, test, _jug, ana = book
    owner, author = creator(client_for, okafor), creator(client_for, okafor, Role.AUTHOR, "bob@example.com")
    with enter(okafor):
        share(course, "bob@example.com")
    root = f"/studio/courses/{course.key}/grades/"

    saved = owner.post(
        f"{root}{ana.key}/grade/", {"lesson": test.key, "score": "90", "reason": "Said aloud"}, follow=True
    )
    page = owner.get(f"{root}?q=ana").content.decode()
    sheet = owner.get(f"{root}export/").content.decode()

    assert ("Said aloud" in saved.content.decode(), "ana@example.com" in page, "ben@" in page) == (True, True, False)
    assert "'=Ana(),ana@example.com,90,50,70" in sheet
    denied = author.post(f"{root}{ana.key}/grade/", {"lesson": test.key, "score": "1", "reason": "x"})
    assert (author.get(root).status_code, denied.status_code) == (200, 302)
    with enter(okafor):
        assert rows(course)[1][1][0] == 90
    assert creator(client_for, other, email="c@example.com").get(root).status_code == 404


def test_weights_that_are_none_are_refused(book, okafor, client_for) -> None:
    course, test, jug, _ana = book
    root = f"/studio/courses/{course.key}/grades/"

    said = {f"weight-{test.key}": "3", f"weight-{jug.key}": "many"}
    page = creator(client_for, okafor).post(f"{root}weights/", said, follow=True).content.decode()

    assert "A weight is a number from 0 to 100." in page


@pytest.mark.parametrize("learners", [1, 3])
def test_page_costs_the_same_for_one_and_for_three(okafor, client_for, django_assert_max_num_queries, learners) -> None:
    owner = creator(client_for, okafor)
    with enter(okafor):
        course = quiz().lesson.course
        for number in range(learners):
            enrolment(course, person(f"l{number}@example.com"))
        columns = gradebook.columns_of(course)
        with django_assert_max_num_queries(3):
            gradebook.page(course, columns)
    assert owner.get(f"/studio/courses/{course.key}/grades/").status_code == 200
