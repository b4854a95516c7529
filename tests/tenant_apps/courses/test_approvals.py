"""Authors ask, somebody looks, learners see."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from marque.kit.mail.models import SentEmail
from marque.kit.tenancy.context import enter
from tenant_apps.accounts.models import Role, User
from tenant_apps.courses import actions
from tenant_apps.courses.actions.approvals import digest
from tenant_apps.courses.folders.plan import Found
from tenant_apps.courses.models import Approval, Course, Lesson
from tenant_apps.materials.actions import make_survey, set_survey
from tests.tenant_apps.courses.factories import FRAGMENT, course, creator, lesson, module
from tests.tenant_apps.learning.factories import enrolment

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=3)


def ask(school: SimpleNamespace, **more) -> Approval:
    return actions.ask_approval(course=school.live, lesson=school.draft, by=school.ann, now=NOW, **more)


DOORS = {
    "publish a lesson": lambda s: actions.publish_lessons(course=s.live, lessons=[s.draft], by=s.ann),
    "schedule it": lambda s: actions.schedule_lesson(lesson=s.draft, at=LATER, by=s.ann, now=NOW),
    "publish a course": lambda s: actions.publish_course(course=s.hidden, by=s.ann),
    "rewrite what is seen": lambda s: actions.revise_lesson(lesson=s.seen, body="<p>Else</p>", by=s.ann),
    "rename it": lambda s: actions.rename_lesson(lesson=s.seen, title="Else", by=s.ann),
    "give it away": lambda s: actions.update_lesson(lesson=s.seen, is_preview=True, by=s.ann),
    "rename its module": lambda s: actions.rename_module(module=s.home, title="Else", by=s.ann),
    "change the course's page": lambda s: actions.update_course(course=s.live, title="Else", by=s.ann),
}


@pytest.mark.parametrize("door", DOORS)
def test_no_door_is_open_without_approval(door: str, school) -> None:
    with pytest.raises((actions.NeedsApproval, actions.SeenByLearners)):
        DOORS[door](school)

    school.draft.refresh_from_db()
    assert (school.draft.is_draft, Course.objects.get(pk=school.hidden.pk).is_published) == (True, False)


def test_new_lessons_of_an_author_are_drafts_however_they_come(school) -> None:
    by_hand = actions.add_lesson(module=school.home, title="Green", by=school.ann)
    folder = actions.plan_folder(course=school.live, name="More", files=[Found("a.md", 9)], by=school.ann)
    actions.begin_import(folder=folder, as_drafts=False, by=school.ann)
    from_a_folder = actions.take_file(file=folder.files.get(), text="# Violet", by=school.ann)

    assert (by_hand.is_draft, from_a_folder.is_draft) == (True, True)


def test_what_left_the_catalogue_is_still_seen_by_its_learners(school) -> None:
    enrolment(school.live)
    actions.unpublish_course(course=school.live, by=school.ann)

    with pytest.raises(actions.SeenByLearners):
        actions.update_lesson(lesson=Lesson.objects.get(pk=school.seen.pk), body="<p>Else</p>", by=school.ann)


def test_owner_and_free_authors_publish_by_themselves(school) -> None:
    actions.publish_lessons(course=school.live, lessons=[school.draft], by=school.alice)
    actions.set_policy(is_reviewed=False, by=school.alice)

    assert actions.publish_course(course=school.hidden, by=school.ann).is_published


def test_approve_publishes_at_once_and_writes(school) -> None:
    made = ask(school, note="The second half is new")

    done = actions.approve(approval=made, seen=digest(made), by=school.alice, now=NOW)

    school.draft.refresh_from_db()
    letters = SentEmail.objects.filter(once_key__startswith="review-").order_by("pk")
    assert (done.verdict, school.draft.is_draft) == ("approved", False)
    assert [(each.to, "Blue" in each.subject) for each in letters if each.to != ["ann@example.com"]][-1][1]
    assert letters.last().to == ["ann@example.com"]


def test_approve_of_what_changed_meanwhile_is_refused(school) -> None:
    made = ask(school)
    seen = digest(made)
    actions.update_lesson(lesson=school.draft, body="<p>Something else</p>", by=school.ann)

    with pytest.raises(actions.ChangedMeanwhile):
        actions.approve(approval=made, seen=seen, by=school.alice)


def test_approve_of_other_questions_than_were_read_is_refused(school) -> None:
    made = ask(school)
    seen = digest(made)
    row = {"title": "Which red?", "asked": "one", "options": ["Warm", "Cold"], "is_required": True}
    survey = make_survey(lesson=school.draft)
    set_survey(survey=survey, rows=[row], is_anonymous=True)

    with pytest.raises(actions.ChangedMeanwhile):
        actions.approve(approval=made, seen=seen, by=school.alice)


def test_approve_keeps_the_moment_and_what_was_approved(school) -> None:
    made = ask(school, publishes_at=LATER)
    actions.approve(approval=made, seen=digest(made), by=school.alice, now=NOW)

    promised = Lesson.objects.get(pk=school.draft.pk)
    with pytest.raises(actions.PromisedAlready):
        actions.update_lesson(lesson=promised, body="<p>Slipped in</p>", by=school.ann)
    assert (actions.publish_due(now=NOW), actions.publish_due(now=LATER)) == (0, 1)


def test_approved_course_waits_for_its_moment_and_is_published_once(school) -> None:
    made = actions.ask_approval(course=school.hidden, publishes_at=LATER, by=school.ann, now=NOW)
    actions.approve(approval=made, seen=digest(made), by=school.alice, now=NOW)

    with pytest.raises(actions.PromisedAlready):
        actions.add_lesson(module=school.hidden.modules.get(), title="Slipped in", by=school.ann)
    assert [actions.publish_promised(now=at) for at in (NOW, LATER, LATER)] == [0, 1, 0]
    assert Course.objects.get(pk=school.hidden.pk).is_published


def test_withdrawn_moment_publishes_nothing(school) -> None:
    made = actions.ask_approval(course=school.hidden, publishes_at=LATER, by=school.ann, now=NOW)
    actions.approve(approval=made, seen=digest(made), by=school.alice, now=NOW)

    actions.withdraw(approval=made, by=school.ann)

    assert actions.publish_promised(now=LATER) == 0


def test_send_back_says_why_and_lets_the_author_ask_again(school) -> None:
    made = ask(school)
    with pytest.raises(actions.SayWhy):
        actions.send_back(approval=made, reason=" ", by=school.alice)
    actions.send_back(approval=made, reason="Name the sources", by=school.alice)

    again = ask(school)

    letter = SentEmail.objects.get(once_key=f"review-decided:{made.key}")
    assert ("Name the sources" in letter.text, again.pk != made.pk) == (True, True)


def test_nobody_decides_twice_and_no_author_decides(school) -> None:
    made = ask(school)
    with pytest.raises(actions.NotYours):
        actions.approve(approval=made, seen=digest(made), by=school.ann)
    actions.send_back(approval=made, reason="No", by=school.alice)

    with pytest.raises(actions.DecidedAlready):
        actions.approve(approval=made, seen=digest(made), by=school.alice)


@pytest.mark.parametrize(
    "asked, refused",
    [
        ({}, actions.AskedAlready),
        ({"publishes_at": NOW}, actions.AlreadyPast),
        ({"lesson": "seen"}, actions.NothingToAsk),
        ({"by": "alice"}, actions.NothingToAsk),
    ],
)
def test_ask_is_refused(asked: dict, refused: type, school) -> None:
    ask(school)
    said = {"lesson": school.draft, "by": school.ann} | {
        name: getattr(school, value) if isinstance(value, str) else value for name, value in asked.items()
    }

    with pytest.raises(refused):
        actions.ask_approval(course=school.live, now=NOW, **said)


def test_pages_ask_decide_and_refuse_by_every_button(client_for, okafor) -> None:
    alice = creator(client_for, okafor)
    ann = creator(client_for, okafor, Role.AUTHOR, "ann@example.com")
    alice.post("/studio/approvals/policy/", {"is_reviewed": "on"})
    with enter(okafor):
        made = course("Colour", author=actions.teacher_of(User.objects.get(email="ann@example.com")))
        only = lesson(module(made), "Red")
    root = f"/studio/courses/{made.key}/"

    board = ann.get(f"{root}?lesson={only.key}").content.decode()
    refused = ann.post(f"{root}publication/", headers=FRAGMENT)
    ann.post(f"{root}review/", {"note": "Please", "publishes_at": "", "zone": "UTC"})
    with enter(okafor):
        asked = Approval.objects.get()
        seen = digest(asked)
    page = f"/studio/approvals/{asked.key}/"
    own = ann.post(f"{page}decision/", {"act": "approve", "seen": seen})
    stale = alice.post(f"{page}decision/", {"act": "approve", "seen": "else"})
    looked = alice.get(page).content.decode()
    alice.post(f"{page}decision/", {"act": "approve", "seen": seen})

    assert ("Ask for a review" in board, "Publish the course" in board) == (True, False)
    assert (refused.status_code, own.status_code, own.url, stale.status_code) == (422, 302, "/studio/", 422)
    assert seen in looked
    with enter(okafor):
        assert Course.objects.get(pk=made.pk).is_published
