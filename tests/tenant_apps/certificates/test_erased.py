import pytest

from tenant_apps.accounts.actions import register
from tenant_apps.certificates import actions
from tenant_apps.certificates.models import Certificate
from tenant_apps.certificates.subscribers import issue_certificate
from tenant_apps.courses.actions import create_course
from tenant_apps.learning.events import CourseCompleted
from tenant_apps.learning.models import Enrolment
from tests.tenant_apps.certificates.conftest import FINISHED

pytestmark = pytest.mark.usefixtures("in_okafor")


def finish(person, course):
    Enrolment.objects.create(person=person, course=course, started_at=FINISHED, completed_at=FINISHED)


@pytest.fixture
def erased(certificate, sofia, course):
    finish(sofia, course)
    actions.forget(person=sofia)
    return certificate


def names():
    return list(Certificate.objects.values_list("name_on_it", flat=True))


def test_issue_waiting_leaves_an_erased_name_alone(erased, course):
    given = actions.issue_waiting(course=course)

    assert (given, names()) == (0, [""])


def test_candidates_by_email_says_that_the_name_was_erased(erased, course):
    line = actions.candidates_by_email(course=course, text="sofia@example.com")[0]

    assert line.problem == "Had their name erased from it."


def test_issue_to_passes_over_who_was_erased_meanwhile(erased, course, sofia, maren):
    alice = register(email="alice@okafor.example", name="Alice")

    given = actions.issue_to(course=course, people=[sofia.pk, maren.pk], by=alice)

    assert (given, sorted(names())) == (1, ["", maren.name])


def test_issue_by_hand_is_refused_after_an_erasure(erased, course, sofia):
    alice = register(email="alice@okafor.example", name="Alice")

    with pytest.raises(actions.NameErased):
        actions.issue(person=sofia, course=course, by=alice)


def test_course_completed_told_again_brings_no_name_back(erased, course, sofia):
    issue_certificate(CourseCompleted(enrolment_id=1, person_id=sofia.pk, course_id=course.pk))

    assert names() == [""]


def test_forget_counts_for_a_finished_course_without_a_certificate(certificate, course, sofia, maren):
    other = create_course(title="The Third Number", author=maren)
    finish(sofia, other)
    actions.forget(person=sofia)

    assert list(actions.waiting_for(other)) == []


def test_course_finished_after_an_erasure_brings_a_certificate(erased, sofia, maren):
    later = create_course(title="The Third Number", author=maren)

    assert actions.issue(person=sofia, course=later).name_on_it == "Sofia Brandt"


def test_reissue_of_an_erased_one_is_refused(erased):
    with pytest.raises(actions.NameErased):
        actions.reissue(certificate=erased, name="Sofia Brandt")


def test_forget_twice_is_one_erasure(erased, sofia):
    assert actions.forget(person=sofia) == 0
    assert sofia.name_erasures.count() == 1
