"""One learner in several tabs at once: one attempt, each answer once, graded once."""

from contextlib import suppress

import pytest

from marque.kit import clock
from marque.kit.facts.models import Event
from marque.kit.tenancy.context import enter
from tenant_apps.assessments import actions
from tenant_apps.assessments.models import Attempt, Quiz
from tenant_apps.catalog.models import Product
from tenant_apps.courses.models import Course
from tenant_apps.learning.models import Enrolment, LessonProgress, LessonScore
from tenant_apps.people.models import Person
from tests.tenant_apps.assessments.factories import RIGHT, WRONG, key, quiz
from tests.tenant_apps.crowding import at_once
from tests.tenant_apps.learning.factories import START, enrolment

TABS = 3


@pytest.fixture
def tabs(okafor, real_commits, monkeypatch):
    """A quiz of one question whose answers may be changed until it is handed in, and its learner."""
    monkeypatch.setattr("marque.kit.facts.outbox.nudge", lambda ids: None)
    with enter(okafor), clock.fixed(START):
        made = actions.set_rules(quiz=quiz(1), rules=actions.Rules(pass_mark=50, reveals="end"))
        place = enrolment(made.lesson.course)
        keys = [key(made.questions.get(), label) for label in (RIGHT, WRONG, RIGHT)]
    yield made, place, keys
    with enter(okafor):
        for model in (Attempt, Quiz, LessonScore, LessonProgress, Enrolment, Course, Product, Event, Person):
            model.objects.all().delete()


def test_tabs_that_begin_answer_and_hand_in_together_are_one_attempt(okafor, tabs) -> None:
    made, place, keys = tabs

    def begin(number: int) -> Attempt:
        with clock.fixed(START):
            return actions.start_attempt(quiz=made, enrolment=place)

    begun = at_once(okafor, TABS, begin)

    def sit(number: int) -> None:
        with clock.fixed(START):
            # another tab may have handed in before
            with suppress(actions.AlreadyGraded):
                asked = made.questions.get()
                actions.answer_question(attempt=begun[number], question=asked, said=[keys[number]])
            actions.hand_in(attempt=begun[number])

    at_once(okafor, TABS, sit)

    with enter(okafor):
        (attempt,) = Attempt.objects.all()
        graded = Event.objects.filter(fact="assessments.AttemptGraded").count()
        (said,) = attempt.answers.values()
        assert ({each.pk for each in begun}, graded) == ({attempt.pk}, 1)
        assert attempt.score == said["share"]
