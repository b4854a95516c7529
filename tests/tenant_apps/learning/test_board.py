"""A cohort's board."""

from datetime import date, timedelta

import pytest

from marque.kit import clock
from marque.kit.mail.models import SentEmail
from marque.kit.tenancy.context import enter
from shared_apps.operations.models import AuditEntry
from tenant_apps.accounts.actions import register
from tenant_apps.learning import actions
from tenant_apps.learning.actions.board import MOST_POSTS
from tenant_apps.learning.board import board_of
from tenant_apps.learning.models import CohortPost
from tests.tenant_apps.courses.factories import course, creator, lesson, module
from tests.tenant_apps.learning.factories import START, enrolment, person, signed_in

in_okafor = pytest.mark.usefixtures("in_okafor")


@pytest.fixture(autouse=True)
def _started():
    with clock.fixed(START):
        yield


def cohort_of(*names: str):
    made = course()
    lesson(module(made), "Count")
    group = actions.save_cohort(course=made, name="December", starts_on=date(2026, 12, 1))
    return group, [member(group, name) for name in names]


def member(group, name: str):
    who = person(f"{name}@example.com", name)
    who.user = register(email=who.email, name=name, verified=True)
    who.save(update_fields=["user"])
    place = enrolment(group.course, who)
    actions.place(cohort=group, enrolment=place)
    return place


def write(place, text: str = "Hello", **more):
    return actions.write_post(cohort=place.place.cohort, text=text, enrolment=place, by=place.person.user, **more)


def told() -> list[str]:
    return sorted(each.to[0] for each in SentEmail.objects.filter(purpose="cohort"))


@in_okafor
def test_the_same_words_twice_are_one_post() -> None:
    _group, (ann,) = cohort_of("ann")

    first, second = write(ann), write(ann)

    assert (first, CohortPost.objects.count()) == (second, 1)


@in_okafor
def test_answers_are_told_to_who_wrote_there_and_team_posts_to_everybody(deliver_facts) -> None:
    group, (ann, bea, cem) = cohort_of("ann", "bea", "cem")
    first = write(ann)
    write(bea, "Hello Ann", to=first)
    deliver_facts()
    answered = told()
    actions.be_quiet(enrolment=cem, on=True)

    actions.write_post(cohort=group, text="Welcome", by=register(email="team@example.com", name="Team", verified=True))
    deliver_facts()

    assert (answered, told()) == (["ann@example.com"], ["ann@example.com", "ann@example.com", "bea@example.com"])


@in_okafor
def test_a_hidden_post_is_seen_by_its_writer_alone_and_told_to_nobody(deliver_facts) -> None:
    group, (ann, bea) = cohort_of("ann", "bea")
    post = write(ann)
    write(bea, "Answer", to=post)

    for _each in "12":
        actions.hide_post(post=post, reason="Off topic", by="alice@example.com")
    deliver_facts()

    seen = [len(board_of(group, reader=each.person.user_id).rows) for each in (ann, bea)]
    assert (seen, len(board_of(group, with_hidden=True).rows)) == ([1, 0], 1)
    assert AuditEntry.objects.filter(action="learning.post_hidden", reason="Off topic").count() == 1
    with pytest.raises(actions.PostGone):
        write(bea, "One more", to=post)


@in_okafor
def test_a_post_shown_again_is_everybodys() -> None:
    group, (ann, bea) = cohort_of("ann", "bea")
    post = actions.hide_post(post=write(ann), reason="Off topic", by="alice@example.com")

    for _each in "12":
        actions.show_post(post=post, by="alice@example.com")

    assert len(board_of(group, reader=bea.person.user_id).rows) == 1
    assert AuditEntry.objects.filter(action="learning.post_shown").count() == 1


@in_okafor
def test_what_cannot_be_posted_is_refused() -> None:
    group, (ann,) = cohort_of("ann")
    stranger = enrolment(group.course, person("dora@example.com", "Dora"))

    for text, place, wrong in (("  \0", ann, actions.NothingWritten), ("Hi", stranger, actions.NotYourCohort)):
        with pytest.raises(wrong):
            actions.write_post(cohort=group, text=text, enrolment=place, by=None)

    assert not CohortPost.objects.exists()


@in_okafor
def test_more_posts_than_anybody_reads_wait_an_hour() -> None:
    _group, (ann,) = cohort_of("ann")
    for number in range(MOST_POSTS):
        write(ann, f"Post {number}")

    with pytest.raises(actions.TooManyPosts):
        write(ann, "One more")

    assert write(ann, "One more", now=START + timedelta(hours=1, seconds=1)).pk


@in_okafor
def test_nobody_takes_back_the_post_of_another() -> None:
    _group, (ann, bea) = cohort_of("ann", "bea")
    post = write(ann)

    actions.take_back_post(post=post, by=bea.person.user)
    kept = CohortPost.objects.count()
    actions.take_back_post(post=post, by=ann.person.user)

    assert (kept, CohortPost.objects.count()) == (1, 0)


def test_a_post_that_others_answered_is_taken_back_without_their_words(okafor, client_for) -> None:
    browser = signed_in(client_for, okafor)
    with enter(okafor):
        group, (bea,) = cohort_of("bea")
        actions.place(cohort=group, enrolment=enrolment(group.course))
    home = f"/learn/{group.course.slug}/cohorts/{group.key}/"
    browser.post(f"{home}posts/", {"text": "I regret this"})
    with enter(okafor):
        post = CohortPost.objects.get()
        write(bea, "I thought about it", to=post)

    browser.post(f"{home}posts/{post.key}/removal/")

    page = browser.get(home).content.decode()
    refused = browser.post(f"{home}posts/", {"text": "Again", "to": str(post.key)})
    shown = ("I regret this" in page, "Taken back by its writer" in page, "I thought about it" in page)
    assert (shown, refused.status_code) == ((False, True, True), 422)
    with enter(okafor):
        assert list(CohortPost.objects.values_list("text", flat=True)) == ["", "I thought about it"]


@in_okafor
def test_a_post_that_the_team_hid_is_not_taken_back() -> None:
    _group, (ann, bea) = cohort_of("ann", "bea")
    post = write(ann, "An insult")
    write(bea, "Stop it", to=post)
    actions.hide_post(post=post, reason="An insult", by="alice@example.com")

    actions.take_back_post(post=post, by=ann.person.user)

    assert list(CohortPost.objects.values_list("text", flat=True)) == ["An insult", "Stop it"]


def test_a_board_is_written_answered_and_moderated_over_its_pages(okafor, client_for) -> None:
    studio, browser = creator(client_for, okafor), signed_in(client_for, okafor)
    with enter(okafor):
        group, _none = cohort_of()
        actions.place(cohort=group, enrolment=enrolment(group.course))
    home, desk = (
        f"/learn/{group.course.slug}/cohorts/{group.key}/",
        f"/studio/courses/{group.course.key}/cohorts/{group.key}/board/",
    )

    browser.post(f"{home}posts/", {"text": "<script>alert(1)</script> see https://example.com"})
    empty = browser.post(f"{home}posts/", {"text": " "})
    with enter(okafor):
        post = CohortPost.objects.get()
    studio.post(f"{desk}posts/", {"text": "Thank you", "to": str(post.key)})
    page = browser.get(home).content.decode()
    studio.post(f"{desk}posts/{post.key}/hiding/", {"reason": "Advertising"})

    assert empty.status_code == 422
    assert "&lt;script&gt;" in page and 'href="https://example.com"' in page and "Thank you" in page
    assert "Why: Advertising" in browser.get(home).content.decode()
    assert "Hidden by" in studio.get(desk).content.decode()
