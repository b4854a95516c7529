"""Pictures to choose from: a list that stays short, and all others by their names."""

from datetime import timedelta
from types import SimpleNamespace

import pytest

from marque.kit.tenancy.context import enter
from tenant_apps.accounts.models import User
from tenant_apps.assessments.models import Question
from tenant_apps.assessments.studio.forms import QuestionForm
from tenant_apps.assessments.studio.pictures import MOST
from tenant_apps.media.models import Asset
from tests.tenant_apps.assessments.assigned import assignment
from tests.tenant_apps.assessments.factories import quiz
from tests.tenant_apps.courses.factories import creator
from tests.tenant_apps.learning.factories import START, signed_in


def image(number: int) -> Asset:
    about = {"kind": "image", "content_type": "image/png", "size": 1, "sha256": f"{number:064}"}
    return Asset.objects.create(title=f"Map {number}", created_at=START + timedelta(minutes=number), **about)


@pytest.fixture
def studio(client_for, okafor) -> SimpleNamespace:
    """Alice before a quiz and an assignment, with more pictures than a list shows."""
    client = creator(client_for, okafor)
    with enter(okafor):
        images = [image(number) for number in range(MOST + 3)]
        asked, work = quiz(0), assignment()
        homes = [f"/studio/courses/{one.lesson.course.key}/lessons/{one.lesson.key}/" for one in (asked, work)]
    return SimpleNamespace(client=client, quiz=asked, oldest=images[0], homes=homes)


def test_forms_list_the_newest_pictures(studio) -> None:
    pages = [f"{studio.homes[0]}quiz/questions/", f"{studio.homes[1]}assignment/example/"]

    shown = [studio.client.get(page).text for page in pages]

    assert [page.count(">Map ") for page in shown] == [MOST] * 2
    assert [str(studio.oldest.key) in page for page in shown] == [False] * 2


def test_a_picture_that_is_not_listed_is_found_taken_and_listed_then(studio, okafor) -> None:
    found = studio.client.get("/studio/pictures/?q=map+0").text
    asked = {"text": "Where?", "kind": "hot_spot", "picture": str(studio.oldest.key)}
    asked |= {"answer": ["Bay"], "match": ["10 10 20 20"], "feedback": [""], "right": "0"}
    saved = studio.client.post(f"{studio.homes[0]}quiz/questions/", asked)

    with enter(okafor):
        made = Question.objects.get()
        assert (saved.status_code, made.picture) == (302, studio.oldest)
    page = studio.client.get(f"{studio.homes[0]}quiz/questions/{made.key}/").text
    assert (found.count("<option"), str(studio.oldest.key) in found) == (1, True)
    assert (page.count(">Map "), f'value="{studio.oldest.key}" selected data-src=' in page) == (MOST + 1, True)


def test_what_is_no_picture_is_refused(studio, okafor) -> None:
    asked = {"text": "Where?", "kind": "hot_spot", "answer": ["Bay"], "match": ["10 10 20 20"], "right": "0"}

    codes = [
        studio.client.post(f"{studio.homes[0]}quiz/questions/", asked | {"picture": key}).status_code
        for key in ("", "nonsense", "x\0", str(studio.quiz.key))
    ]

    assert (codes, studio.client.get("/studio/pictures/?q=%00").status_code) == ([422] * 4, 400)


def test_pictures_are_the_teams(studio, client_for, okafor) -> None:
    learner = signed_in(client_for, okafor)

    assert 200 not in [client.get("/studio/pictures/").status_code for client in (learner, client_for(okafor))]


def test_a_list_costs_a_few_queries(in_okafor, django_assert_max_num_queries) -> None:
    for number in range(MOST + 2):
        image(number)
    owner = User.objects.get(email="alice@example.com")

    with django_assert_max_num_queries(3):
        str(QuestionForm(user=owner)["picture"])
