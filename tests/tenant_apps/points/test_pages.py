from uuid import uuid4

import pytest

from tenant_apps.accounts.models import Role
from tenant_apps.points import actions
from tenant_apps.points.models import Occasion, PointLevel, PointRules, PointTotal
from tests.tenant_apps.courses.factories import creator
from tests.tenant_apps.learning.factories import signed_in
from tests.tenant_apps.points.conftest import RULES

MINE = "/learn/my/points/"


@pytest.fixture
def learner(client_for, okafor, carol):
    return signed_in(client_for, okafor)


def give(person, occasion=Occasion.LESSON):
    actions.give(person=person, occasion=occasion, subject=uuid4())


def test_points_are_nowhere_while_they_are_off(learner, carol):
    assert learner.get(MINE).status_code == 404
    assert b"data-points" not in learner.get("/learn/").content


def test_the_dashboard_and_the_page_say_points_and_level(learner, carol, rules, owner):
    actions.save_level(name="Apprentice", threshold=10, by=owner)
    give(carol.person)

    assert "10 points, Apprentice" in learner.get("/learn/").content.decode()
    page = learner.get(MINE).content.decode()
    assert "10 points" in page and "Your level: Apprentice." in page


def test_the_list_shows_first_names_alone_the_most_points_first(learner, carol, rules, others):
    give(others[1], Occasion.COURSE)
    for person in (others[0], carol.person):
        give(person)

    shown = learner.get(MINE)

    assert [(place.name, place.points) for place in shown.context["board"]] == [
        ("Dina", 100),
        ("Ben", 10),
        ("Carol", 10),
    ]
    assert "Long" not in shown.content.decode() and "dina@" not in shown.content.decode()


def test_a_member_leaves_the_list_and_comes_back_by_another_name(learner, carol, rules):
    give(carol.person)

    learner.post(MINE, {"name": ""})
    assert learner.get(MINE).context["board"] == []
    give(carol.person)
    learner.post(MINE, {"shown": "on", "name": "  The   Owl "})

    [place] = learner.get(MINE).context["board"]
    assert (place.name, place.points, place.is_you) == ("The Owl", 20, True)


def test_no_list_no_joining(learner, carol, owner):
    actions.set_rules(**RULES | {"board": False}, by=owner)

    answer = learner.post(MINE, {"shown": "on", "name": "Owl"})

    assert answer.status_code == 422 and "board" not in answer.context
    assert not PointTotal.objects.filter(board_name="Owl").exists()


def test_the_page_costs_as_many_queries_for_one_as_for_three(learner, carol, rules, others, django_assert_num_queries):
    give(carol.person)
    learner.get(MINE)
    with django_assert_num_queries(QUERIES):
        learner.get(MINE)
    for person in (carol.person, *others):
        give(person)

    with django_assert_num_queries(QUERIES):
        learner.get(MINE)


QUERIES = 9


@pytest.mark.parametrize(
    ("role", "status"), [(Role.OWNER, 200), (Role.STAFF, 200), (Role.AUTHOR, 302), (Role.SUPPORT, 302)]
)
def test_rules_are_for_owner_and_staff(client_for, okafor, role, status):
    assert creator(client_for, okafor, role, "dora@example.com").get("/studio/points/").status_code == status


def test_owner_turns_points_on_and_adds_a_level(client_for, okafor, in_okafor):
    studio = creator(client_for, okafor)

    studio.post("/studio/points/", RULES | {"board": "", "on": "on"})
    studio.post("/studio/point_levels/new/", {"name": "Apprentice", "threshold": 50, "badge": ""})

    rules = PointRules.objects.get()
    assert rules.on_since and not rules.board_since
    assert b"Apprentice" in studio.get("/studio/points/").content and PointLevel.objects.get().threshold == 50


def test_rules_out_of_range_are_refused_beside_the_field(client_for, okafor, in_okafor):
    answer = creator(client_for, okafor).post("/studio/points/", RULES | {"lesson": 10_001})

    assert answer.status_code == 422 and answer.context["form"].errors.keys() == {"lesson"}
    assert not PointRules.objects.exists()


def test_removing_a_level_leaves_points(client_for, okafor, rules, carol, owner):
    level = actions.save_level(name="Apprentice", threshold=10, by=owner)
    give(carol.person)

    creator(client_for, okafor, email="bob@example.com").post(f"/studio/point_levels/delete/{level.pk}/")

    assert not PointLevel.objects.exists() and PointTotal.objects.get().points == 10
