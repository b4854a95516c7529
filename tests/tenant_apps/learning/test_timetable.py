"""Dates of a cohort and of one learner alone."""

from datetime import date, timedelta

import pytest

from marque.kit import clock
from marque.kit.mail.models import SentEmail
from marque.kit.tenancy.context import enter
from shared_apps.operations.models import AuditEntry
from tenant_apps.courses.models import Lesson
from tenant_apps.learning import actions, agenda, dates
from tenant_apps.learning.models import Extension, LiveSession
from tests.tenant_apps.courses.factories import course, creator, lesson, module
from tests.tenant_apps.learning.factories import START, enrolment, person, signed_in

in_okafor = pytest.mark.usefixtures("in_okafor")
SOON = START + timedelta(days=3)
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _started():
    with clock.fixed(START):
        yield


def together(*names: str):
    """A cohort with these learners in it, and the course's lesson."""
    made = course()
    one = lesson(module(made), "Count")
    group = actions.save_cohort(course=made, name="December", starts_on=date(2026, 12, 1))
    people = [enrolment(made, person(f"{name}@example.com", name)) for name in names]
    for each in people:
        actions.place(cohort=group, enrolment=each)
    return group, one, people


def live(group, **more):
    said = {"title": "First call", "starts_at": SOON, "ends_at": SOON + HOUR, "url": "https://call.example/1"}
    return actions.save_live_session(cohort=group, **{**said, **more})


@in_okafor
def test_a_live_session_is_ahead_of_its_cohort_alone() -> None:
    group, one, (ann,) = together("ann")
    bea = enrolment(one.course, person("bea@example.com", "Bea"))

    made = live(group)

    ahead = agenda.upcoming(ann.person, START, START + timedelta(days=7))
    assert [(each.kind, each.title, each.at, each.join) for each in ahead] == [("live", "First call", SOON, made.url)]
    assert agenda.upcoming(bea.person, START, START + timedelta(days=7)) == []
    assert agenda.upcoming(ann.person, START, SOON) == []


@in_okafor
def test_a_live_session_that_moves_is_told_once_to_everybody(deliver_facts) -> None:
    group, _one, _people = together("ann", "bea")
    made = live(group)
    later = {"starts_at": SOON + HOUR, "ends_at": SOON + 2 * HOUR}

    live(group, live_session=made, **later)
    live(group, live_session=made, **later)
    deliver_facts()
    actions.cancel_live_session(live_session=made)
    actions.cancel_live_session(live_session=made)
    deliver_facts()

    told = SentEmail.objects.filter(purpose="cohort").order_by("pk").values_list("subject", flat=True)
    assert sorted(told) == ["First call is at another time"] * 2 + ["First call is called off"] * 2
    with pytest.raises(actions.CalledOff):
        live(group, live_session=made)


@in_okafor
def test_a_live_session_that_moves_to_and_fro_is_told_each_time_and_last_where_it_is(deliver_facts) -> None:
    group, _one, _people = together("ann")
    made = live(group)
    for hours in (1, 0, 1):
        live(group, live_session=made, starts_at=SOON + hours * HOUR, ends_at=SOON + 2 * HOUR)
        deliver_facts()

    told = [each.text for each in SentEmail.objects.filter(purpose="cohort").order_by("pk")]
    assert ["17:30" in text.partition(" and ends")[0] for text in told] == [True, False, True]


@in_okafor
def test_moves_that_were_not_told_yet_are_told_in_one_email(deliver_facts) -> None:
    group, _one, _people = together("ann")
    made = live(group)
    for hours in (1, 0, 1):
        live(group, live_session=made, starts_at=SOON + hours * HOUR, ends_at=SOON + 2 * HOUR)

    deliver_facts()

    assert SentEmail.objects.get(purpose="cohort").subject == "First call is at another time"


@in_okafor
@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"ends_at": SOON + 2 * HOUR}, ["First call is at another time"]),
        ({"url": "https://call.example/2"}, ["First call is joined somewhere else"]),
        ({"title": "The call"}, []),
        ({"words": "Bring a chair."}, []),
    ],
)
def test_another_end_or_address_is_told_and_other_words_are_not(change, said, deliver_facts) -> None:
    group, _one, _people = together("ann")
    made = live(group)

    live(group, live_session=made, **change)
    deliver_facts()

    letters = SentEmail.objects.filter(purpose="cohort")
    assert [each.subject for each in letters] == said
    assert all(("the timetable has the new address" in each.text) == ("url" in change) for each in letters)


@in_okafor
def test_a_live_session_that_is_over_is_changed_in_silence(deliver_facts) -> None:
    group, _one, _people = together("ann")
    made = live(group)

    with clock.fixed(SOON + 2 * HOUR):
        live(group, live_session=made, url="https://recording.example/1")
        deliver_facts()

    assert not SentEmail.objects.filter(purpose="cohort").exists()


@in_okafor
def test_a_live_session_that_ends_before_it_begins_is_refused() -> None:
    group, _one, _people = together()

    with pytest.raises(actions.EndsTooSoon) as refused:
        live(group, ends_at=SOON)

    assert (refused.value.field, LiveSession.objects.count()) == ("ends_at", 0)


@in_okafor
def test_a_deadline_is_ahead_until_the_lesson_is_done() -> None:
    group, one, (ann,) = together("ann")
    actions.set_deadline(cohort=group, lesson=one, due_at=SOON)
    week = (START, START + timedelta(days=7))
    before = [(each.kind, each.at) for each in agenda.upcoming(ann.person, *week)]

    actions.complete_lesson(enrolment=ann, lesson=one)

    assert (before, agenda.upcoming(ann.person, *week)) == ([("due", SOON)], [])


@in_okafor
def test_a_deadline_of_a_package_is_ahead_although_it_has_a_score() -> None:
    group, one, (ann,) = together("ann")
    Lesson.objects.filter(pk=one.pk).update(kind="scorm")
    actions.set_deadline(cohort=group, lesson=one, due_at=SOON)

    ahead = agenda.upcoming(ann.person, START, START + timedelta(days=7))

    assert [(each.kind, each.title) for each in ahead] == [("due", "Count")]


@in_okafor
def test_a_deadline_of_another_course_is_refused() -> None:
    group, _one, _people = together()
    other = lesson(module(course("Other")), "Elsewhere")

    with pytest.raises(actions.NotInThisCourse):
        actions.set_deadline(cohort=group, lesson=other, due_at=SOON)


@in_okafor
def test_more_time_is_one_learners_alone_with_reason_audit_and_one_email(deliver_facts) -> None:
    group, one, (ann, bea) = together("ann", "bea")
    actions.set_deadline(cohort=group, lesson=one, due_at=SOON)

    for _each in "12":
        actions.extend(enrolment=ann, lesson=one, until=SOON + HOUR, reason="Fever", by="alice@example.com")
    deliver_facts()

    due = [dates.given_to(each, one).due() for each in (ann, bea)]
    assert due == [SOON + HOUR, SOON]
    entry = AuditEntry.objects.get(action="learning.extended")
    assert (entry.reason, entry.target) == ("Fever", str(ann.key))
    letter = SentEmail.objects.get(purpose="cohort")
    assert (letter.to, letter.subject, "Fever" in letter.text) == ([ann.person.email], "More time for Count", True)


@in_okafor
def test_more_time_never_takes_time_away() -> None:
    group, one, (ann,) = together("ann")
    actions.extend(enrolment=ann, lesson=one, until=START + HOUR, reason="Fever", by="alice@example.com")

    actions.set_deadline(cohort=group, lesson=one, due_at=SOON)

    given = dates.given_to(ann, one)
    assert (given.due(), given.is_extended(), dates.Given(None, given.own).due()) == (SOON, False, None)


@in_okafor
@pytest.mark.parametrize(
    ("until", "reason", "wrong"),
    [(SOON, "  ", actions.ReasonMissing), (START, "Fever", actions.DatePassed)],
)
def test_more_time_that_makes_no_sense_is_refused(until, reason, wrong) -> None:
    _group, one, (ann,) = together("ann")

    with pytest.raises(wrong):
        actions.extend(enrolment=ann, lesson=one, until=until, reason=reason, by="alice@example.com")

    assert not Extension.objects.exists()


@in_okafor
def test_more_time_taken_back_is_gone_and_audited() -> None:
    _group, one, (ann,) = together("ann")
    made = actions.extend(enrolment=ann, lesson=one, until=SOON, reason="Fever", by="alice@example.com")

    for _each in "12":
        actions.end_extension(extension=made, by="alice@example.com")

    assert (Extension.objects.count(), AuditEntry.objects.filter(action="learning.extension_ended").count()) == (0, 1)


def test_the_team_makes_a_timetable_and_the_learner_reads_it(okafor, client_for) -> None:
    studio, browser = creator(client_for, okafor), signed_in(client_for, okafor)
    with enter(okafor):
        group, one, _none = together()
        who = enrolment(one.course)
        actions.place(cohort=group, enrolment=who)
    home = f"/studio/courses/{one.course.key}/cohorts/{group.key}/timetable/"
    said = {"title": "First call", "starts_at": "2026-11-19T18:00", "ends_at": "2026-11-19T19:00"}

    added = studio.post(f"{home}sessions/", said)
    dated = studio.post(f"{home}deadlines/", {"lesson": str(one.key), "due_at": "2026-11-20T18:00"})
    until = {"lesson": str(one.key), "until": "2026-11-21T18:00", "reason": "Fever"}
    wrong = studio.post(f"{home}sessions/", {**said, "ends_at": "2026-11-19T17:00"})
    path = f"/studio/courses/{one.course.key}/learners/{who.key}/"
    shown_form = studio.get(path).content.decode()
    given = studio.post(f"{path}extensions/", until)

    assert [each.status_code for each in (added, dated, wrong, given)] == [302, 302, 422, 302]
    assert "It ends before it begins." in wrong.content.decode() and "More time" in shown_form
    page = browser.get(f"/learn/{one.course.slug}/cohorts/{group.key}/").content.decode()
    assert "First call" in page and "You have more time than others: Fever" in page and "Sat 21 Nov" in page


def test_the_cohort_of_others_is_not_there(okafor, client_for) -> None:
    browser = signed_in(client_for, okafor)
    with enter(okafor):
        group, one, _people = together("ann")
        enrolment(one.course)

    home = f"/learn/{one.course.slug}/cohorts/{group.key}/"

    assert browser.get(home).status_code == browser.post(f"{home}posts/", {"text": "Hello"}).status_code == 404
