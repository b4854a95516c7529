import pytest

from marque.kit.tenancy.context import enter
from tenant_apps.learning.models import Enrolment
from tenant_apps.paths import actions
from tenant_apps.paths.models import PathPlace
from tenant_apps.people.models import Person
from tests.tenant_apps.courses.factories import course, published
from tests.tenant_apps.learning.factories import signed_in
from tests.tenant_apps.paths.walking import buy, finish, path_of
from tests.tenant_apps.selling import an_offer


@pytest.fixture
def carol(client_for, okafor):
    return signed_in(client_for, okafor)


def of_courses(many: int, **details):
    return path_of(*(published(f"Course {n}", lessons=1) for n in range(many)), **details)


def test_a_visitor_reads_of_a_path_and_its_published_courses(client_for, okafor) -> None:
    with enter(okafor):
        path = of_courses(2, summary="From line to light")
        actions.add_step(path=path, course=course("Secret"), is_optional=True)

    body = client_for(okafor).get("/paths/painter/").content.decode()

    assert "From line to light" in body and "Course 1" in body and "Sign in to go along" in body
    assert "Secret" not in body
    assert "Painter" in client_for(okafor).get("/paths/").content.decode()


def test_a_draft_is_not_there(client_for, okafor, carol) -> None:
    with enter(okafor):
        actions.unpublish_path(path=of_courses(1))

    assert client_for(okafor).get("/paths/painter/").status_code == 404
    assert carol.get("/learn/my/paths/painter/").status_code == 404
    assert carol.post("/paths/painter/joining/").status_code == 404


def test_a_sold_path_leads_to_its_checkout(client_for, okafor) -> None:
    with enter(okafor):
        an_offer("painter-path", products=[of_courses(1).product])

    body = client_for(okafor).get("/paths/painter/").content.decode()

    assert "/checkout/painter-path/" in body and "Enrol for $490" in body


def test_a_member_joins_sees_what_is_next_and_leaves(okafor, carol) -> None:
    with enter(okafor):
        of_courses(2)

    joined = carol.post("/paths/painter/joining/")
    body = carol.get(joined["Location"]).content.decode()
    left = carol.post("/paths/painter/leaving/")

    assert joined["Location"] == "/learn/my/paths/painter/" and "0 of 2 courses" in body and "See Course 0" in body
    assert left["Location"] == "/learn/my/paths/"
    with enter(okafor):
        assert not PathPlace.objects.live().exists()


def test_a_stranger_is_sent_to_sign_in(client_for, okafor) -> None:
    stranger = client_for(okafor)

    answers = [stranger.get("/learn/my/paths/"), stranger.post("/paths/painter/joining/")]

    assert [answer["Location"].split("?")[0] for answer in answers] == ["/accounts/login/"] * 2


def test_the_dashboard_and_the_path_say_how_far(okafor, carol) -> None:
    with enter(okafor):
        path, who = of_courses(3, is_enforced=True), Person.objects.get(email="carol@example.com")
        buy(who, path)
        finish(who, path.steps.first().course)

    home, own = carol.get("/learn/").content.decode(), carol.get("/learn/my/paths/painter/").content.decode()

    assert "Your paths" in home and "1 of 3 courses" in home and "Next: Course 1" in home
    assert "Opens once you have finished Course 1." in own and "Continue with Course 1" in own


def test_a_course_that_waits_says_for_what(okafor, carol) -> None:
    with enter(okafor):
        path, who = of_courses(2, is_enforced=True), Person.objects.get(email="carol@example.com")
        buy(who, path)
        waiting = Enrolment.objects.get(course__title="Course 1").course

    body = carol.get(f"/learn/{waiting.slug}/").content.decode()
    locked = carol.get(f"/learn/{waiting.slug}/lesson-1/")

    assert "This course opens once you have finished:" in body
    assert locked.status_code == 403 and "“Course 0” is finished" in locked.content.decode()


@pytest.mark.parametrize("many", [1, 3])
def test_a_path_costs_the_same_for_one_and_three_courses(many: int, okafor, carol, django_assert_num_queries) -> None:
    with enter(okafor):
        buy(Person.objects.get(email="carol@example.com"), of_courses(many))

    with enter(okafor), django_assert_num_queries(13):
        carol.get("/learn/my/paths/painter/")
