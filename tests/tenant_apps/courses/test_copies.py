"""Second ones of lessons, modules and courses."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tenant_apps.assessments.models import Choice, Quiz
from tenant_apps.courses import actions, queries, rules
from tenant_apps.courses.models import Course, Lesson
from tenant_apps.learning import actions as learning
from tenant_apps.learning.models import LessonProgress
from tenant_apps.media import actions as media
from tests.tenant_apps.assessments.factories import quiz
from tests.tenant_apps.courses.factories import course, lesson, module, published, waits_for
from tests.tenant_apps.learning.factories import enrolment

pytestmark = pytest.mark.usefixtures("in_okafor")


def test_copy_lesson_brings_its_quiz_and_nobodys_work() -> None:
    of = quiz(questions=2).lesson
    learning.open_lesson(enrolment=enrolment(of.course), lesson=of)

    (twin,) = actions.copy_lessons(lessons=[of], module=of.module)

    assert (twin.title, twin.slug, twin.is_draft) == ("Budget or bluff? (copy)", "budget-or-bluff-copy", True)
    assert [one.text for one in twin.quiz.questions.all()] == ["Question 1?", "Question 2?"]
    assert (Choice.objects.count(), LessonProgress.objects.filter(lesson=twin).exists()) == (12, False)


def test_copy_module_points_its_rules_at_the_copies() -> None:
    made = course()
    home = module(made, "Home")
    a, b = lesson(home, "A"), lesson(home, "B")
    actions.set_rule(part=b, rule=waits_for(a))

    twin = actions.copy_module(module=home)

    second_a, second_b = twin.lessons.order_by("position")
    assert [each.key for each in rules.conditions(second_b.rule)] == [str(second_a.key)]
    assert [part.module.title for part in queries.outline(made)] == ["Home", "Home (copy)"]


def test_copy_lesson_to_another_course_leaves_its_rule_behind() -> None:
    here, there = published(), course("Elsewhere")
    first, second = Lesson.objects.order_by("position")
    actions.set_rule(part=second, rule=waits_for(first))

    (twin,) = actions.copy_lessons(lessons=[second], module=module(there))

    assert (twin.course_id, twin.release, twin.title) == (there.pk, None, "Lesson 2")
    assert len(queries.outline(here)[0].lessons) == 2


def test_copy_course_is_whole_unpublished_and_has_a_product_of_its_own() -> None:
    of = published()
    quiz(of=of)
    gone = Lesson.objects.get(title="Lesson 2")
    actions.archive_lesson(lesson=gone)

    twin = actions.copy_course(course=of)

    titles = [[one.title for one in part.lessons] for part in queries.outline(twin)]
    assert titles == [["Lesson 1"], ["Budget or bluff?"]]
    assert (twin.is_published, twin.product.thing_key, Course.objects.count()) == (False, twin.key, 2)
    assert Quiz.objects.get(lesson__course=twin).questions.count() == 2


def test_copy_lessons_shares_their_file() -> None:
    sheet = media.add_asset(file=SimpleUploadedFile("sheet.txt", b"One line."))
    of = lesson(module(course()), kind="download", asset=sheet)

    (twin,) = actions.copy_lessons(lessons=[of], module=of.module)

    assert twin.asset_id == of.asset_id
