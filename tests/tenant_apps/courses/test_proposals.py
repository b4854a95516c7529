"""A change of a live lesson waits beside it."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from marque.kit.facts.models import Event
from marque.kit.mail.models import SentEmail
from shared_apps.operations.models import AuditEntry
from tenant_apps.courses import actions, queries
from tenant_apps.courses.actions.approvals import digest
from tenant_apps.courses.actions.blocks import BadBlock, PartIsTheLesson
from tenant_apps.courses.blocks import held, rows_of
from tenant_apps.courses.models import KEPT, Approval, Lesson, LessonProposal, LessonVersion
from tenant_apps.media.actions import add_asset, remove_asset
from tenant_apps.media.whose import assets_of
from tests.tenant_apps.courses.blocks import OWN, a_picture, kinds, of_file, text
from tests.tenant_apps.courses.factories import author
from tests.tenant_apps.learning.factories import enrolment

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
BETTER = "<p>A better red.</p>"


def live(school) -> Lesson:
    return Lesson.objects.select_related("asset").get(pk=school.seen.pk)


def propose(school, **more) -> LessonProposal | None:
    return actions.propose_change(lesson=live(school), by=school.ann, **{"body": BETTER, **more})


def ask(school) -> Approval:
    return actions.ask_approval(course=school.live, lesson=live(school), note="The red", by=school.ann, now=NOW)


def approve(school, made: Approval) -> Approval:
    return actions.approve(approval=made, seen=digest(made), by=school.alice, now=NOW)


def waiting(school) -> LessonProposal | None:
    return queries.proposal_for(live(school))


def test_propose_keeps_what_learners_see(school) -> None:
    made = propose(school, title="Red, again", note="A better red")

    kept = live(school)
    assert (kept.title, kept.body, kept.versions.count()) == ("Red", "", 0)
    assert (made.title, made.body, made.note, made.by) == ("Red, again", BETTER, "A better red", school.ann)
    assert AuditEntry.objects.filter(action="course.change_proposed", actor="ann@example.com").count() == 1


def test_propose_again_goes_on_with_what_waits(school) -> None:
    first = propose(school)

    second = propose(school, body="<p>The best red.</p>", title="Reds")

    assert (second.pk, LessonProposal.objects.count()) == (first.pk, 1)
    assert (second.body, second.title) == ("<p>The best red.</p>", "Reds")


def test_propose_nothing_keeps_nothing(school) -> None:
    assert (propose(school, body=""), LessonProposal.objects.exists()) == (None, False)


def test_one_open_proposal_for_a_lesson(school) -> None:
    made = propose(school)

    with pytest.raises(IntegrityError, match="lesson_proposal_open_once"), transaction.atomic():
        LessonProposal.objects.create(lesson=made.lesson, title="Two", kind="text", begun_on="0")


def test_propose_lets_an_unsaid_length_follow(school) -> None:
    lengths = [propose(school, body="<p>" + "word " * many + "</p>").minutes for many in (400, 800)]

    assert lengths == [2, 4]


@pytest.mark.parametrize(
    "who, what, refused",
    [
        ("alice", "seen", actions.NothingToPropose),
        ("ann", "draft", actions.NothingToPropose),
        ("ben", "seen", actions.NotYours),
    ],
)
def test_propose_is_refused(who: str, what: str, refused: type, school) -> None:
    people = {"alice": school.alice, "ann": school.ann, "ben": author("ben@example.com")}

    with pytest.raises(refused):
        actions.propose_change(lesson=getattr(school, what), body=BETTER, by=people[who])


def test_propose_a_quiz_of_a_free_preview_is_refused(school) -> None:
    actions.update_lesson(lesson=school.seen, is_preview=True, by=school.alice)

    with pytest.raises(actions.PreviewOfQuiz):
        propose(school, kind="quiz")


def test_propose_over_words_of_a_co_author_is_refused(school) -> None:
    seen = queries.content_of(live(school))
    propose(school)

    with pytest.raises(actions.LessonChanged):
        propose(school, body="<p>Mine.</p>", seen=seen)
    assert waiting(school).body == BETTER


def test_approve_publishes_the_authors_version_and_tells_learners(school) -> None:
    propose(school, note="A better red")
    made = ask(school)

    done = approve(school, made)

    newest = LessonVersion.objects.filter(lesson=school.seen).order_by("number").last()
    kept = live(school)
    assert (done.verdict, kept.body, kept.change_note, kept.changed_at) == ("approved", BETTER, "A better red", NOW)
    assert (newest.number, newest.body, newest.by_name) == (2, BETTER, str(school.ann))
    assert (Event.objects.filter(fact="courses.LessonRevised").count(), waiting(school)) == (1, None)


def test_approve_carries_everything_that_is_kept(school, drawn) -> None:
    contents = {"title": "All of it", "kind": "download", "body": BETTER, "minutes": 7, "asset": drawn(school)}
    contents["blocks"] = [text("Look.")]
    assert set(contents) == set(KEPT), "name a new field of a lesson here, and it is carried"
    propose(school, **contents)

    approve(school, ask(school))

    carried = {name: getattr(live(school), name) for name in KEPT}
    assert held(carried.pop("blocks"))[0][:2] == ("text", "")
    assert carried.items() <= contents.items()


def test_each_side_gets_one_letter(school) -> None:
    propose(school)
    made = ask(school)
    approve(school, made)

    question = SentEmail.objects.get(once_key=f"review-asked:{made.key}:{school.alice.key}")
    verdict = SentEmail.objects.get(once_key=f"review-decided:{made.key}")
    assert "learners see as it is until you approve" in question.text
    assert (verdict.to, "Learners see the change now." in verdict.text) == (["ann@example.com"], True)
    assert f"/lessons/{school.seen.key}/" in verdict.text


def test_approve_of_what_was_written_meanwhile_is_refused(school) -> None:
    propose(school)
    made = ask(school)
    seen = digest(made)
    propose(school, body="<p>Slipped in.</p>")

    with pytest.raises(actions.ChangedMeanwhile):
        actions.approve(approval=made, seen=seen, by=school.alice)
    assert live(school).body == ""


@pytest.mark.parametrize("change", [{"note": "Else"}, {"minutes": 9}, {"title": "Else"}])
def test_everything_that_is_read_is_in_the_digest(change: dict, school) -> None:
    propose(school)
    made = ask(school)
    before = digest(made)

    propose(school, **change)

    assert digest(made) != before


def test_approve_over_what_an_owner_changed_is_refused_until_its_author_looked(school) -> None:
    propose(school)
    made = ask(school)
    actions.revise_lesson(lesson=live(school), body="<p>The owner's red.</p>", by=school.alice)

    with pytest.raises(actions.LessonMovedOn):
        approve(school, made)
    propose(school)  # from a page that was open before
    with pytest.raises(actions.LessonMovedOn):
        approve(school, made)
    propose(school, over=queries.held_of(live(school)))
    approve(school, made)

    assert live(school).body == BETTER


def test_another_address_or_place_is_no_conflict(school) -> None:
    propose(school)
    made = ask(school)
    actions.update_lesson(lesson=live(school), slug="the-red", is_preview=True, by=school.alice)

    approve(school, made)

    assert (live(school).body, live(school).slug) == (BETTER, "the-red")


def test_ask_without_a_change_or_for_later_is_refused(school) -> None:
    with pytest.raises(actions.NothingToAsk):
        ask(school)
    propose(school)
    with pytest.raises(actions.AtOnceOnly):
        actions.ask_approval(
            course=school.live, lesson=live(school), publishes_at=NOW + timedelta(days=1), by=school.ann, now=NOW
        )
    propose(school, body="")
    with pytest.raises(actions.SaysTheSame):
        ask(school)


def test_sent_back_it_goes_on_and_is_asked_for_again(school) -> None:
    propose(school)
    made = ask(school)
    actions.send_back(approval=made, reason="Name the sources", by=school.alice)
    propose(school, body="<p>A better red, after Itten.</p>")

    approve(school, ask(school))

    assert live(school).body == "<p>A better red, after Itten.</p>"


def test_withdrawn_it_stays_and_dropped_it_ends(school) -> None:
    propose(school)
    actions.withdraw(approval=ask(school), by=school.ann)
    stays = waiting(school)
    again = ask(school)
    actions.drop_proposal(proposal=stays, by=school.ann)

    again.refresh_from_db()
    assert (stays.body, waiting(school), again.verdict, live(school).body) == (BETTER, None, "withdrawn", "")
    with pytest.raises(actions.ProposalEnded):
        actions.drop_proposal(proposal=stays, by=school.ann)


def test_drop_by_an_author_without_the_course_is_refused(school) -> None:
    made = propose(school)

    with pytest.raises(actions.NotYours):
        actions.drop_proposal(proposal=made, by=author("ben@example.com"))


ENDS = {
    "archive it": lambda s: actions.archive_lesson(lesson=live(s)),
    "archive several": lambda s: actions.archive_lessons(course=s.live, lessons=[live(s)]),
    "archive its module": lambda s: actions.archive_module(module=s.home),
}


@pytest.mark.parametrize("end", ENDS)
def test_a_lesson_that_leaves_ends_its_proposal(end: str, school) -> None:
    propose(school)
    asked = ask(school)

    ENDS[end](school)

    asked.refresh_from_db()
    assert (waiting(school), asked.verdict) == (None, "withdrawn")


def test_a_deleted_lesson_takes_its_proposal_along(school) -> None:
    propose(school)
    ask(school)

    actions.delete_lesson(lesson=live(school))

    assert (LessonProposal.objects.exists(), Approval.objects.exists()) == (False, False)


def test_of_a_draft_nothing_is_published_beside_it_and_its_author_takes_it_in(school) -> None:
    made = propose(school, note="A better red")
    asked = ask(school)
    with pytest.raises(actions.SeenByLearners):
        actions.take_in(proposal=made, by=school.ann)
    actions.unpublish_lessons(course=school.live, lessons=[live(school)], by=school.ann)

    with pytest.raises(actions.NotSeenNow):
        approve(school, asked)
    actions.take_in(proposal=made, by=school.ann)

    assert (live(school).body, live(school).is_draft, waiting(school)) == (BETTER, True, None)


def test_an_old_version_is_proposed_again(school) -> None:
    actions.revise_lesson(lesson=live(school), body=BETTER, by=school.alice)

    actions.propose_version(version=LessonVersion.objects.get(number=1), by=school.ann)

    assert (waiting(school).body, live(school).body) == ("", BETTER)


@pytest.fixture
def drawn(settings, tmp_path):
    """A file of Ann's."""
    settings.MEDIA_ROOT = tmp_path

    def draw(school: SimpleNamespace):
        return add_asset(file=ContentFile(b"%PDF-1.7\n" + b"red" * 99, name="red.pdf"), by=school.ann)

    return draw


def test_a_file_that_waits_is_not_removed_and_is_its_courses_authors(school, drawn) -> None:
    file = drawn(school)
    made = propose(school, asset=file, kind="download")
    ben = author("ben@example.com")
    before = assets_of(ben).filter(pk=file.pk).exists()
    actions.invite_co_author(course=school.live, email=ben.email, by=school.alice)

    with pytest.raises(ProtectedError), transaction.atomic():
        remove_asset(asset=file)
    shared = assets_of(ben).filter(pk=file.pk).exists()
    actions.drop_proposal(proposal=made, by=school.ann)
    remove_asset(asset=file)

    assert (before, shared) == (False, True)


def test_nobody_saves_between_what_is_compared_and_what_is_published(school) -> None:
    propose(school)
    made = ask(school)
    stale = Approval.objects.select_related("proposal").get(pk=made.pk)
    seen = digest(made)
    approve(school, made)
    propose(school, body="<p>Another one.</p>")

    with pytest.raises(actions.DecidedAlready):
        actions.approve(approval=stale, seen=seen, by=school.alice)
    assert (live(school).body, waiting(school).body) == (BETTER, "<p>Another one.</p>")


def test_a_draft_beside_it_is_asked_for_as_ever(school) -> None:
    propose(school)
    made = actions.ask_approval(course=school.live, lesson=school.draft, by=school.ann, now=NOW)

    approve(school, made)

    assert (made.proposal, Lesson.objects.get(pk=school.draft.pk).is_draft) == (None, False)


def test_what_left_the_catalogue_but_has_learners_is_proposed_too(school) -> None:
    enrolment(school.live)
    actions.unpublish_course(course=school.live, by=school.ann)

    assert propose(school).body == BETTER


def test_a_lesson_nobody_sees_is_changed_at_once(school) -> None:
    unseen = school.hidden.lessons.get()

    with pytest.raises(actions.NothingToPropose):
        actions.propose_change(lesson=unseen, body=BETTER, by=school.ann)
    actions.revise_lesson(lesson=unseen, body=BETTER, by=school.ann)

    assert school.hidden.lessons.get().body == BETTER


def test_a_proposed_page_waits_part_by_part_and_is_published_so(school) -> None:
    picture = a_picture()
    asked = [text("Look."), OWN, of_file("image", picture, "The jug")]

    made = propose(school, blocks=asked)

    assert (kinds(live(school)), [one["kind"] for one in made.blocks]) == ([], ["text", "lesson", "image"])
    assert [row.kind for row in rows_of(queries.as_proposed(made))] == ["text", "lesson", "image"]
    approve(school, ask(school))
    assert kinds(live(school)) == ["text", "lesson", "image"]
    assert [one["kind"] for one in live(school).versions.get(number=2).blocks] == ["text", "lesson", "image"]


def test_a_proposed_part_that_would_show_nothing_is_refused_when_it_is_proposed(school) -> None:
    with pytest.raises(BadBlock, match="choose a file"):
        propose(school, blocks=[{"kind": "image", "file": None}])

    assert waiting(school) is None


def test_a_page_changed_meanwhile_stops_what_was_proposed(school) -> None:
    propose(school, blocks=[text("Hers")])
    asked = ask(school)
    actions.revise_lesson(lesson=live(school), blocks=[text("The owner's")], by=school.alice)

    with pytest.raises(actions.LessonMovedOn):
        approve(school, asked)


def test_a_file_of_a_part_that_waits_is_not_removed_and_is_its_authors(school) -> None:
    picture = a_picture()
    propose(school, blocks=[of_file("image", picture)])

    assert assets_of(school.ann).filter(pk=picture.pk).exists()
    with pytest.raises(ProtectedError), transaction.atomic():
        remove_asset(asset=picture)
    actions.drop_proposal(proposal=waiting(school), by=school.ann)
    remove_asset(asset=picture)


def test_a_key_that_is_none_crashes_nothing(school) -> None:
    made = propose(school, blocks=[text("Look.") | {"key": "x"}])

    assert [row.text for row in rows_of(queries.as_proposed(made))] == [made.blocks[0]["text"]]


def test_a_proposed_part_that_the_lesson_is_already_is_refused_when_it_is_proposed(school) -> None:
    with pytest.raises(PartIsTheLesson):
        propose(school, kind="project", blocks=[{"kind": "project"}])

    assert waiting(school) is None
