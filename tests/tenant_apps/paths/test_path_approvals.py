"""An author asks to have a path published, somebody looks, visitors see it."""

from types import SimpleNamespace

import pytest

from marque.kit.mail.models import SentEmail
from marque.kit.tenancy.context import enter
from shared_apps.operations.models import AuditEntry
from tenant_apps.accounts.models import Role, User
from tenant_apps.courses import actions as courses
from tenant_apps.courses.actions import set_policy, teacher_of
from tenant_apps.courses.asked import decided_for, waiting_for
from tenant_apps.paths import actions
from tenant_apps.paths.actions.approvals import digest
from tenant_apps.paths.models import Path, PathApproval
from tests.tenant_apps.courses.factories import author, course, creator, published


@pytest.fixture
def school(in_okafor) -> SimpleNamespace:
    """Ann's path that nobody sees yet; Alice looks first, Bob is another author."""
    alice, ann, bob = author("alice@example.com", Role.OWNER), author("ann@example.com"), author("bob@example.com")
    line, colour = (published(title, lessons=1, author=teacher_of(ann)) for title in ("Line", "Colour"))
    path = actions.create_path(title="Painter", author=teacher_of(ann), by=ann)
    for each in (line, colour):
        actions.add_step(path=path, course=each, by=ann)
    set_policy(is_reviewed=True, by=alice)
    return SimpleNamespace(alice=alice, ann=ann, bob=bob, path=path)


def ask(school: SimpleNamespace, note: str = "") -> PathApproval:
    return actions.ask_approval(path=school.path, note=note, by=school.ann)


def letters() -> list[tuple[str, str]]:
    found = SentEmail.objects.filter(once_key__startswith="review-").order_by("pk")
    return [(each.to[0], each.subject) for each in found]


def test_what_is_asked_for_waits_in_the_queue_and_is_published_when_approved(school) -> None:
    made = ask(school, "The order")

    assert (waiting_for(school.alice, 9), waiting_for(school.ann, 9), waiting_for(school.bob, 9)) == (
        [made],
        [made],
        [],
    )
    done = actions.approve(approval=made, seen=digest(school.path), by=school.alice)

    school.path.refresh_from_db()
    assert (school.path.is_published, done.verdict, done.decided_by) == (True, "approved", school.alice)
    assert (waiting_for(school.alice, 9), decided_for(school.alice, 9)) == ([], [made])
    assert letters() == [
        ("alice@example.com", "Ann asks for a review of “Painter”"),
        ("ann@example.com", "Approved: “Painter”"),
    ]
    assert AuditEntry.objects.get(action="course.review_approved").target == "Painter"


def test_path_that_is_published_meanwhile_leaves_nothing_to_decide(school) -> None:
    made = ask(school)

    actions.publish_path(path=school.path, by=school.alice)

    made.refresh_from_db()
    assert (made.verdict, made.decided_by, waiting_for(school.alice, 9)) == ("approved", school.alice, [])
    assert letters()[-1] == ("ann@example.com", "Approved: “Painter”")
    with pytest.raises(courses.DecidedAlready):
        actions.send_back(approval=made, reason="Too late", by=school.alice)
    with pytest.raises(courses.DecidedAlready):
        actions.withdraw(approval=made, by=school.ann)


def test_what_is_sent_back_stays_hidden_and_is_asked_for_again(school) -> None:
    with pytest.raises(courses.SayWhy):
        actions.send_back(approval=ask(school), reason=" ", by=school.alice)
    made = PathApproval.objects.get()
    actions.send_back(approval=made, reason="Begin with Colour", by=school.alice)
    with pytest.raises(courses.DecidedAlready):
        actions.approve(approval=made, seen=digest(school.path), by=school.alice)

    again = ask(school)

    school.path.refresh_from_db()
    assert (school.path.is_published, PathApproval.objects.get(pk=made.pk).reason) == (False, "Begin with Colour")
    assert waiting_for(school.alice, 9) == [again]


def test_what_changed_after_it_was_read_is_not_published(school) -> None:
    made, seen = ask(school), digest(school.path)
    actions.move_step(step=school.path.steps.last(), position=1, by=school.ann)

    with pytest.raises(courses.ChangedMeanwhile):
        actions.approve(approval=made, seen=seen, by=school.alice)
    actions.approve(approval=made, seen=digest(school.path), by=school.alice)


def test_only_who_needs_it_asks_once_and_for_a_path_that_could_be_seen(school) -> None:
    empty = actions.create_path(title="Empty", author=teacher_of(school.ann), by=school.ann)
    draft = actions.create_path(title="Draft", author=teacher_of(school.ann), by=school.ann)
    actions.add_step(path=draft, course=course("Unfinished", author=teacher_of(school.ann)), by=school.ann)

    for by in (school.alice, school.bob):
        with pytest.raises(courses.NothingToAsk):
            actions.ask_approval(path=school.path, by=by)
    with pytest.raises(actions.NothingToPublish):
        actions.ask_approval(path=empty, by=school.ann)
    with pytest.raises(actions.StillDraft):
        actions.ask_approval(path=draft, by=school.ann)
    ask(school)
    with pytest.raises(courses.AskedAlready):
        ask(school)
    actions.publish_path(path=school.path, by=school.alice)
    with pytest.raises(courses.NothingToAsk):
        ask(school)
    assert PathApproval.objects.count() == 1


def test_a_request_is_decided_by_those_who_look_and_withdrawn_by_its_author(school) -> None:
    made = ask(school)

    with pytest.raises(courses.NotYours):
        actions.approve(approval=made, seen=digest(school.path), by=school.ann)
    with pytest.raises(courses.NotYours):
        actions.send_back(approval=made, reason="No", by=school.bob)
    with pytest.raises(courses.NotYours):
        actions.withdraw(approval=made, by=school.bob)
    first, second = (actions.withdraw(approval=made, by=school.ann) for _n in range(2))

    assert (first.verdict, first.decided_at) == ("withdrawn", second.decided_at)
    assert AuditEntry.objects.filter(action="course.review_withdrawn").count() == 1
    with pytest.raises(courses.DecidedAlready):
        actions.approve(approval=made, seen=digest(school.path), by=school.alice)


def test_an_author_asks_and_the_owner_approves_in_the_studio(client_for, okafor) -> None:
    alice = creator(client_for, okafor)
    ann, bob = (creator(client_for, okafor, Role.AUTHOR, f"{name}@example.com") for name in ("ann", "bob"))
    with enter(okafor):
        by = User.objects.get(email="ann@example.com")
        path = actions.create_path(title="Painter", author=teacher_of(by), by=by)
        actions.add_step(path=path, course=published("Line", lessons=1, author=teacher_of(by)), by=by)
        set_policy(is_reviewed=True, by=User.objects.get(email="alice@example.com"))
    home = f"/studio/paths/{path.key}/"

    offered = ann.get(home).content.decode()
    asked = ann.post(f"{home}approval/", {"note": "The order"})
    twice = ann.post(f"{home}approval/", {})
    with enter(okafor):
        made = PathApproval.objects.get()
    page = f"/studio/paths/approvals/{made.key}/"
    strangers = [bob.get(page), bob.post(f"{page}withdrawal/"), bob.get(f"{home}approval/")]
    author_decides = ann.post(f"{page}decision/", {"act": "approve", "seen": "x"})
    queue, shown = alice.get("/studio/approvals/").content.decode(), alice.get(page)
    stale = alice.post(f"{page}decision/", {"act": "approve", "seen": "x"})
    done = alice.post(f"{page}decision/", {"act": "approve", "seen": shown.context["seen"]})

    assert (f"{home}approval/" in offered, f"{home}publication/" in offered) == (True, False)
    assert (asked.status_code, twice.status_code, stale.status_code, done.status_code) == (302, 422, 422, 302)
    assert [answer.status_code for answer in strangers] == [404, 404, 404]
    assert author_decides.status_code in (302, 403)
    assert f'href="{page}"' in queue and "The order" in shown.content.decode()
    with enter(okafor):
        assert Path.objects.get().is_published
