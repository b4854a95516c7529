from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest

from marque.kit import clock
from marque.kit.facts.models import Event
from marque.kit.mail.models import SentEmail
from marque.kit.tenancy.context import enter
from tenant_apps.catalog.models import Product
from tenant_apps.courses import actions as courses
from tenant_apps.courses.models import Course
from tenant_apps.courses.rules import Condition, Group
from tenant_apps.learning import actions, queries
from tenant_apps.learning.actions.cohorts import KEPT
from tenant_apps.learning.models import Cohort, CohortPlace, CohortWish, Enrolment
from tenant_apps.learning.together import together_in
from tenant_apps.people.models import Person
from tests.tenant_apps.courses.factories import course, creator, lesson, module
from tests.tenant_apps.crowding import at_once
from tests.tenant_apps.learning.factories import START, enrolment, person, signed_in
from tests.tenant_apps.selling import a_paid_order, an_offer
from themes.actions import update_brand
from themes.brand import forget_brand

FIRST_DAY = date(2026, 12, 1)
in_okafor = pytest.mark.usefixtures("in_okafor")


@pytest.fixture(autouse=True)
def _started():
    with clock.fixed(START):
        yield


def cohort(of: Course, seats: int | None = 1, **more) -> Cohort:
    return actions.save_cohort(course=of, name="December", starts_on=FIRST_DAY, seats=seats, **more)


def learners(of: Course, *names: str) -> list[Enrolment]:
    return [enrolment(of, person(f"{name}@example.com", name)) for name in names]


def taken(*names: str) -> tuple[Cohort, list[Enrolment]]:
    """A cohort of one seat, which the first of these learners has."""
    made = course()
    people, group = learners(made, *names), cohort(made)
    actions.place(cohort=group, enrolment=people[0])
    return group, people


def letters() -> list[str]:
    return [each.to[0] for each in SentEmail.objects.filter(purpose="cohort_place").order_by("pk")]


@in_okafor
def test_cohort_day_opens_to_who_is_in_it() -> None:
    made = course()
    one = lesson(module(made))
    with clock.fixed(START - timedelta(days=1)):
        courses.set_rule(part=one, rule=Group("all", (Condition("cohort", days=3),)))
    ann, bea = learners(made, "ann", "bea")

    actions.place(cohort=cohort(made), enrolment=ann)

    opens = [queries.outline_for(each, START).lessons[0].opens_at for each in (ann, bea)]
    assert opens == [datetime(2026, 12, 3, 8, tzinfo=UTC), None]


@in_okafor
def test_place_beyond_the_seats_is_refused() -> None:
    group, (ann, bea) = taken("ann", "bea")

    with pytest.raises(actions.CohortFull):
        actions.place(cohort=group, enrolment=bea)

    assert actions.place(cohort=group, enrolment=ann).enrolment == ann


@in_okafor
def test_place_of_another_course_is_refused() -> None:
    with pytest.raises(actions.NotItsCourse):
        actions.place(cohort=cohort(course()), enrolment=enrolment(course("Other")))


@in_okafor
def test_learner_whose_enrolment_ended_leaves_a_seat() -> None:
    group, (ann, bea) = taken("ann", "bea")

    actions.end_enrolment(enrolment=ann)

    assert actions.place(cohort=group, enrolment=bea)


@in_okafor
def test_freed_place_is_offered_to_who_waited_longest_once() -> None:
    made = course()
    ann, bea, cem = learners(made, "ann", "bea", "cem")
    group = cohort(made)
    actions.ask_for_place(cohort=group, enrolment=ann)
    for number, each in enumerate((bea, cem)):
        actions.ask_for_place(cohort=group, enrolment=each, now=START + timedelta(minutes=number))

    actions.leave_cohort(enrolment=ann)
    offered = [actions.offer_places(now=START + timedelta(hours=1)) for _time in range(2)]

    assert (offered, letters()) == ([1, 0], ["bea@example.com"])


@in_okafor
def test_offered_place_is_kept_and_then_goes_to_the_next() -> None:
    group, (ann, bea, cem) = taken("ann", "bea", "cem")
    actions.ask_for_place(cohort=group, enrolment=bea)
    actions.ask_for_place(cohort=group, enrolment=cem, now=START + timedelta(minutes=1))
    actions.leave_cohort(enrolment=ann)
    actions.offer_places(now=START)

    with pytest.raises(actions.CohortFull):
        actions.place(cohort=group, enrolment=cem, now=START)
    actions.offer_places(now=START + KEPT)

    with pytest.raises(actions.NothingKept):
        actions.take_place(cohort=group, enrolment=bea, now=START + KEPT)
    assert actions.take_place(cohort=group, enrolment=cem, now=START + KEPT).cohort == group
    assert letters() == ["bea@example.com", "cem@example.com"]


@pytest.fixture
def in_los_angeles(in_okafor) -> Iterator[None]:
    """The business is nine hours behind Copenhagen, where its learners are."""
    update_brand(time_zone="America/Los_Angeles")
    yield
    forget_brand()


def test_place_is_kept_no_longer_than_it_can_be_taken_and_the_letter_says_so(in_los_angeles) -> None:
    group, (ann, bea) = taken("ann", "bea")
    actions.ask_for_place(cohort=group, enrolment=bea)
    actions.leave_cohort(enrolment=ann)
    closes = datetime(2026, 12, 2, 8, tzinfo=UTC)

    actions.offer_places(now=closes - timedelta(hours=30))

    assert CohortWish.objects.get(person=bea.person).offered_until == closes
    assert "Wed 2 Dec, 09:00" in SentEmail.objects.get(purpose="cohort_place").text
    with pytest.raises(actions.CohortBegun):
        actions.take_place(cohort=group, enrolment=bea, now=closes)
    assert actions.take_place(cohort=group, enrolment=bea, now=closes - timedelta(seconds=1)).cohort == group


def test_place_is_shown_as_kept_as_long_as_it_can_be_taken(in_los_angeles) -> None:
    group, (ann, bea) = taken("ann", "bea")
    actions.ask_for_place(cohort=group, enrolment=bea)
    actions.leave_cohort(enrolment=ann)
    closes = datetime(2026, 12, 2, 8, tzinfo=UTC)
    actions.offer_places(now=closes - timedelta(hours=30))

    shown = [[each.state for each in together_in(bea, at).choices] for at in (closes - timedelta(seconds=1), closes)]

    assert shown == [["kept"], []]


@in_okafor
def test_cohort_that_begins_earlier_keeps_places_no_longer_than_that() -> None:
    group, (ann, bea) = taken("ann", "bea")
    actions.ask_for_place(cohort=group, enrolment=bea)
    actions.leave_cohort(enrolment=ann)
    actions.offer_places(now=START)

    actions.save_cohort(course=group.course, name="December", starts_on=START.date(), seats=1, cohort=group)

    assert CohortWish.objects.get(person=bea.person).offered_until < START + timedelta(hours=24)


@in_okafor
@pytest.mark.parametrize("moves", [True, False])
def test_who_left_or_moved_may_join_again(moves) -> None:
    made = course()
    (ann,) = learners(made, "ann")
    group = cohort(made)
    actions.ask_for_place(cohort=group, enrolment=ann)

    if moves:
        other = actions.save_cohort(course=made, name="Other", starts_on=FIRST_DAY)
        actions.place(cohort=other, enrolment=ann)
    else:
        actions.leave_cohort(enrolment=ann)
    assert CohortWish.objects.get().ended_at == START
    actions.ask_for_place(cohort=group, enrolment=ann)

    assert CohortPlace.objects.get().cohort == group


@in_okafor
@pytest.mark.parametrize("act", [actions.ask_for_place, actions.take_place])
def test_cohort_that_has_begun_or_is_sold_is_not_joined(act) -> None:
    made = course()
    (ann,) = learners(made, "ann")
    group = cohort(made)
    CohortWish.objects.create(
        cohort=group, person=ann.person, wished_at=START, offered_at=START, offered_until=START + timedelta(days=60)
    )

    with pytest.raises(actions.CohortBegun):
        act(cohort=group, enrolment=ann, now=datetime(2026, 12, 2, tzinfo=UTC))
    cohort(made, offer=an_offer(products=[made.product]), cohort=group)
    with pytest.raises(actions.Sold):
        act(cohort=group, enrolment=ann)

    assert CohortPlace.objects.count() == 0


@pytest.mark.parametrize("act", ["ask", "take"])
@pytest.mark.parametrize("why", ["bought", "begun"])
def test_place_that_was_bought_or_has_begun_is_not_left_by_a_forged_form(why, act, client_for, okafor) -> None:
    carol = signed_in(client_for, okafor)
    with enter(okafor):
        made = course()
        mine = enrolment(made, person())
        if why == "bought":
            own = cohort(made, offer=an_offer(products=[made.product]))
        else:
            own = actions.save_cohort(course=made, name="Now", starts_on=START.date())
        actions.place(cohort=own, enrolment=mine, is_bought=True)
        free = actions.save_cohort(course=made, name="Free", starts_on=FIRST_DAY)
        offered = {"offered_at": START, "offered_until": START + KEPT}
        CohortWish.objects.create(cohort=free, person=mine.person, wished_at=START, **offered)

    answer = carol.post(f"/learn/{made.slug}/cohorts/{free.key}/", {"act": act}, follow=True)

    with enter(okafor):
        assert CohortPlace.objects.get().cohort == own
    assert "Ask the team to move you" in answer.text


@in_okafor
def test_nothing_is_offered_once_a_cohort_has_begun() -> None:
    group, (ann, bea) = taken("ann", "bea")
    actions.ask_for_place(cohort=group, enrolment=bea)
    actions.leave_cohort(enrolment=ann)

    assert actions.offer_places(now=datetime(2026, 12, 2, tzinfo=UTC)) == 0


@in_okafor
def test_buyer_of_its_offer_is_in_it(deliver_facts) -> None:
    made = course()
    lesson(module(made))
    offer = an_offer(products=[made.product])
    group = cohort(made, offer=offer)

    a_paid_order(offer, email="ann@example.com")
    deliver_facts()

    assert CohortPlace.objects.get().cohort == group
    with pytest.raises(actions.Sold):
        actions.ask_for_place(cohort=group, enrolment=Enrolment.objects.get())


@in_okafor
@pytest.mark.parametrize(
    ("more", "refusal"),
    [
        ({"ends_on": FIRST_DAY - timedelta(days=1)}, actions.EndsBeforeItBegins),
        ({"name": "December"}, actions.CohortNamed),
    ],
)
def test_save_cohort_refuses(more, refusal) -> None:
    made = course()
    cohort(made)

    with pytest.raises(refusal):
        actions.save_cohort(**{"course": made, "name": "Other", "starts_on": FIRST_DAY} | more)


@in_okafor
def test_seats_cannot_be_fewer_than_people_nor_a_full_cohort_deleted() -> None:
    made = course()
    group = cohort(made, seats=2)
    for each in learners(made, "ann", "bea"):
        actions.place(cohort=group, enrolment=each)

    with pytest.raises(actions.TooFewSeats):
        cohort(made, seats=1, cohort=group)
    with pytest.raises(actions.CohortInUse):
        actions.delete_cohort(cohort=group)


def test_last_seat_goes_to_one_of_many_at_once(okafor, real_commits, monkeypatch) -> None:
    monkeypatch.setattr("marque.kit.facts.outbox.nudge", lambda ids: None)
    with enter(okafor):
        made = course()
        group, people = cohort(made), learners(made, *"abcd")

    def ask(number: int) -> None:
        with clock.fixed(START):
            actions.ask_for_place(cohort=group, enrolment=people[number])

    at_once(okafor, 4, ask)

    with enter(okafor):
        found = CohortPlace.objects.count(), CohortWish.objects.filter(taken_at=None).count()
        for model in (Enrolment, Course, Product, Event, Person):
            model.objects.all().delete()
    assert found == (1, 3)


def test_studio_makes_a_cohort_and_puts_a_learner_in(client_for, okafor) -> None:
    client = creator(client_for, okafor)
    with enter(okafor):
        made = course()
        enrolment(made, person("ana@example.com", "Ana Lund"))
    root = f"/studio/courses/{made.key}/cohorts/"

    client.post(root, {"name": "May", "starts_on": "2027-05-03", "seats": "12"})
    with enter(okafor):
        group = Cohort.objects.get()
    missing = client.post(f"{root}{group.key}/places/", {"email": "nobody@example.com"})
    client.post(f"{root}{group.key}/places/", {"email": "ANA@example.com"})
    wrong = client.post(root, {"name": "May", "starts_on": "2027-05-03"})

    page = client.get(f"{root}{group.key}/").content.decode()
    assert (missing.status_code, wrong.status_code, "Ana Lund" in page) == (422, 422, True)
    assert "May" in client.get(root).content.decode()


def test_learner_joins_what_has_room_and_waits_for_what_is_full(client_for, okafor) -> None:
    carol = signed_in(client_for, okafor)
    with enter(okafor):
        made = course()
        enrolment(made, person())
        group = cohort(made)
        actions.place(cohort=group, enrolment=learners(made, "ann")[0])
    url = f"/learn/{made.slug}/"

    before = carol.get(url).content.decode()
    carol.post(f"{url}cohorts/{group.key}/", {"act": "ask"})

    assert ("put me on the list" in before, "You are on the list" in carol.get(url).content.decode()) == (True, True)
