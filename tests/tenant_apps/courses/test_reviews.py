"""What learners say of a course."""

import json
import re
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from marque.kit.mail.models import SentEmail
from marque.kit.tenancy.context import enter
from shared_apps.operations.models import AuditEntry
from tenant_apps.accounts.models import Role, User
from tenant_apps.courses import actions, reading
from tenant_apps.courses.actions.reviewing import digest
from tenant_apps.courses.models import Course, CourseRating, CourseReview
from tenant_apps.learning import actions as learning
from tests.statistics import gather
from tests.tenant_apps.courses.factories import creator, published, share
from tests.tenant_apps.learning.factories import enrolment, person, signed_in


def learner(course: Course, email: str = "carol@example.com", name: str = "Carol Ness"):
    who = person(email, name)
    learning.open_lesson(enrolment=enrolment(course, who), lesson=course.lessons.first())
    return who


@pytest.fixture
def school(in_okafor) -> SimpleNamespace:
    """A course, Carol who has begun it, and Alice who reads what she says."""
    made = published()
    alice = User.objects.get(email="alice@example.com")
    return SimpleNamespace(course=made, carol=learner(made), alice=alice)


def sums(course: Course) -> tuple[int, int, int]:
    """What is kept, which must be what is there."""
    kept = CourseRating.objects.get(course=course)
    shown = list(course.reviews.filter(state="shown").values_list("stars", flat=True))
    counted = (len(shown), sum(shown), course.reviews.filter(state="waiting").count())
    assert (kept.shown, kept.stars, kept.waiting) == counted
    return counted


def test_write_waits_and_is_one_for_each_learner(school) -> None:
    for stars in (3, 5, 5):
        actions.write_review(course=school.course, person=school.carol, stars=stars, words="Clear")

    assert (CourseReview.objects.get().stars, sums(school.course)) == (5, (0, 0, 1))


def test_sums_follow_every_change(school) -> None:
    made = actions.write_review(course=school.course, person=school.carol, stars=4)
    other = actions.write_review(course=school.course, person=learner(school.course, "ben@example.com"), stars=1)
    steps = [sums(school.course)]
    for act in (
        lambda: actions.show_review(review=made, seen=digest(made), by=school.alice),
        lambda: actions.show_review(review=other, seen=digest(other), by=school.alice),
        lambda: actions.show_review(review=other, seen=digest(other), by=school.alice),
        lambda: actions.hide_review(review=other, seen=digest(other), reason="An insult", by=school.alice),
        lambda: actions.write_review(course=school.course, person=school.carol, stars=5),
    ):
        act()
        steps.append(sums(school.course))

    assert steps == [(0, 0, 2), (1, 4, 1), (2, 5, 0), (2, 5, 0), (1, 4, 0), (0, 0, 1)]


@pytest.mark.parametrize(
    "said, refused",
    [
        ({"stars": 0}, actions.NotStars),
        ({"stars": 6}, actions.NotStars),
        ({"stars": 5, "words": "x" * 2001}, actions.TooManyWords),
    ],
)
def test_write_without_sense_is_refused(said: dict, refused: type, school) -> None:
    with pytest.raises(refused):
        actions.write_review(course=school.course, person=school.carol, **said)


def test_write_by_who_only_bought_is_refused(school) -> None:
    ben = person("ben@example.com")
    enrolment(school.course, ben)

    with pytest.raises(actions.NotALearner):
        actions.write_review(course=school.course, person=ben, stars=5)


def test_hide_says_why_to_whoever_wrote_it(school) -> None:
    made = actions.write_review(course=school.course, person=school.carol, stars=1, words="Bad people")
    with pytest.raises(actions.HiddenWhy):
        actions.hide_review(review=made, seen=digest(made), reason=" ", by=school.alice)

    actions.hide_review(review=made, seen=digest(made), reason="Speak of the course", by=school.alice)

    letter = SentEmail.objects.get(purpose="course_review")
    entry = AuditEntry.objects.get(action="course.review_hidden")
    assert (letter.to, "Speak of the course" in letter.text, entry.reason) == (
        ["carol@example.com"],
        True,
        "Speak of the course",
    )


def test_answer_is_public_and_written_once(school) -> None:
    made = actions.write_review(course=school.course, person=school.carol, stars=5)
    for _time in range(2):
        made = actions.answer_review(review=made, seen=digest(made), words="Thank you", by=school.alice)

    assert (SentEmail.objects.filter(purpose="course_review").count(), made.answer) == (1, "Thank you")


ACTS = {
    "show": lambda said: actions.show_review(**said),
    "hide": lambda said: actions.hide_review(**said, reason="An insult"),
    "answer": lambda said: actions.answer_review(**said, words="Thank you"),
}


@pytest.mark.parametrize("act", ACTS)
def test_words_nobody_read_are_not_decided_about(act: str, school) -> None:
    read = actions.write_review(course=school.course, person=school.carol, stars=5, words="Clear")
    actions.write_review(course=school.course, person=school.carol, stars=5, words="Rubbish")

    with pytest.raises(actions.ChangedMeanwhile):
        ACTS[act]({"review": read, "seen": digest(read), "by": school.alice})

    read.refresh_from_db()
    assert (read.state, read.words, read.answer, sums(school.course)) == ("waiting", "Rubbish", "", (0, 0, 1))


def test_desk_refuses_what_was_written_again_since_it_was_opened(client_for, okafor) -> None:
    alice = creator(client_for, okafor)
    with enter(okafor):
        made = published()
        carol = learner(made)
        said = actions.write_review(course=made, person=carol, stars=5, words="Clear")
        desk = f"/studio/courses/{made.key}/reviews/"
        seen = re.search(r'name="seen" value="(\w+)"', alice.get(desk).content.decode())[1]
        actions.write_review(course=made, person=carol, stars=5, words="Rubbish")

    page = alice.post(f"{desk}{said.key}/moderation/", {"act": "show", "seen": seen}, follow=True).content.decode()

    assert ("Look again" in page, "Rubbish" in page) == (True, True)
    assert "Rubbish" not in client_for(okafor).get(f"/courses/{made.slug}/").content.decode()


def test_answer_to_other_words_waits_until_it_is_saved_again(client_for, okafor) -> None:
    alice = creator(client_for, okafor)
    with enter(okafor):
        made, owner = published(), User.objects.get(email="alice@example.com")
        carol = learner(made)
        said = actions.write_review(course=made, person=carol, stars=5, words="Clear")
        actions.answer_review(review=said, seen=digest(said), words="We agree", by=owner)
        said = actions.write_review(course=made, person=carol, stars=1, words="Thieves")
        actions.show_review(review=said, seen=digest(said), by=owner)
    page, desk = f"/courses/{made.slug}/", f"/studio/courses/{made.key}/reviews/"

    shown = client_for(okafor).get(page).content.decode()
    told = alice.get(f"{desk}?state=shown").content.decode()
    alice.post(f"{desk}{said.key}/answer/", {"answer": "We agree", "seen": digest(said)})
    confirmed = client_for(okafor).get(page).content.decode()

    assert ("Thieves" in shown, "We agree" in shown, "not shown until you save it" in told) == (True, False, True)
    assert "We agree" in confirmed
    with enter(okafor):
        assert SentEmail.objects.filter(purpose="course_review").count() == 1


def test_visitors_read_what_is_shown_and_nothing_else(client_for, okafor) -> None:
    with enter(okafor):
        made, alice = published(), User.objects.get(email="alice@example.com")
        shown = actions.write_review(course=made, person=learner(made), stars=4, words="</script>Clear")
        hidden = actions.write_review(course=made, person=learner(made, "ben@example.com"), stars=1, words="Insult")
        actions.write_review(course=made, person=learner(made, "dan@example.com"), stars=1, words="Unread")
        actions.show_review(review=shown, seen=digest(shown), by=alice)
        actions.hide_review(review=hidden, seen=digest(hidden), reason="An insult", by=alice)
        actions.answer_review(review=shown, seen=digest(shown), words="Thank you", by=alice)

    page = client_for(okafor).get(f"/courses/{made.slug}/").content.decode()
    every = client_for(okafor).get(f"/courses/{made.slug}/reviews/").content.decode()
    listed = client_for(okafor).get("/courses/").content.decode()

    about = json.loads(re.search(r'ld\+json">(.*?)</script>', page, re.DOTALL)[1])
    assert about["aggregateRating"] == {
        "@type": "AggregateRating", "ratingValue": 4.0, "reviewCount": 1, "bestRating": 5, "worstRating": 1
    }  # fmt: skip
    assert [(one["author"]["name"], one["reviewBody"]) for one in about["review"]] == [("Carol", "</script>Clear")]
    for body in (page, every):
        assert [word in body for word in ("Thank you", "Insult", "Unread", "Ness")] == [True, False, False, False]
    assert "of 5 stars" in listed


def test_course_without_reviews_says_so_and_claims_no_stars(client_for, okafor) -> None:
    with enter(okafor):
        made = published()

    page = client_for(okafor).get(f"/courses/{made.slug}/").content.decode()

    assert ("Nobody has reviewed this course yet" in page, "aggregateRating" in page) == (True, False)


def test_learners_page_writes_and_strangers_are_told(client_for, okafor) -> None:
    carol, ben = signed_in(client_for, okafor), signed_in(client_for, okafor, "ben@example.com")
    with enter(okafor):
        made = published()
        learner(made)
    page = f"/courses/{made.slug}/review/"

    wrong = carol.post(page, {"stars": "9"})
    sent = carol.post(page, {"stars": "4", "words": "Clear"}, follow=True).content.decode()
    refused = ben.post(page, {"stars": "1", "words": "Never seen"})
    visitor = client_for(okafor).get(page)

    assert (wrong.status_code, "waits for somebody" in sent) == (422, True)
    assert (refused.status_code, visitor.status_code) == (403, 302)
    with enter(okafor):
        assert CourseReview.objects.get().words == "Clear"


def test_desk_shows_hides_and_answers_and_authors_do_not_moderate(client_for, okafor) -> None:
    alice = creator(client_for, okafor)
    ann = creator(client_for, okafor, Role.AUTHOR, "ann@example.com")
    with enter(okafor):
        made = published()
        share(made, "ann@example.com")
        said = actions.write_review(course=made, person=learner(made), stars=1, words="Too fast")
    desk = f"/studio/courses/{made.key}/reviews/"

    seen = re.search(r'name="seen" value="(\w+)"', ann.get(desk).content.decode())[1]

    denied = ann.post(f"{desk}{said.key}/moderation/", {"act": "hide", "reason": "I dislike it", "seen": seen})
    ann.post(f"{desk}{said.key}/answer/", {"answer": "Slower now", "seen": seen})
    unsaid = alice.post(f"{desk}{said.key}/moderation/", {"act": "hide", "reason": "", "seen": seen}, follow=True)
    alice.post(f"{desk}{said.key}/moderation/", {"act": "show", "seen": seen})

    assert (denied.url, "Say why" in unsaid.content.decode()) == ("/studio/", True)
    assert "Too fast" in ann.get(f"{desk}?state=shown").content.decode()
    with enter(okafor):
        said.refresh_from_db()
        assert (said.state, said.answer) == ("shown", "Slower now")


_MANY = """
INSERT INTO people_person (key, created_at, email, name, time_zone, language)
SELECT gen_random_uuid(), now(), 'p' || n || '@example.com', '', '', '' FROM generate_series(1, %s) AS n;
INSERT INTO courses_coursereview
    (key, created_at, course_id, person_id, stars, words, state, written_at, reason, answer)
SELECT gen_random_uuid(), now(), %s, id, 1 + id %% 5, '', CASE id %% 50 WHEN 0 THEN 'shown' ELSE 'waiting' END,
    now(), '', ''
FROM people_person
"""


def test_pages_of_many_reviews_read_an_index(school) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_MANY, [5_000, school.course.pk])
    gather("courses_coursereview", "people_person")
    with CaptureQueriesContext(connection) as asked:
        page = reading.reviews_of(school.course, before=2**62)
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {asked[0]['sql']}")
        plan = "\n".join(row[0] for row in cursor.fetchall())

    assert (len(page.rows), page.more) == (reading.SHOWN, page.rows[-1].pk)
    assert ("course_review_by_state" in plan, "Sort" in plan) == (True, False), plan
