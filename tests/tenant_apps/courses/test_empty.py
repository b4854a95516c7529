"""A course without lessons, wherever it is looked at: published once and emptied since, or never filled."""

from types import SimpleNamespace

import pytest

from marque.kit.tenancy.context import enter
from tenant_apps.accounts.models import User
from tenant_apps.analytics import actions as analytics
from tenant_apps.certificates.models import Certificate
from tenant_apps.courses import actions
from tenant_apps.courses.models import Course, Lesson, PackageImport
from tenant_apps.paths.models import PathPlace
from tests.tenant_apps.courses.factories import course, creator, package_of, published
from tests.tenant_apps.courses.test_imports import arrived
from tests.tenant_apps.learning.factories import enrolment, signed_in
from tests.tenant_apps.paths.walking import path_of


@pytest.fixture(params=["emptied", "never filled"])
def desk(request, client_for, okafor) -> SimpleNamespace:
    """Alice who teaches, and Carol who learns in a course that holds nothing."""
    alice, carol = creator(client_for, okafor), signed_in(client_for, okafor)
    with enter(okafor):
        if request.param == "emptied":
            made = published()
            place = enrolment(made)
            actions.archive_lessons(course=made, lessons=Lesson.objects.all())
        else:
            made = course()
            place = enrolment(made)
    return SimpleNamespace(alice=alice, carol=carol, course=made, place=place, root=f"/studio/courses/{made.key}/")


def test_learner_reads_that_there_is_nothing_yet(desk) -> None:
    home, page = desk.carol.get("/learn/"), desk.carol.get("/learn/the-second-number/")

    assert (home.status_code, "The Second Number" in home.text) == (200, True)
    assert (page.status_code, "There are no lessons here yet." in page.text) == (200, True)
    assert "Start the first lesson" not in page.text and "You finished this course" not in page.text


def test_visitor_finds_the_course_page_or_none(desk, client_for, okafor) -> None:
    answers = [client_for(okafor).get(page).status_code for page in ("/courses/", "/courses/the-second-number/")]

    assert answers == [200, 200 if desk.course.is_published else 404]


def test_studio_shows_its_pages_all_the_same(desk, okafor) -> None:
    with enter(okafor):
        analytics.count_due()

    gradebook = desk.alice.get(f"{desk.root}grades/")
    sheet = desk.alice.get(f"{desk.root}grades/export/")
    one = desk.alice.get(f"{desk.root}grades/{desk.place.key}/")
    pages = [
        desk.alice.get(f"{desk.root}{page}")
        for page in ("", *(f"analytics/{each}" for each in ("", "films/", "quizzes/", "groups/", "at-risk/")))
    ]

    assert [answer.status_code for answer in (gradebook, sheet, one, *pages)] == [200] * 9
    assert "Carol Ness" in sheet.content.decode("utf-8-sig")
    assert [len(page.text) > 500 for page in pages] == [True] * 6


def test_package_is_another_course_without_lessons(desk, okafor) -> None:
    with enter(okafor):
        who = User.objects.get(email="alice@example.com")
        upload = arrived(package_of(desk.course), who, "a.course.zip")
    answer = desk.alice.post("/studio/courses/packages/", {"upload": upload.key})

    with enter(okafor):
        actions.work_on_import(work=PackageImport.objects.get())
        made = Course.objects.latest("pk")
        assert (answer.status_code, made.title, made.pk != desk.course.pk) == (201, "The Second Number", True)
        assert (made.is_published, Lesson.objects.live().filter(course=made).count()) == (False, 0)


@pytest.mark.parametrize("desk", ["emptied"], indirect=True)
def test_path_goes_on_past_it_to_what_can_be_learned(desk, okafor) -> None:
    with enter(okafor):
        path_of(desk.course, published("Colour", lessons=1))
    desk.carol.post("/paths/painter/joining/")

    pages = [desk.carol.get(page) for page in ("/paths/painter/", "/learn/my/paths/", "/learn/my/paths/painter/")]

    assert [page.status_code for page in pages] == [200] * 3
    assert "0 of 2 courses" in pages[2].text
    with enter(okafor):
        assert PathPlace.objects.get().completed_at is None


def test_certificates_are_for_nobody_until_somebody_is_named(desk, client_for, okafor, settings) -> None:
    settings.CELERY_TASK_ALWAYS_EAGER = True
    address, asked = "/studio/certificate-issuing/", {"course": desk.course.pk, "act": "give"}

    looked = desk.alice.post(address, {**asked, "act": "look"})
    desk.alice.post(address, asked)
    with enter(okafor):
        unasked = Certificate.objects.count()
    desk.alice.post(address, {**asked, "emails": "carol@example.com"})
    with enter(okafor):
        given = Certificate.objects.get()
    page, paper = (client_for(okafor).get(f"/certificates/{given.serial}/{part}") for part in ("", "certificate.pdf"))

    assert (looked.status_code, looked.context["count"], unasked) == (200, 0, 0)
    assert (page.status_code, paper.status_code, "0 lessons" in page.text) == (200, 200, False)
