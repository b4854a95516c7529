"""Learners who review each other."""

from collections import Counter
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marque.kit.clock import now
from marque.kit.mail.models import SentEmail
from tenant_apps.assessments import actions
from tenant_apps.assessments.actions import giving_out
from tenant_apps.assessments.matching import pairs_for, weighted_median
from tenant_apps.assessments.models import PeerReview, Submission
from tests.tenant_apps.assessments.assigned import assignment, criterion, handed_in, levels
from tests.tenant_apps.learning.factories import enrolment, person


@given(st.integers(1, 5).flatmap(lambda each: st.tuples(st.just(each), st.integers(each + 1, 14))))
def test_everybody_gets_as_many_and_nobody_their_own_or_one_twice(sizes) -> None:
    each, people = sizes
    works = {100 + who: who for who in range(people)}

    pairs = pairs_for(works, range(people), [], [], each)

    assert len(set(pairs)) == len(pairs)
    assert [work for work, who in pairs if works[work] == who] == []
    assert set(Counter(work for work, _who in pairs).values()) == {each}
    assert set(Counter(who for _work, who in pairs).values()) == {each}


def test_what_was_not_done_goes_to_somebody_else() -> None:
    works = {1: 10, 2: 20, 3: 30, 4: 40}
    given_out = pairs_for(works, works.values(), [], [], 2)
    lost, kept = given_out[0], given_out[1:]

    again = pairs_for(works, works.values(), kept, given_out, 2)

    assert (again[0][0], lost in again) == (lost[0], False)


@pytest.mark.parametrize(
    ("scores", "middle"),
    [([], None), ([(40, 100)], 40), ([(40, 100), (80, 100)], 60), ([(20, 10), (80, 100), (90, 100)], 80)],
)
def test_middle_counts_weights(scores, middle) -> None:
    assert weighted_median(scores) == middle


@pytest.fixture
def jug(in_okafor):
    """An assignment with a rubric, three works in, each to be reviewed by two."""
    made = assignment()
    criterion(made)
    terms = actions.Terms(peer_reviews=2, peer_score="median", pass_mark=60)
    actions.set_terms(assignment=made, terms=terms)
    for name in ("ana", "ben", "cleo"):
        handed_in(made, enrolment(made.lesson.course, person(f"{name}@example.com", name)))
    return made


def of(jug, name: str) -> list[PeerReview]:
    return list(PeerReview.objects.filter(submission__enrolment__person__name=name))


def test_works_are_given_out_once_enough_are_in(in_okafor) -> None:
    made = assignment()
    criterion(made)
    actions.set_terms(assignment=made, terms=actions.Terms(peer_reviews=2))
    handed_in(made)

    assert (actions.give_out(assignment_id=made.pk), PeerReview.objects.count()) == (0, 0)


def test_giving_out_twice_gives_once(jug) -> None:
    first, second = (actions.give_out(assignment_id=jug.pk) for _time in "12")

    assert (first, second) == (6, 0)


def test_last_review_answers_the_work_by_the_middle(jug) -> None:
    actions.give_out(assignment_id=jug.pk)
    one, two = of(jug, "ana")

    actions.review_peer(review=one, levels=levels(jug, "Strong"), words="Lovely light.")
    waiting = Submission.objects.get(pk=one.submission_id).state
    actions.review_peer(review=two, levels=levels(jug, "Fair"), words="The edge is hard.")
    again = actions.review_peer(review=two, levels=levels(jug, "Weak"), words="No!")

    work = Submission.objects.get(pk=one.submission_id)
    assert (waiting, work.state, work.score, again.score) == ("handed_in", "passed", 75, 50)


@pytest.mark.parametrize(("level", "weight"), [("Strong", 100), ("Fair", 50), ("Weak", 10)])
def test_closeness_to_the_example_is_what_a_review_weighs(jug, level, weight) -> None:
    example = actions.set_example(assignment=jug, levels=levels(jug, "Strong"), text="A jug.", words="One light.")
    actions.give_out(assignment_id=jug.pk)
    review = of(jug, "ana")[0]
    with pytest.raises(actions.CalibrateFirst):
        actions.review_peer(review=review, levels=levels(jug), words="Hm.")

    for chosen in (level, "Strong"):
        actions.calibrate(example=example, enrolment=review.reviewer, levels=levels(jug, chosen))

    assert actions.review_peer(review=review, levels=levels(jug), words="Hm.").weight == weight


def test_review_that_is_late_is_taken_back(jug) -> None:
    actions.give_out(assignment_id=jug.pk)
    late = of(jug, "ana")[0]

    actions.give_out(assignment_id=jug.pk, now=now() + timedelta(days=8))

    with pytest.raises(actions.ReviewGone):
        actions.review_peer(review=late, levels=levels(jug), words="At last.")


def review_all(jug) -> None:
    for review in PeerReview.objects.filter(done_at=None, withdrawn_at=None):
        actions.review_peer(review=review, levels=levels(jug), words="Lovely light.")


def hand_in(jug, name: str) -> Submission:
    return handed_in(jug, enrolment(jug.lesson.course, person(f"{name}@example.com", name)))


def test_last_work_goes_to_those_whose_works_are_answered(jug) -> None:
    actions.give_out(assignment_id=jug.pk)
    review_all(jug)
    last = hand_in(jug, "dora")

    actions.give_out(assignment_id=jug.pk)
    review_all(jug)

    assert {review.reviewer.person.name for review in of(jug, "dora")} <= {"ana", "ben", "cleo"}
    last.refresh_from_db()
    assert (len(of(jug, "dora")), last.state) == (2, "passed")


def test_reviewers_are_written_once_for_each_round(jug, deliver_facts) -> None:
    actions.give_out(assignment_id=jug.pk)
    deliver_facts()
    review_all(jug)
    hand_in(jug, "dora")
    actions.give_out(assignment_id=jug.pk)
    deliver_facts()

    told = list(SentEmail.objects.filter(purpose="works_to_review").order_by("pk"))
    asked = sorted(review.reviewer.person.email for review in of(jug, "dora"))
    assert sorted(mail.to[0] for mail in told[:3]) == ["ana@example.com", "ben@example.com", "cleo@example.com"]
    assert (sorted(mail.to[0] for mail in told[3:]), "2 works" in told[0].text) == (asked, True)


def test_works_after_a_full_round_get_their_reviewers(jug, monkeypatch) -> None:
    monkeypatch.setattr(giving_out, "_ROUND", 3)
    hand_in(jug, "dora")

    for _round in "12":
        actions.give_out(assignment_id=jug.pk)

    assert len(of(jug, "dora")) == 2


def test_whoever_let_a_review_lie_is_not_asked_once_answered(jug) -> None:
    actions.give_out(assignment_id=jug.pk)
    lazy = of(jug, "ana")[0].reviewer
    for name in ("ana", "ben", "cleo"):
        for review in of(jug, name):
            if review.reviewer != lazy:
                actions.review_peer(review=review, levels=levels(jug), words="Lovely light.")
    later = now() + timedelta(days=8)
    actions.give_out(assignment_id=jug.pk, now=later)
    for work in Submission.objects.waiting():
        answer = actions.Answer("Well lit.", None, levels(jug))
        actions.answer_submission(submission=work, verdict="pass", answer=answer, by=None)
    hand_in(jug, "dora")

    actions.give_out(assignment_id=jug.pk, now=later)

    assert lazy.pk not in {review.reviewer_id for review in of(jug, "dora")}


@pytest.mark.parametrize(("days", "left"), [(13, False), (15, True)])
def test_work_with_too_few_reviews_is_left_to_the_team(jug, days, left) -> None:
    actions.give_out(assignment_id=jug.pk, now=now() + timedelta(days=days))

    works = Submission.objects.waiting()
    assert [work.left_to_team_at is not None for work in works] == [left] * 3
    assert [work.is_with_learners for work in works] == [not left] * 3
    assert PeerReview.objects.exists() is not left


def test_work_that_the_team_answers_anyway_is_not_left_to_it(jug) -> None:
    actions.set_terms(assignment=jug, terms=actions.Terms(peer_reviews=2, peer_score="team"))

    actions.give_out(assignment_id=jug.pk, now=now() + timedelta(days=30))

    assert not Submission.objects.filter(left_to_team_at__isnull=False).exists()


def test_work_whose_reviews_are_all_in_is_answered_by_the_next_round(jug) -> None:
    actions.give_out(assignment_id=jug.pk)
    one, _two = of(jug, "ana")
    actions.review_peer(review=one, levels=levels(jug), words="Lovely light.")
    terms = actions.Terms(peer_reviews=1, peer_score="median", pass_mark=60)
    actions.set_terms(assignment=jug, terms=terms)

    actions.give_out(assignment_id=jug.pk)

    assert Submission.objects.get(pk=one.submission_id).state == "passed"
