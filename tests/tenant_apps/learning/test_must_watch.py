"""A lesson whose page has films that must be watched is finished by what it is and by them."""

from threading import Barrier, Thread

import pytest
from django.db import connections

from marque.kit.facts.models import Event
from marque.kit.tenancy.context import enter
from tenant_apps.accounts.models import User
from tenant_apps.assessments.actions.finishing import finish_lesson
from tenant_apps.catalog.models import Product
from tenant_apps.courses.models import Course, Lesson
from tenant_apps.learning import actions
from tenant_apps.learning.finishing import finish
from tenant_apps.learning.models import BlockProgress, Enrolment, LessonProgress
from tenant_apps.materials import actions as materials
from tenant_apps.materials.models import Package, PackageRun, Step, SurveyResponse
from tenant_apps.media.models import Asset
from tenant_apps.people.models import Person
from tests.tenant_apps.courses.blocks import OWN, of_file
from tests.tenant_apps.courses.factories import lesson as a_lesson_more
from tests.tenant_apps.learning.block_films import MINUTE, a_film, blocks_of, opens, put, report, with_films
from tests.tenant_apps.learning.factories import START, signed_in
from tests.tenant_apps.materials.factories import learner

LATER = START + 20 * MINUTE


def is_done() -> bool:
    return LessonProgress.objects.get().completed_at is not None


def test_a_lesson_is_not_done_before_each_of_its_films_was_watched(in_okafor) -> None:
    lesson = with_films(least=50, many=2)
    first, second = opens(lesson)
    place = Enrolment.objects.get()
    report(first, (0, 300))
    report(second, (0, 60))

    with pytest.raises(actions.NotWatched, match="at least 50 % of “Film 2” .* You have seen 10 % so far."):
        finish(enrolment=place, lesson=lesson, by=place.person)
    report(second, (60, 300), at=20)

    # a text is done when its learner says so
    assert not is_done()
    assert finish(enrolment=place, lesson=lesson, by=place.person)


def test_a_films_lesson_asks_for_its_own_film_and_for_the_other(in_okafor) -> None:
    lesson = with_films("video", least=10, asset=a_film("Own"))
    (other,) = opens(lesson)
    place = Enrolment.objects.get()
    actions.set_film_terms(lesson=lesson, least_percent=10)
    report(other, (0, 60))

    with pytest.raises(actions.NotWatched, match="of the film"):
        finish(enrolment=place, lesson=lesson, by=place.person)
    key = str(LessonProgress.objects.get().key)
    actions.record_played(progress_key=key, spans=[(0, 60)], now=LATER)

    assert finish(enrolment=place, lesson=lesson, by=place.person)


@pytest.mark.usefixtures("in_okafor")
def test_a_film_whose_host_is_connected_no_more_stops_nobody() -> None:
    away = a_film("Away")
    lesson = put(with_films(), OWN, of_file("video", away) | {"least_percent": 50})
    progress = opens(lesson)[0].progress
    here = actions.films_left(lesson, progress)

    Asset.objects.filter(pk=away.pk).update(file="")

    assert ([each.title for each in here], actions.films_left(lesson, progress)) == (["Away"], [])


@pytest.mark.parametrize(("long", "is_asked"), [(None, False), (600, True)])
def test_a_film_nobody_measured_stops_nobody(in_okafor, long: int | None, is_asked: bool) -> None:
    lesson = put(with_films(), OWN, of_file("video", a_film("New", long)) | {"least_percent": 50})
    progress = opens(lesson)[0].progress

    assert bool(actions.films_left(lesson, progress)) is is_asked


def test_the_last_seconds_finish_what_a_quiz_or_steps_had_done_already(in_okafor) -> None:
    lesson = with_films("project", least=50)
    materials.set_steps(lesson=lesson, rows=[{"title": "Throw"}])
    (film,) = opens(lesson)
    place = Enrolment.objects.get()

    materials.tick_step(enrolment=place, step=Step.objects.get(), done=True, now=LATER)
    report(film, (0, 299), at=10)
    before = is_done()
    report(film, (299, 300), at=25)

    assert (before, is_done()) == (False, True)
    assert LessonProgress.objects.get().completed_at == START + 25 * MINUTE
    assert Enrolment.objects.get().completed_at is not None
    assert [event for event in names() if event.endswith(("LessonCompleted", "CourseCompleted"))]


def names() -> list[str]:
    return list(Event.objects.values_list("fact", flat=True))


def test_a_film_watched_first_does_not_finish_what_is_still_to_be_done(in_okafor) -> None:
    lesson = with_films("quiz", least=50)
    (film,) = opens(lesson)
    place = Enrolment.objects.get()

    report(film, (0, 300))
    before = is_done()
    finish_lesson(enrolment=place, lesson=lesson, by=place.person, now=LATER)

    assert (before, is_done()) == (False, True)


def test_a_quiz_passed_before_waits_for_the_film(in_okafor) -> None:
    lesson = with_films("quiz", least=50)
    (film,) = opens(lesson)
    place = Enrolment.objects.get()

    finish_lesson(enrolment=place, lesson=lesson, by=place.person, now=LATER)
    before = is_done()
    report(film, (0, 300), at=25)

    assert (before, is_done()) == (False, True)


def test_answers_of_a_survey_wait_with_who_answers(in_okafor) -> None:
    lesson = with_films("survey", least=50)
    survey = materials.make_survey(lesson=lesson)
    rows = [{"title": "How?", "asked": "words", "options": [], "is_required": False}]
    materials.set_survey(survey=survey, rows=rows, is_anonymous=True)
    (film,) = opens(lesson)
    asked = {"survey": survey, "enrolment": Enrolment.objects.get(), "answers": {}, "as_anonymous": True}

    with pytest.raises(materials.NotTaken, match="Watch at least 50 %"):
        materials.answer_survey(**asked)
    assert not SurveyResponse.objects.exists()
    report(film, (0, 300))
    materials.answer_survey(**asked)

    assert is_done()


def test_a_film_that_is_asked_for_later_undoes_nothing(in_okafor) -> None:
    lesson = with_films()
    (film,) = opens(lesson)
    place = film.progress.enrolment
    actions.complete_lesson(enrolment=place, lesson=lesson, now=START)

    put(lesson, *[value | {"least_percent": 90} for value in lesson.blocks if value["kind"] == "video"])

    assert actions.complete_lesson(enrolment=place, lesson=lesson, now=LATER) is False
    assert is_done()


def test_the_page_says_what_is_missing_and_finishes_when_less_is_asked(client_for, okafor) -> None:
    carol = signed_in(client_for, okafor)
    with enter(okafor):
        lesson = with_films("project", least=50)
        materials.set_steps(lesson=lesson, rows=[{"title": "Throw"}])
        step = Step.objects.get()
        place = learner(lesson)
        report(opens(lesson, place)[0], (0, 246))
    url = f"/learn/{lesson.course.slug}/{lesson.slug}/"

    answer = carol.post(f"{url}steps/{step.key}/", {"done": "1"}, follow=True)
    page = answer.text

    assert "Every step is done." in page and "so is the lesson" not in page
    assert "“Film 1” (41 of 50 %)" in page
    assert "This lesson asks you to watch 50 % of this film. You have seen 41 %." in page
    with enter(okafor):
        put(lesson, *[value | {"least_percent": 40} for value in Lesson.objects.get(pk=lesson.pk).blocks])
    page = carol.get(url).text
    with enter(okafor):
        assert is_done()
    assert "asks you" not in page


def all_ticked(many: int = 1) -> tuple[Lesson, BlockProgress, Enrolment]:
    """A project whose steps are done, and whose film is not watched."""
    lesson = with_films("project", least=50)
    materials.set_steps(lesson=lesson, rows=[{"title": f"Throw {n}"} for n in range(many)])
    (film,) = opens(lesson)
    place = Enrolment.objects.get()
    for step in Step.objects.all():
        materials.tick_step(enrolment=place, step=step, done=True, now=LATER)
    return lesson, film, place


@pytest.mark.parametrize("kind", ["quiz", "assignment", "scorm"])
def test_what_became_of_a_lesson_is_not_done_by_what_it_was(client_for, okafor, kind: str) -> None:
    with enter(okafor):
        lesson, film, place = all_ticked()
        Lesson.objects.update(kind=kind)
        report(film, (0, 300), at=25)
        assert not is_done()
    carol = signed_in(client_for, okafor)

    page = carol.get(f"/learn/{lesson.course.slug}/{lesson.slug}/")

    with enter(okafor):
        assert (page.status_code, is_done(), Enrolment.objects.get().completed_at) == (200, False, None)
        finish_lesson(enrolment=place, lesson=Lesson.objects.get(), by=place.person, now=LATER)
        assert is_done()


def test_what_is_done_as_the_new_kind_waits_for_the_film_again(in_okafor) -> None:
    lesson, film, place = all_ticked()
    Lesson.objects.update(kind="quiz")
    finish_lesson(enrolment=place, lesson=Lesson.objects.get(pk=lesson.pk), by=place.person, now=LATER)
    before = is_done()

    report(film, (0, 300), at=25)

    assert (before, is_done()) == (False, True)


def test_a_tick_that_was_taken_back_stops_the_film_from_finishing(in_okafor) -> None:
    _lesson, film, place = all_ticked(2)
    step = Step.objects.first()
    materials.tick_step(enrolment=place, step=step, done=False, now=LATER)

    report(film, (0, 300), at=25)
    before = is_done()
    materials.tick_step(enrolment=place, step=step, done=True, now=LATER + 10 * MINUTE)

    assert (before, is_done()) == (False, True)


def test_a_step_that_came_meanwhile_is_to_be_done_first(client_for, okafor) -> None:
    with enter(okafor):
        lesson, film, place = all_ticked()
        rows = [{"key": Step.objects.get().key, "title": "Throw"}, {"title": "Glaze"}]
        materials.set_steps(lesson=Lesson.objects.get(pk=lesson.pk), rows=rows)
    carol = signed_in(client_for, okafor)
    url = f"/learn/{lesson.course.slug}/{lesson.slug}/"

    page = carol.get(url).text
    with enter(okafor):
        report(film, (0, 300), at=25)
        before = is_done()
    carol.get(url)
    with enter(okafor):
        then = is_done()
        materials.tick_step(enrolment=place, step=Step.objects.get(title="Glaze"), done=True, now=LATER + 10 * MINUTE)
        assert (before, then, is_done()) == (False, False, True)
    assert "What this lesson asks you to do is done" not in page


def test_a_package_with_more_parts_is_to_be_done_first(in_okafor) -> None:
    lesson = with_films("scorm", least=50)
    (film,) = opens(lesson)
    place = Enrolment.objects.get()
    zipped = Asset.objects.create(title="Z", kind="file", content_type="application/zip", size=1, file="media/x/z.zip")
    package = Package.objects.create(lesson=lesson, asset=zipped, edition="1.2", title="Z", parts=[{"id": "one"}])
    PackageRun.objects.create(package=package, enrolment=place, part="one", state="passed", touched_at=LATER)
    actions.finish_when_watched(enrolment=place, lesson=lesson, now=LATER)
    Package.objects.update(parts=[{"id": "one"}, {"id": "two"}])

    report(film, (0, 299), at=10)
    report(film, (299, 300), at=25)
    before = is_done()
    Package.objects.update(parts=[{"id": "one"}])
    actions.finish_what_waited(progress=film.progress, now=LATER)

    assert (before, is_done()) == (False, True)


@pytest.mark.parametrize("met_kind", ["project", ""])
def test_a_lesson_that_became_a_film_to_be_watched_still_opens(client_for, okafor, met_kind: str) -> None:
    with enter(okafor):
        lesson, film, _place = all_ticked()
        Lesson.objects.update(kind="video", asset=a_film("Own"))
        actions.set_film_terms(lesson=Lesson.objects.get(), least_percent=80)
        # a row of the release before says no kind
        LessonProgress.objects.update(met_kind=met_kind)
        report(film, (0, 300), at=25)
    carol = signed_in(client_for, okafor)

    answer = carol.get(f"/learn/{lesson.course.slug}/{lesson.slug}/")

    with enter(okafor):
        assert (answer.status_code, is_done()) == (200, False)
        assert BlockProgress.objects.get().played == [(0, 300)]


def test_a_program_cannot_finish_what_was_not_watched(in_okafor) -> None:
    lesson = with_films(least=50)
    opens(lesson)
    place = Enrolment.objects.get()

    with pytest.raises(actions.NotWatched):
        finish(enrolment=place, lesson=lesson, by="A program")
    assert not is_done()


def test_the_last_seconds_and_the_last_step_at_once_finish_it(okafor, real_commits) -> None:
    with enter(okafor):
        lesson = with_films("project", least=50)
        materials.set_steps(lesson=lesson, rows=[{"title": "Throw"}])
        # a course that is over would give a certificate
        a_lesson_more(lesson.module, "Another")
        (film,) = opens(lesson)
        place, step = Enrolment.objects.get(), Step.objects.get()
    start, done = Barrier(2), []

    def at_once(act) -> None:
        try:
            with enter(okafor):
                start.wait()
                act()
                done.append(act)
        finally:
            connections.close_all()

    try:
        acts = (
            lambda: report(film, (0, 300)),
            lambda: materials.tick_step(enrolment=place, step=step, done=True, now=LATER),
        )
        both = [Thread(target=at_once, args=(act,)) for act in acts]
        for one in both:
            one.start()
        for one in both:
            one.join()
        with enter(okafor):
            assert (len(done), is_done()) == (2, True)
    finally:
        with enter(okafor):
            BlockProgress.objects.all().delete()
            LessonProgress.objects.all().delete()
            User.objects.exclude(email="alice@example.com").delete()
            for model in (Enrolment, Course, Product, Asset, Event, Person):
                model.objects.all().delete()


def test_a_block_tells_what_it_asks_for_to_versions(in_okafor) -> None:
    lesson = with_films(least=50)
    put(lesson, *[value | {"least_percent": 60} for value in lesson.blocks if value["kind"] == "video"])

    first, second = (version.blocks for version in Lesson.objects.get(pk=lesson.pk).versions.order_by("number")[:3][1:])

    assert ([each.get("least_percent") for each in first], [each["least_percent"] for each in second]) == (
        [None, 50],
        [60],
    )
    assert blocks_of(lesson)[0].least_percent == 60
