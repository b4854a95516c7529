"""Who builds a course with whom."""

from types import SimpleNamespace

import pytest

from marque.kit.mail.models import SentEmail
from marque.kit.tenancy.context import enter
from shared_apps.operations.models import AuditEntry
from tenant_apps.accounts.models import Role, User
from tenant_apps.courses import actions
from tenant_apps.courses.models import Course
from tenant_apps.courses.permissions import courses_of, courses_seen_by
from tests.tenant_apps.courses.factories import author, course, creator


@pytest.fixture
def cast(in_okafor) -> SimpleNamespace:
    """Ann owns a course, Ben and Cid are authors, Sam answers questions, Alice owns the business."""
    ann, ben, cid = (author(f"{name}@example.com") for name in ("ann", "ben", "cid"))
    sam, alice = author("sam@example.com", Role.SUPPORT), author("alice@example.com", Role.OWNER)
    made = course("Colour", author=actions.teacher_of(ann))
    return SimpleNamespace(course=made, ann=ann, ben=ben, cid=cid, sam=sam, alice=alice)


def test_courses_of_an_author_are_owned_or_shared(cast) -> None:
    actions.invite_co_author(course=cast.course, email="Ben@example.com", by=cast.ann)

    everybody = (cast.ann, cast.ben, cast.cid, cast.sam, cast.alice)
    assert [courses_of(who).filter(pk=cast.course.pk).exists() for who in everybody] == [True, True, False, False, True]
    assert [courses_seen_by(who).filter(pk=cast.course.pk).exists() for who in everybody] == [
        True, True, False, True, True
    ]  # fmt: skip


def test_courses_of_whoever_left_the_team_are_none(cast) -> None:
    cast.ann.roles.all().delete()

    assert not courses_of(User.objects.get(pk=cast.ann.pk)).exists()


def test_invite_writes_and_is_audited(cast) -> None:
    made = actions.invite_co_author(course=cast.course, email="ben@example.com", by=cast.ann)

    sent = SentEmail.objects.get(once_key=f"co-author:{made.key}")
    entry = AuditEntry.objects.get(action="course.co_author_added")
    assert (sent.to, "Colour" in sent.subject, entry.actor, entry.data) == (
        ["ben@example.com"],
        True,
        "ann@example.com",
        {"user": "ben@example.com"},
    )


@pytest.mark.parametrize(
    "who, email, refused",
    [
        ("ben", "cid@example.com", actions.NotYours),
        ("ann", "new@example.com", actions.NotOnTheTeam),
        ("ann", "sam@example.com", actions.NotOnTheTeam),
        ("ann", "ann@example.com", actions.BuildsAlready),
        ("ann", "alice@example.com", actions.BuildsAlready),
    ],
)
def test_invite_is_refused(who: str, email: str, refused: type, cast) -> None:
    with pytest.raises(refused):
        actions.invite_co_author(course=cast.course, email=email, by=getattr(cast, who))


def test_invite_of_a_stranger_by_the_owner_makes_an_author(cast) -> None:
    made = actions.invite_co_author(course=cast.course, email="new@example.com", by=cast.alice)

    assert list(made.user.roles.values_list("role", flat=True)) == ["author"]


def test_co_author_invites_nobody_but_may_leave(cast) -> None:
    actions.invite_co_author(course=cast.course, email="ben@example.com", by=cast.ann)

    with pytest.raises(actions.NotYours):
        actions.invite_co_author(course=cast.course, email="cid@example.com", by=cast.ben)
    actions.remove_co_author(course=cast.course, user=cast.ben, by=cast.ben)
    assert not courses_of(cast.ben).exists()


def test_remove_twice_is_audited_once(cast) -> None:
    actions.invite_co_author(course=cast.course, email="ben@example.com", by=cast.ann)

    for _time in range(2):
        actions.remove_co_author(course=cast.course, user=cast.ben, by=cast.ann)
    assert AuditEntry.objects.filter(action="course.co_author_removed").count() == 1


def test_hand_over_lets_the_owner_stay_as_co_author(cast) -> None:
    actions.invite_co_author(course=cast.course, email="ben@example.com", by=cast.ann)

    made = actions.hand_over(course=cast.course, user=cast.ben, by=cast.ann)

    assert (made.author.user, [each.user for each in made.co_authors.all()]) == (cast.ben, [cast.ann])


def test_hand_over_by_a_co_author_is_refused(cast) -> None:
    actions.invite_co_author(course=cast.course, email="ben@example.com", by=cast.ann)

    with pytest.raises(actions.NotYours):
        actions.hand_over(course=cast.course, user=cast.ben, by=cast.ben)


def test_authors_page_invites_and_removes(client_for, okafor) -> None:
    with enter(okafor):
        made = course("Colour")
        author("ben@example.com")
    alice = creator(client_for, okafor)
    page = f"/studio/courses/{made.key}/authors/"

    invited = alice.post(page, {"email": "ben@example.com"}, follow=True).content.decode()
    with enter(okafor):
        ben = User.objects.get(email="ben@example.com")
    refused = alice.post(page, {"email": "ben@example.com"})
    removed = alice.post(f"{page}{ben.key}/removal/", follow=True).content.decode()

    assert ("Co-author" in invited, refused.status_code, "ben@example.com" in removed) == (True, 422, False)


def test_new_copied_and_imported_courses_belong_to_their_author(client_for, okafor) -> None:
    ann = creator(client_for, okafor, Role.AUTHOR, "ann@example.com")
    with enter(okafor):
        shared = course("Colour")
        alice = author("alice@example.com", Role.OWNER)
        actions.invite_co_author(course=shared, email="ann@example.com", by=alice)

    ann.post("/studio/courses/new/", {"title": "Light"})
    ann.post(f"/studio/courses/{shared.key}/copy/")

    with enter(okafor):
        mine = Course.objects.filter(author__user__email="ann@example.com")
        assert sorted(mine.values_list("title", flat=True)) == ["Colour (copy)", "Light"]
