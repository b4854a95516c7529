"""The pages of an assignment: a learner's, and the Studio's."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from marque.kit.clock import now
from marque.kit.tenancy.context import enter
from tenant_apps.assessments import actions
from tenant_apps.assessments.files import work_url
from tenant_apps.assessments.models import Assignment, PeerReview, Submission, Work
from tenant_apps.courses.models import Lesson
from tests.tenant_apps.assessments.assigned import assignment, criterion, handed_in, levels, picture
from tests.tenant_apps.courses.test_studio import creator
from tests.tenant_apps.learning.factories import enrolment, person, signed_in

LESSON = "/learn/the-second-number/paint-a-jug/"
FRAGMENT = {"headers": {"X-Fragment": "works"}}


def upload(name: str = "jug.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, picture().read())


@pytest.fixture
def carol(client_for, okafor) -> SimpleNamespace:
    """Carol before an assignment."""
    client = signed_in(client_for, okafor)
    with enter(okafor):
        made = assignment()
        place = enrolment(made.lesson.course)
    return SimpleNamespace(client=client, place=place, assignment=made)


@pytest.fixture
def alice(client_for, okafor, carol) -> SimpleNamespace:
    """Alice with Carol's work before her."""
    client = creator(client_for, okafor)
    with enter(okafor):
        criterion(carol.assignment)
        work = handed_in(carol.assignment, carol.place)
    return SimpleNamespace(client=client, work=work, page=f"/studio/submissions/{work.key}/")


def test_work_is_added_kept_and_handed_in(carol, okafor) -> None:
    added = carol.client.post(f"{LESSON}draft/works/", {"file": upload(), "text": "One light."}, **FRAGMENT)
    kept = carol.client.get(LESSON).content.decode()
    sent = carol.client.post(f"{LESSON}submissions/", {"number": "1", "text": "One light, softer."}, follow=True)
    again = carol.client.post(f"{LESSON}submissions/", {"number": "1", "text": "One light, softer."}, follow=True)

    assert (added.status_code, "jug.png" in added.content.decode(), "One light." in kept) == (200, True, True)
    assert "It waits to be looked at." in sent.content.decode()
    assert (again.status_code, "Handed in. You get an email" in again.text) == (200, True)
    with enter(okafor):
        assert list(Submission.objects.values_list("text", "number")) == [("One light, softer.", 1)]


@pytest.mark.parametrize("number", ["1", ""])
def test_other_words_after_the_hand_in_are_refused_and_given_back(carol, okafor, number) -> None:
    carol.client.post(f"{LESSON}submissions/", {"number": "1", "text": "One light."})

    later = carol.client.post(f"{LESSON}submissions/", {"number": number, "text": "One light & a shadow."})

    told = later.text
    assert later.status_code == 422
    assert ("One light &amp; a shadow." in told, "Handed in." in told) == (True, False)
    with enter(okafor):
        assert Submission.objects.get().text == "One light."


def test_file_after_the_hand_in_is_taken_for_what_it_is(carol, okafor) -> None:
    carol.client.post(f"{LESSON}submissions/", {"number": "1", "text": "", "file": upload()})
    other = SimpleUploadedFile("bowl.png", picture("#123456").read())

    same, more = (
        carol.client.post(f"{LESSON}submissions/", {"number": "1", "text": "", "file": file}, follow=True).text
        for file in (upload(), other)
    )

    assert ["Handed in. You get an email" in page for page in (same, more)] == [True, False]
    assert "was handed in already" in more
    with enter(okafor):
        assert [work.name for work in Work.objects.all()] == ["jug.png"]


def test_words_for_work_that_is_too_late_are_given_back(carol, okafor) -> None:
    with enter(okafor):
        terms = actions.Terms(due_at=now() - timedelta(days=1), late="refuse")
        actions.set_terms(assignment=carol.assignment, terms=terms)

    refused = carol.client.post(f"{LESSON}draft/", {"text": "One light."})

    assert (refused.status_code, "One light." in refused.text) == (422, True)


def test_disguise_is_refused_in_words(carol) -> None:
    fake = SimpleUploadedFile("jug.png", b"MZ" + b"\0" * 200)

    refused = carol.client.post(f"{LESSON}draft/works/", {"file": fake}, **FRAGMENT)

    assert (refused.status_code, "a Windows program" in refused.content.decode()) == (422, True)


def test_answer_shows_with_pins_and_rubric(carol, alice, okafor) -> None:
    with enter(okafor):
        work, marks = alice.work.works.get(), levels(carol.assignment)
    alice.client.post(f"{alice.page}works/{work.key}/pins/", {"x": "25.5", "y": "10", "text": "Too hard an edge"})
    data = {"act": "return", "words": "Soften it.", **{f"level-{key}": value for key, value in marks.items()}}
    alice.client.post(f"{alice.page}answer/", data)

    page = carol.client.get(LESSON).content.decode()

    found = [word in page for word in ("Too hard an edge", 'cx="25.50%"', "Soften it.", "Strong", "Hand in again")]
    assert found == [True] * 5


def test_learner_sees_nothing_of_an_answer_that_is_not_sent(carol, alice, okafor) -> None:
    with enter(okafor):
        work = alice.work.works.get()
    alice.client.post(f"{alice.page}works/{work.key}/pins/", {"x": "25.5", "y": "10", "text": "Too hard an edge"})
    alice.client.post(f"{alice.page}answer/", {"act": "keep", "words": "Hm."})

    page = carol.client.get(LESSON).content.decode()

    assert ("Too hard" in page, "Hm." in page, "Somebody is looking at it now." in page) == (False, False, True)


def test_queue_lists_who_waits_by_filters(alice, carol, okafor) -> None:
    with enter(okafor):
        other = assignment(carol.assignment.lesson.course, "Another")
    key = carol.assignment.key

    pages = [
        alice.client.get(f"/studio/submissions/?{query}").content.decode()
        for query in ("", f"assignment={key}", f"assignment={other.key}", "late=1", "state=graded", "after=x_y")
    ]

    assert ["Carol Ness" in page for page in pages] == [True, True, False, False, False, True]


def test_pages_are_for_those_who_may(carol, alice, client_for, okafor, other) -> None:
    stranger = creator(client_for, other, email="charlie@example.com")
    addresses = ("/studio/submissions/", alice.page)

    assert [alice.client.get(each).status_code for each in addresses] == [200, 200]
    assert 200 not in [carol.client.get(each).status_code for each in addresses]
    assert stranger.get(alice.page).status_code == 404


def test_another_learners_file_is_not_there(carol, alice, client_for, okafor) -> None:
    eve = signed_in(client_for, okafor, "eve@example.com")
    with enter(okafor):
        enrolment(carol.assignment.lesson.course, person("eve@example.com"))
        url = work_url(Work.objects.get(), carol.place.person.user)

    answers = [client.get(url).status_code for client in (carol.client, eve, client_for(okafor))]

    assert answers == [200, 404, 302]
    assert eve.get(f"{LESSON}submissions/1/").status_code == 404
    assert carol.client.get(f"{LESSON}submissions/1/").status_code == 200
    assert carol.client.get(f"{LESSON}submissions/7/").status_code == 404
    assert carol.client.get(url.replace("works/", "works/x")).status_code == 404


def test_studio_writes_terms_and_a_rubric(client_for, okafor, carol) -> None:
    client = creator(client_for, okafor)
    with enter(okafor):
        lesson = Lesson.objects.get(kind="assignment")
        root = f"/studio/courses/{lesson.course.key}/lessons/{lesson.key}/assignment/"
    data = {
        "kinds": ["image", "video"], "most_files": "3", "most_megabytes": "40", "pass_mark": "70", "late": "refuse",
        "due_at": "2027-01-31T18:00", "done_when": "passed", "peer_score": "team",
    }  # fmt: skip

    saved = client.post(f"{root}terms/", data)
    twice = client.post(f"{root}terms/", data | {"due_days": "3"})
    rubric = {"title": "Light", "level": ["Strong", "Weak", ""], "points": ["4", "0", ""], "description": ["", "", ""]}
    written = client.post(f"{root}criteria/", rubric)
    wrong = client.post(f"{root}criteria/", rubric | {"points": ["many", "0", ""]})

    assert [answer.status_code for answer in (saved, twice, written, wrong)] == [302, 422, 302, 422]
    page = client.get(root).content.decode()
    assert ("Light" in page, "2027-01-31T18:00" in page) == (True, True)
    with enter(okafor):
        made = Assignment.objects.get()
        assert (made.kinds, made.late, made.criteria.get().levels.count()) == (["image", "video"], "refuse", 2)


def test_two_hand_ins_at_once_are_one(carol, okafor) -> None:
    with enter(okafor):
        begun = actions.begin_submission(assignment=carol.assignment, enrolment=carol.place)
        again = actions.begin_submission(assignment=carol.assignment, enrolment=carol.place)

        assert (begun.pk, Submission.objects.count()) == (again.pk, 1)


@pytest.fixture
def given(carol, client_for, okafor) -> SimpleNamespace:
    """Carol's and Eve's works, each given to the other; an example before."""
    eve = signed_in(client_for, okafor, "eve@example.com")
    with enter(okafor):
        criterion(carol.assignment)
        actions.set_terms(assignment=carol.assignment, terms=actions.Terms(peer_reviews=1, peer_score="median"))
        actions.set_example(assignment=carol.assignment, levels=levels(carol.assignment), text="A jug by the sea.")
        for place in (carol.place, enrolment(carol.assignment.lesson.course, person("eve@example.com", "Eve Adler"))):
            handed_in(carol.assignment, place)
        actions.give_out(assignment_id=carol.assignment.pk)
        review = PeerReview.objects.get(reviewer=carol.place)
        marks = {f"level-{key}": value for key, value in levels(carol.assignment).items()}
    return SimpleNamespace(eve=eve, marks=marks, page=f"{LESSON}reviews/{review.key}/")


def test_work_of_a_peer_is_reviewed_after_the_example_without_names(carol, given, okafor) -> None:
    first = carol.client.post(given.page, given.marks | {"words": "Good light."})
    compared = carol.client.post(f"{LESSON}example/", given.marks, follow=True).content.decode()
    page = carol.client.get(given.page).content.decode()
    sent = carol.client.post(given.page, given.marks | {"words": "Good light."}, follow=True)
    told = given.eve.get(LESSON).content.decode()

    assert (first.url, "100%" in compared, sent.status_code) == (f"{LESSON}example/", True, 200)
    assert [word in page for word in ("File 1", "jug.png", "Eve")] == [True, False, False]
    assert [word in told for word in ("Good light.", "Carol", "Passed")] == [True, False, True]


def test_review_that_was_given_to_another_is_not_there(given) -> None:
    assert [given.eve.get(given.page).status_code, given.eve.post(given.page).status_code] == [404, 404]


def test_work_that_reviewers_left_is_said_to_be_so(given, carol, client_for, okafor) -> None:
    studio = creator(client_for, okafor)
    before = studio.get("/studio/submissions/").text
    with enter(okafor):
        actions.give_out(assignment_id=carol.assignment.pk, now=now() + timedelta(days=15))

    told, queue = carol.client.get(LESSON).text, studio.get("/studio/submissions/").text

    assert "Too few reviews by other learners came in, so the team looks at it." in told
    assert [("With other learners" in page, "Left to you" in page) for page in (before, queue)] == [
        (True, False),
        (False, True),
    ]


def test_two_works_stand_side_by_side(alice, carol, okafor) -> None:
    with enter(okafor):
        place = enrolment(carol.assignment.lesson.course, person("eve@example.com", "Eve Adler"))
        peer = handed_in(carol.assignment, place)
        answer = actions.Answer("Well lit.", None, levels(carol.assignment))
        actions.answer_submission(submission=peer, verdict="pass", answer=answer, by=None)
        foreign = handed_in(assignment(carol.assignment.lesson.course, title="Another"), place)

    alone = alice.client.get(alice.page).content.decode()
    both = alice.client.get(f"{alice.page}?beside={peer.key}").content.decode()
    other = alice.client.get(f"{alice.page}?beside={foreign.key}").content.decode()

    assert f"?beside={peer.key}" in alone and "works-beside" not in alone
    assert "works-beside" in both and "Eve Adler, try 1" in both
    assert "works-beside" not in other
