from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Sum
from kombu.exceptions import OperationalError

from tenant_apps.assessments import actions as assessments
from tenant_apps.assessments.events import AttemptGraded
from tenant_apps.badges.models import Badge, BadgeAward
from tenant_apps.learning import actions as learning
from tenant_apps.points import actions
from tenant_apps.points.models import Occasion, PointEntry, PointLevel, PointTotal
from tenant_apps.points.queries import standing_of
from tenant_apps.points.subscribers import give_for_the_quiz
from tenant_apps.points.tasks import award_levels, look
from tests.tenant_apps.assessments.factories import quiz
from tests.tenant_apps.learning.factories import enrolment
from tests.tenant_apps.points.conftest import RULES


@pytest.fixture
def badge(in_okafor):
    return Badge.objects.create(name="Line", description="Draws one.", criteria="Draw ten.")


def test_finishing_a_course_gives_points_for_each_lesson_and_for_the_course(rules, carol, deliver_facts):
    for lesson in carol.lessons:
        learning.complete_lesson(enrolment=carol.place, lesson=lesson)
    deliver_facts()

    given = PointEntry.objects.order_by("points", "pk").values_list("occasion", "points")
    assert list(given) == [("lesson", 10), ("lesson", 10), ("course", 100)]
    assert PointTotal.objects.get().points == 120


def test_give_twice_for_one_occasion_counts_once(rules, carol):
    subject = uuid4()
    given = [actions.give(person=carol.person, occasion=Occasion.LESSON, subject=subject) for _time in range(2)]

    assert given[0] == given[1]
    assert PointTotal.objects.get().points == PointEntry.objects.aggregate(sum=Sum("points"))["sum"] == 10


def test_one_occasion_cannot_be_written_twice(rules, carol):
    given = actions.give(person=carol.person, occasion=Occasion.LESSON, subject=uuid4())
    given.pk, given.key = None, uuid4()

    with pytest.raises(IntegrityError), transaction.atomic():
        given.save(force_insert=True)


def test_a_quiz_gives_points_when_it_is_passed_and_only_then(rules, carol):
    told = {"attempt_id": 1, "person_id": carol.person.pk, "lesson_id": carol.lessons[0].pk}
    give_for_the_quiz(AttemptGraded(**told, passed=False))
    assert not PointEntry.objects.exists()

    give_for_the_quiz(AttemptGraded(**told, passed=True))
    give_for_the_quiz(AttemptGraded(**told | {"attempt_id": 2}, passed=True))

    assert PointEntry.objects.get().points == 20


def test_a_grade_by_hand_that_passes_a_quiz_gives_its_points_once(rules, owner, deliver_facts):
    made = quiz(pass_mark=50)
    place = enrolment(made.lesson.course)
    for score in (40, 60, 90):
        assessments.set_grade(enrolment=place, lesson=made.lesson, score=score, reason="Said aloud.", by=owner)
    deliver_facts()

    given = PointEntry.objects.filter(person=place.person).values_list("occasion", "points")
    assert sorted(given) == [("course", 100), ("lesson", 10), ("quiz", 20)]


def test_give_while_points_are_off_or_worth_nothing_gives_none(carol, owner):
    assert actions.give(person=carol.person, occasion=Occasion.LESSON, subject=uuid4()) is None

    actions.set_rules(**RULES | {"lesson": 0}, by=owner)

    assert actions.give(person=carol.person, occasion=Occasion.LESSON, subject=uuid4()) is None
    assert not PointTotal.objects.exists()


def test_other_rules_leave_what_was_given(rules, carol, owner):
    actions.give(person=carol.person, occasion=Occasion.LESSON, subject=uuid4())

    actions.set_rules(**RULES | {"lesson": 50}, by=owner)
    actions.give(person=carol.person, occasion=Occasion.LESSON, subject=uuid4())

    assert sorted(PointEntry.objects.values_list("points", flat=True)) == [10, 50]


def test_a_level_is_reached_at_its_threshold_and_brings_its_badge_once(rules, carol, owner, badge, deliver_facts):
    actions.save_level(name="Newcomer", threshold=0, by=owner)
    actions.save_level(name="Apprentice", threshold=20, badge=badge, by=owner)
    actions.save_level(name="Master", threshold=100, badge=badge, by=owner)

    for count in (0, 1):
        actions.give(person=carol.person, occasion=Occasion.LESSON, subject=uuid4())
        deliver_facts()
        assert BadgeAward.objects.count() == count
    actions.give(person=carol.person, occasion=Occasion.COURSE, subject=uuid4())
    deliver_facts()

    standing = standing_of(carol.person)
    assert (BadgeAward.objects.count(), standing.level.name, standing.following) == (1, "Master", None)


def test_standing_says_how_far_it_is_to_the_next_level(rules, carol, owner):
    actions.save_level(name="Newcomer", threshold=0, by=owner)
    actions.save_level(name="Apprentice", threshold=40, by=owner)
    actions.give(person=carol.person, occasion=Occasion.LESSON, subject=uuid4())

    standing = standing_of(carol.person)

    assert (standing.level.name, standing.missing, standing.percent) == ("Newcomer", 30, 25)


def test_a_badge_that_comes_to_a_level_later_goes_to_who_is_there(rules, carol, owner, others, badge):
    actions.give(person=carol.person, occasion=Occasion.COURSE, subject=uuid4())
    actions.give(person=others[0], occasion=Occasion.LESSON, subject=uuid4())
    level = actions.save_level(name="Apprentice", threshold=50, badge=badge, by=owner)

    award_levels.run(level_key=str(level.key))
    award_levels.run(level_key=str(level.key))

    assert BadgeAward.objects.get().person == carol.person


def test_a_badge_whose_nudge_was_lost_is_awarded_by_the_sweep(
    rules, carol, owner, badge, monkeypatch, django_capture_on_commit_callbacks
):
    def away(**_kwargs: object) -> None:
        raise OperationalError("no Redis")

    monkeypatch.setattr(award_levels, "delay", away)
    actions.give(person=carol.person, occasion=Occasion.COURSE, subject=uuid4())
    with django_capture_on_commit_callbacks(execute=True):
        actions.save_level(name="Apprentice", threshold=50, badge=badge, by=owner)

    look.run()

    assert BadgeAward.objects.get().person == carol.person


def test_two_levels_of_one_threshold_are_refused(owner):
    actions.save_level(name="Apprentice", threshold=40, by=owner)

    with pytest.raises(actions.TakenAlready):
        actions.save_level(name="Master", threshold=40, by=owner)

    assert PointLevel.objects.count() == 1
