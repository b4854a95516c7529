"""The pages of a change that waits: the editor, the preview, the queue, the decision."""

import re
from types import SimpleNamespace

import pytest

from marque.kit.tenancy.context import enter
from tenant_apps.accounts.models import Role, User
from tenant_apps.courses import actions, queries
from tenant_apps.courses.models import Approval, Lesson, LessonProposal
from tests.tenant_apps.courses.factories import course, creator, lesson, module
from tests.tenant_apps.courses.test_editor import body
from tests.tenant_apps.courses.test_editor import shown_in as seen_in
from tests.tenant_apps.learning.factories import signed_in


@pytest.fixture
def room(client_for, okafor) -> SimpleNamespace:
    """Ann's live lesson and her browser, Alice's browser, and the addresses."""
    alice = creator(client_for, okafor)
    ann = creator(client_for, okafor, Role.AUTHOR, "ann@example.com")
    ben = creator(client_for, okafor, Role.AUTHOR, "ben@example.com")
    with enter(okafor):
        made = course("Colour", author=actions.teacher_of(User.objects.get(email="ann@example.com")))
        only = lesson(module(made), "Red", body="<p>One old red.</p>", is_preview=True)
        actions.publish_course(course=made)
        actions.set_policy(is_reviewed=True, by=User.objects.get(email="alice@example.com"))
    url = f"/studio/courses/{made.key}/lessons/{only.key}/"
    return SimpleNamespace(alice=alice, ann=ann, ben=ben, course=made, lesson=only, url=url, tenant=okafor)


def save(room, text: str, who: str = "ann", **more: str):
    said = {"title": "Red", "kind": "text", "body": body(text), "minutes": "0", "asset": "", "change": "minor"}
    return getattr(room, who).post(room.url, {**said, **more})


def kept(room) -> Lesson:
    with enter(room.tenant):
        return Lesson.objects.get(pk=room.lesson.pk)


def asked(room) -> str:
    """Ask, and where it is decided."""
    room.ann.post(f"{room.url}review/", {"note": "Please"})
    with enter(room.tenant):
        return f"/studio/approvals/{Approval.objects.waiting().get().key}/"


def over_in(page) -> str:
    return re.search(r'name="over" value="(\w+)"', page.text)[1]


def test_the_editor_keeps_a_change_and_learners_see_the_old_one(room, client_for) -> None:
    before = room.ann.get(room.url)
    saved = save(room, "One better red.", seen=seen_in(before), change="tell", note="A better red")
    after = room.ann.get(room.url)
    visitor = client_for(room.tenant).get(f"/learn/{room.course.slug}/{room.lesson.slug}/")

    assert "waits beside it until" in before.text
    assert (saved.status_code, kept(room).body) == (302, "<p>One old red.</p>")
    assert "old red" in visitor.text and "better red" not in visitor.text
    assert "Not asked for yet" in after.text and "told: “A better red”" in after.text
    assert "<del>old</del>" in after.text and "<ins>better</ins>" in after.text
    assert ('name="slug"' in after.text, 'name="is_preview"' in after.text) == (False, False)


def test_opened_and_saved_nothing_waits(room) -> None:
    page = room.ann.get(room.url)
    saved = save(room, "One old red.", seen=seen_in(page))

    with enter(room.tenant):
        assert (saved.status_code, LessonProposal.objects.exists()) == (302, False)


def test_its_preview_is_for_whoever_builds_the_course(room, client_for) -> None:
    nothing = room.ann.get(f"{room.url}proposal/view/").status_code
    save(room, "One better red.", title="Reds")
    learner = signed_in(client_for, room.tenant)

    own, owners = (who.get(f"{room.url}proposal/view/") for who in (room.ann, room.alice))
    others = [who.get(f"{room.url}proposal/view/").status_code for who in (room.ben, learner, client_for(room.tenant))]

    assert (nothing, own.status_code, owners.status_code, others) == (404, 200, 200, [404, 403, 302])
    assert "One better red." in own.text and "<h1>Reds</h1>" in own.text and "Nothing you do here is noted" in own.text


def test_the_queue_shows_what_would_change_and_publishes_it(room) -> None:
    save(room, "One better red.", title="Reds", change="tell", note="A better red")
    page = asked(room)
    waits = room.ann.get(room.url)
    queue = room.alice.get("/studio/approvals/")
    read = room.alice.get(page)
    own = room.ann.post(f"{page}decision/", {"act": "approve", "seen": seen_in(read)})
    stale = room.alice.post(f"{page}decision/", {"act": "approve", "seen": "else"})
    done = room.alice.post(f"{page}decision/", {"act": "approve", "seen": seen_in(read)})

    assert "Waits for approval" in waits.text and page in waits.text
    assert ">Red</a> <span" in queue.text and ">Change</span>" in queue.text
    assert "<del>Red</del> <ins>Reds</ins>" in read.text and "<ins>better</ins>" in read.text
    assert "told: “A better red”" in read.text
    assert (own.status_code, own.url, stale.status_code, done.status_code) == (302, "/studio/", 422, 302)
    assert (kept(room).title, kept(room).change_note) == ("Reds", "A better red")
    assert "Approved" in room.alice.get(page).text and "Your change" not in room.ann.get(room.url).text


def test_sent_back_the_editor_says_why(room) -> None:
    save(room, "One better red.")
    page = asked(room)
    room.alice.post(f"{page}decision/", {"act": "return", "reason": "Name the sources"})

    again = room.ann.get(room.url)

    assert "Sent back" in again.text and "Name the sources" in again.text and "Ask for approval" in again.text


def test_withdrawn_or_dropped_by_a_button(room) -> None:
    save(room, "One better red.")
    page = asked(room)
    withdrawn = room.ann.post(f"{page}withdrawal/")
    stays = room.ann.get(room.url)
    theirs = room.ben.post(f"{room.url}proposal/", {"act": "drop"})
    dropped = room.ann.post(f"{room.url}proposal/", {"act": "drop"}, follow=True)

    assert (withdrawn.url, "Not asked for yet" in stays.text, theirs.status_code) == (room.url, True, 404)
    assert "Dropped. The lesson stays as it is." in dropped.text and "Your change" not in dropped.text
    assert room.ann.post(f"{room.url}proposal/", {"act": "drop"}).status_code == 404


def test_what_was_decided_meanwhile_is_not_said_to_be_withdrawn(room) -> None:
    save(room, "One better red.")
    page = asked(room)
    room.alice.post(f"{page}decision/", {"act": "return", "reason": "Name the sources"})

    late = room.ann.post(f"{page}withdrawal/")

    assert (late.status_code, "Withdrawn" in late.text, "Name the sources" in late.text) == (422, False, True)


def test_an_owner_is_told_and_their_change_is_a_conflict(room) -> None:
    save(room, "One better red.")
    told = room.alice.get(room.url)
    page = asked(room)
    linked = room.alice.get(room.url)
    save(room, "One owner’s red.", "alice", slug="red", seen=seen_in(linked), is_preview="on")
    read = room.alice.get(page)
    both = room.ann.get(room.url)
    save(room, "One better red.", seen=seen_in(both), over=over_in(both))
    done = room.alice.get(page)

    assert "A change of this lesson waits" in told.text and "approval not asked for yet" in told.text
    assert f'href="{page}"' in linked.text
    assert "Its author looks at both" in read.text and "Approve and publish" not in read.text
    assert "The lesson itself was changed after you began" in both.text and "owner’s" in both.text
    assert "Approve and publish" in done.text


def test_a_co_authors_words_are_not_overwritten(room) -> None:
    with enter(room.tenant):
        actions.invite_co_author(
            course=room.course, email="ben@example.com", by=User.objects.get(email="alice@example.com")
        )
    seen = seen_in(room.ann.get(room.url))
    save(room, "One red by Ben.", "ben", seen=seen)

    stopped = save(room, "One red by Ann.", seen=seen)
    with enter(room.tenant):
        waits = LessonProposal.objects.get().body
    again = save(room, "One red by Ann.", seen=seen_in(stopped))

    assert (stopped.status_code, "by Ben." in waits, again.status_code) == (409, True, 302)
    assert "<del>Ben.</del> <ins>Ann.</ins>" in stopped.text


def test_a_page_about_a_co_author_settles_no_conflict_with_the_lesson(room) -> None:
    seen = seen_in(room.ann.get(room.url))
    save(room, "One better red.", seen=seen)
    first = room.ann.get(room.url)
    save(room, "One best red.", seen=seen_in(first), over=over_in(first))
    save(room, "One owner’s red.", "alice", slug="red", is_preview="on")

    stopped = save(room, "One red of mine.", seen=seen_in(first), over=over_in(first))
    save(room, "One red of mine.", seen=seen_in(stopped), over=over_in(stopped))

    assert (stopped.status_code, "changed after you began" in room.ann.get(room.url).text) == (409, True)


def test_a_draft_by_now_offers_to_take_the_change_in(room) -> None:
    save(room, "One better red.")
    with enter(room.tenant):
        actions.unpublish_lessons(course=room.course, lessons=[room.lesson])
    page = room.ann.get(room.url)
    room.ann.post(f"{room.url}proposal/", {"act": "take"})

    assert "Take it into the lesson" in page.text and "Take it into the lesson" not in room.alice.get(room.url).text
    assert "One better red." in kept(room).body and kept(room).is_draft


def test_history_proposes_an_old_version(room) -> None:
    save(room, "One owner’s red.", "alice", slug="red", is_preview="on")
    page = room.ann.get(f"{room.url}versions/")
    back = room.ann.post(f"{room.url}versions/1/", {"change": "minor"})

    assert ("Propose it again" in page.text, "Restore and tell" in page.text, back.url) == (True, False, room.url)
    with enter(room.tenant):
        assert queries.proposal_for(kept(room)).body == "<p>One old red.</p>"
    assert "owner" in kept(room).body


def test_only_links_that_differ_are_named(room) -> None:
    with enter(room.tenant):
        by = User.objects.get(email="ann@example.com")
        linked = '<p>One <a href="https://elsewhere.example/">old</a> red.</p>'
        actions.propose_change(lesson=kept(room), body=linked, by=by)

    page = room.ann.get(room.url)

    assert "https://elsewhere.example/" in page.text and "Its links or how it is set differ" in page.text


def test_the_outline_marks_the_lesson(room) -> None:
    save(room, "One better red.")

    board = room.ann.get(f"/studio/courses/{room.course.key}/")

    assert '<span class="badge">Change</span>' in board.text


def test_a_title_in_the_outline_says_where_to_change_it(room) -> None:
    answer = room.ann.post(f"{room.url}title/", {"title": "Else"}, headers={"x-fragment": "board"})

    assert (answer.status_code, "where it waits for approval" in answer.text) == (422, True)
