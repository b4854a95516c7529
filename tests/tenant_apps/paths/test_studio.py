import pytest

from marque.kit.tenancy.context import enter
from tenant_apps.accounts.models import Role, User
from tenant_apps.courses.actions import teacher_of
from tenant_apps.paths import actions
from tenant_apps.paths.models import Path
from tests.tenant_apps.courses.factories import creator, published
from tests.tenant_apps.learning.factories import person, signed_in
from tests.tenant_apps.paths.walking import path_of


@pytest.fixture
def alice(client_for, okafor):
    return creator(client_for, okafor)


def test_a_creator_makes_orders_and_publishes_a_path(okafor, alice) -> None:
    with enter(okafor):
        line, colour = published("Line"), published("Colour")

    root = alice.post("/studio/paths/", {"title": "Painter"})["Location"]
    for each in (line, colour):
        alice.post(f"{root}steps/", {"course": str(each.key)})
    with enter(okafor):
        last = Path.objects.get().steps.get(course=colour)
    alice.post(f"{root}steps/{last.key}/", {"position": "1"})
    alice.post(f"{root}steps/{last.key}/", {"optional": "on"})
    alice.post(f"{root}publication/", {"state": "on"})

    with enter(okafor):
        path = Path.objects.get()
        steps = list(path.steps.values_list("course__title", "is_optional"))
    assert path.is_published and steps == [("Colour", True), ("Line", False)]
    assert "Colour" in alice.get(root).content.decode()


def test_details_are_saved_or_refused_beside_their_field(okafor, alice) -> None:
    with enter(okafor):
        path = path_of(published("Line"))
        actions.create_path(title="Potter")
    said = {"title": "Artist", "slug": "artist", "image_style": "riso", "is_enforced": "on", "description": "null"}

    saved = alice.post(f"/studio/paths/{path.key}/", said)
    refused = alice.post(f"/studio/paths/{path.key}/", said | {"slug": "potter"})

    assert saved.status_code == 302 and refused.status_code == 422
    assert "Another path already has this address" in refused.content.decode()
    with enter(okafor):
        path.refresh_from_db()
    assert (path.title, path.slug, path.is_enforced) == ("Artist", "artist", True)


def test_an_author_has_their_own_paths_of_their_own_courses(client_for, okafor, alice) -> None:
    with enter(okafor):
        foreign, others = path_of(published("Line")), published("Light")
    bob = creator(client_for, okafor, Role.AUTHOR, "bob@example.com")
    with enter(okafor):
        user = User.objects.get(email="bob@example.com")
        own_course = published("Clay", author=teacher_of(user))
    root = bob.post("/studio/paths/", {"title": "Potter"})["Location"]

    added = bob.post(f"{root}steps/", {"course": str(own_course.key)})
    refused = bob.post(f"{root}steps/", {"course": str(others.key)})

    assert (added.status_code, refused.status_code) == (302, 422)
    assert bob.get(f"/studio/paths/{foreign.key}/").status_code == 404
    assert "Painter" not in bob.get("/studio/paths/").content.decode()
    with enter(okafor), pytest.raises(actions.NotYourCourse):
        actions.add_step(path=Path.objects.get(title="Potter"), course=others, by=user)


@pytest.mark.parametrize("many", [1, 3])
def test_who_goes_along_costs_the_same_for_one_and_three(many, okafor, alice, django_assert_num_queries) -> None:
    with enter(okafor):
        path = path_of(published("Line"))
        for n in range(many):
            actions.join(person=person(f"p{n}@example.com", name=f"P{n}"), path=path)
    alice.get("/studio/")

    with enter(okafor), django_assert_num_queries(13):
        body = alice.get(f"/studio/paths/{path.key}/people/").content.decode()

    assert f"P{many - 1}" in body and "0 / 1" in body


def test_a_learner_is_not_let_in_and_a_stranger_signs_in_first(client_for, okafor) -> None:
    carol = signed_in(client_for, okafor)

    assert carol.get("/studio/paths/").status_code in (302, 403)
    assert "login" in client_for(okafor).get("/studio/paths/")["Location"]
