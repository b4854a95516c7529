"""The Studio's pages about what opens when, and to whom."""

from datetime import timedelta
from types import SimpleNamespace

import pytest

from marque.kit.tenancy.context import enter
from tenant_apps.accounts.models import Role
from tenant_apps.courses.models import Course, Lesson
from tenant_apps.learning import actions
from tenant_apps.learning.models import LessonRelease, Pace
from tests.tenant_apps.courses.factories import course, creator, lesson, module
from tests.tenant_apps.learning.factories import START, enrolment, person, signed_in


@pytest.fixture
def desk(client_for, okafor) -> SimpleNamespace:
    """Alice at a course with a learner, its second lesson three days later."""
    client = creator(client_for, okafor)
    with enter(okafor):
        made = course()
        home = module(made, "Home")
        one, two = lesson(home, "One"), lesson(home, "Two", opens_after_days=3650)
        place = enrolment(made, person("ana@example.com", "Ana Lund"))
    root = f"/studio/courses/{made.key}/"
    return SimpleNamespace(client=client, course=made, one=one, two=two, place=place, root=root)


def typed(*rows: dict[str, str], mode: str = "all", **more: str) -> dict[str, str]:
    data = {"mode": mode, "rule-TOTAL_FORMS": str(len(rows)), "rule-INITIAL_FORMS": "0"}
    for number, row in enumerate(rows):
        data |= {f"rule-{number}-{name}": value for name, value in row.items()}
    return data | more


def pages(desk) -> list[str]:
    learner = f"{desk.root}learners/{desk.place.key}/"
    return [f"{desk.root}release/", f"{desk.root}release/{desk.two.key}/", f"{desk.root}learners/", learner]


def test_pages_are_for_those_who_build(desk, client_for, okafor, other) -> None:
    stranger = creator(client_for, other, email="charlie@example.com")
    learner = signed_in(client_for, okafor)

    assert [desk.client.get(page).status_code for page in pages(desk)] == [200] * 4
    assert [stranger.get(page).status_code for page in pages(desk)] == [404] * 4
    assert 200 not in [learner.get(page).status_code for page in pages(desk)]


def test_rule_is_tried_and_then_saved(desk, okafor) -> None:
    with enter(okafor):
        Lesson.objects.filter(pk=desk.one.pk).update(kind="quiz")
    rows = [
        {"when": "enrolled", "days": "7"},
        {"when": "completed", "thing": f"lesson:{desk.one.key}", "group": "A"},
        {"when": "scored", "thing": f"lesson:{desk.one.key}", "percent": "80", "group": "A"},
        {"when": ""},
    ]
    url = f"{desk.root}release/{desk.two.key}/"

    looked = desk.client.post(url, typed(*rows, step="look"))
    saved = desk.client.post(url, typed(*rows, step="save"))

    assert ("Ana Lund" in looked.content.decode(), saved.status_code) == (True, 302)
    with enter(okafor):
        done = {"when": "completed", "what": "lesson", "key": str(desk.one.key)}
        scored = {"when": "scored", "key": str(desk.one.key), "percent": 80}
        assert Lesson.objects.get(pk=desk.two.pk).release == {
            "v": 1,
            "all": [{"when": "enrolled", "days": 7}, {"any": [done, scored]}],
        }
    again = desk.client.get(url).content.decode()
    assert again.count("selected") >= 7


def test_no_conditions_are_tried_as_they_are_saved(desk, okafor) -> None:
    with enter(okafor):
        later = module(desk.course, "Later", opens_after_days=3650)
        Lesson.objects.filter(pk=desk.one.pk).update(module=later, free_until=START + timedelta(days=1))
    url = f"{desk.root}release/{desk.one.key}/"

    looked = desk.client.post(url, typed({"when": ""}, step="look")).content.decode()
    saved = desk.client.post(url, typed({"when": ""}, step="save"))

    assert ("Nothing, for the 1 learner" in looked, "Ana Lund" in looked, saved.status_code) == (True, False, 302)
    with enter(okafor):
        assert Lesson.objects.get(pk=desk.one.pk).release is None


def test_a_date_may_be_of_any_time_zone(desk, okafor) -> None:
    url = f"{desk.root}release/{desk.two.key}/"

    saved = desk.client.post(url, typed({"when": "date", "at": "2027-03-01T09:00", "zone": "Asia/Tokyo"}, step="save"))
    page = desk.client.get(url).text

    with enter(okafor):
        rule = Lesson.objects.get(pk=desk.two.pk).rule
    assert (saved.status_code, rule.parts[0].zone) == (302, "Asia/Tokyo")
    assert page.count('value="Asia/Tokyo" selected') == 1


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"when": "enrolled"}, "This condition needs it"),
        ({"when": "enrolled", "days": "9999"}, "3650"),
        ({"when": "date", "at": "tomorrow"}, "Write a date such as"),
        ({"when": "completed", "thing": "lesson:nothing"}, "not one of the available choices"),
        ({"when": "scored", "percent": "101"}, "100"),
    ],
)
def test_rule_that_says_nothing_is_refused_with_words(desk, row, words) -> None:
    response = desk.client.post(f"{desk.root}release/{desk.two.key}/", typed(row, step="save"))

    assert (response.status_code, words in response.content.decode()) == (422, True)


def test_rule_of_many_groups_by_a_file_can_be_looked_at(desk, okafor) -> None:
    groups = [{"any": [{"when": "enrolled", "days": days}]} for days in range(1, 10)]
    with enter(okafor):
        Lesson.objects.filter(pk=desk.two.pk).update(release={"v": 1, "all": groups})

    page = desk.client.get(f"{desk.root}release/{desk.two.key}/").content.decode()

    assert [letter for letter in "ABCDEFGHI" if f'value="{letter}" selected' not in page] == []


def test_rule_that_waits_for_itself_is_refused(desk) -> None:
    row = {"when": "completed", "thing": f"lesson:{desk.two.key}"}

    response = desk.client.post(f"{desk.root}release/{desk.two.key}/", typed(row, step="save"))

    assert (response.status_code, "would wait for itself" in response.content.decode()) == (422, True)


def test_outline_links_to_the_rule_and_keeps_it_when_the_title_changes(desk, okafor) -> None:
    row = {"when": "cohort", "days": "3"}
    desk.client.post(f"{desk.root}release/{desk.two.key}/", typed(row, step="save"))

    page = desk.client.get(f"{desk.root}?lesson={desk.two.key}").content.decode()
    settings = {"title": "Two again", "opens": "rule", "minutes": "5"}
    desk.client.post(f"{desk.root}lessons/{desk.two.key}/settings/", settings)

    with enter(okafor):
        kept = Lesson.objects.get(pk=desk.two.pk)
    assert (f"release/{desk.two.key}/" in page, kept.title, kept.release["all"][0]["when"]) == (
        True,
        "Two again",
        "cohort",
    )


def test_learner_page_says_why_and_when(desk) -> None:
    page = desk.client.get(f"{desk.root}learners/{desk.place.key}/").content.decode()

    assert [words in page for words in ("3650 days after enrolment", "enrolled 16 November 2026", "Locked")] == [
        True
    ] * 3


def test_learner_page_folds_what_is_open_and_unfolds_what_waits(desk, okafor) -> None:
    url = f"{desk.root}learners/{desk.place.key}/"
    waits = desk.client.get(url).content.decode()
    with enter(okafor):
        actions.set_full_access(enrolment=desk.place, on=True, reason="A friend", by=None)
    opened = desk.client.get(url).content.decode()

    assert [page.count('<details class="panel explained" open>') for page in (waits, opened)] == [1, 0]


def test_unlock_pause_and_full_access_need_a_reason(desk, okafor) -> None:
    root = f"{desk.root}learners/{desk.place.key}/"
    lessons = {"lessons": [str(desk.two.key)]}

    answers = [
        desk.client.post(f"{root}unlocking/", lessons).status_code,
        desk.client.post(f"{root}pace/", {"act": "pause"}).status_code,
        desk.client.post(f"{root}pace/", {"act": "dance", "reason": "x"}).status_code,
        desk.client.post(f"{desk.root}learners/unlocking/", {"reason": "x"}).status_code,
    ]

    with enter(okafor):
        assert (answers, LessonRelease.objects.count(), Pace.objects.count()) == ([422] * 4, 0, 0)


def test_unlock_pause_and_full_access_are_shown(desk, okafor) -> None:
    root = f"{desk.root}learners/{desk.place.key}/"

    desk.client.post(f"{root}unlocking/", {"lessons": [str(desk.two.key)], "reason": "She was ill"})
    desk.client.post(f"{root}pace/", {"act": "pause", "reason": "A baby"})

    page = desk.client.get(root).content.decode()
    assert [words in page for words in ("She was ill", "Paused since", "A baby")] == [True] * 3
    with enter(okafor):
        assert LessonRelease.objects.get().given_by == "alice@example.com"


def test_list_says_how_far_each_learner_is(desk, okafor) -> None:
    before = desk.client.get(f"{desk.root}learners/").content.decode()
    with enter(okafor):
        actions.complete_lesson(enrolment=desk.place, lesson=desk.one, now=START + timedelta(days=9))

    after = desk.client.get(f"{desk.root}learners/").content.decode()

    said = ("0 of 2 lessons", "Not yet", "1 of 2 lessons", "25 Nov 2026</td>")
    assert [words in before for words in said] == [True, True, False, False]
    assert [words in after for words in said] == [False, False, True, True]


def test_support_may_look_and_not_decide(desk, client_for, okafor) -> None:
    support = creator(client_for, okafor, Role.SUPPORT, "sam@example.com")
    root = f"{desk.root}learners/{desk.place.key}/"

    looked = support.get(root).status_code
    support.post(f"{root}pace/", {"act": "full", "reason": "x"})

    with enter(okafor):
        assert (looked, Pace.objects.count()) == (200, 0)


def test_policy_is_kept(desk, okafor) -> None:
    desk.client.post(f"{desk.root}release/", {"new_lessons": "added"})

    with enter(okafor):
        assert Course.objects.get(pk=desk.course.pk).new_lessons == "added"


@pytest.mark.parametrize("rows", [1, 3])
def test_learners_cost_the_same_for_one_and_three(rows, desk, okafor, django_assert_max_num_queries) -> None:
    with enter(okafor):
        for n in range(rows - 1):
            enrolment(desk.course, person(f"{n}@example.com"))

    with django_assert_max_num_queries(20):
        assert desk.client.get(f"{desk.root}learners/").status_code == 200


def test_locked_page_tells_the_learner_what_it_waits_for(desk, client_for, okafor) -> None:
    row = {"when": "completed", "thing": f"lesson:{desk.one.key}"}
    desk.client.post(f"{desk.root}release/{desk.two.key}/", typed(row, step="save"))
    carol = signed_in(client_for, okafor)
    with enter(okafor):
        enrolment(desk.course, person())

    page = carol.get(f"/learn/{desk.course.slug}/two/")

    assert (page.status_code, "“One” is finished" in page.content.decode()) == (403, True)
