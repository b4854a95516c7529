from datetime import timedelta
from itertools import count

import pytest

from marque.kit import clock
from marque.kit.facts.sweep import deliver_pending
from marque.kit.mail.models import SentEmail
from tenant_apps.badges.models import Badge, BadgeAward
from tenant_apps.courses.models import Lesson
from tenant_apps.entitlements import actions as entitlements
from tenant_apps.entitlements.by_hand import give
from tenant_apps.learning import actions as learning
from tenant_apps.learning.models import Enrolment
from tenant_apps.orders import actions as orders
from tenant_apps.paths import actions
from tenant_apps.paths.actions import following
from tenant_apps.paths.models import PathPlace
from tenant_apps.paths.standing import standings
from tests.tenant_apps.courses.factories import published
from tests.tenant_apps.learning.factories import person
from tests.tenant_apps.paths.walking import buy, finish, path_of, three
from tests.tenant_apps.selling import a_paid_order, an_offer

pytestmark = pytest.mark.usefixtures("in_okafor")


def states(place: PathPlace) -> list[str]:
    return [each.state for each in standings([place])[0].steps]


def live(who) -> set[str]:
    return set(Enrolment.objects.live().filter(person=who).values_list("course__title", flat=True))


def test_a_bought_path_gives_its_courses_and_those_added_later(deliver_facts) -> None:
    line, colour, light = three()
    path = path_of(line, colour)
    order = a_paid_order(an_offer("painter", products=[path.product]))
    deliver_facts()

    actions.add_step(path=path, course=light)
    deliver_facts()

    assert live(order.buyer) == {"Line", "Colour", "Light"}


def test_a_change_follows_everybody_in_batches_and_goes_on_where_it_was_cut_off(monkeypatch, deliver_facts) -> None:
    line, colour, _light = three()
    path, calls, real = path_of(line), count(1), following.follow
    for number in range(5):
        buy(person(f"p{number}@example.com"), path)
    deliver_facts()
    actions.add_step(path=path, course=colour)

    def follow(**named) -> PathPlace:
        if next(calls) == 4:
            raise RuntimeError("killed")
        return real(**named)

    monkeypatch.setattr(following, "AT_ONCE", 2)
    monkeypatch.setattr(following, "follow", follow)
    deliver_pending()
    before = Enrolment.objects.filter(course=colour).count()
    with clock.fixed(clock.now() + timedelta(hours=1)):
        deliver_pending()

    assert (before, Enrolment.objects.filter(course=colour).count(), next(calls)) == (2, 5, 8)


def test_whoever_left_a_path_that_ended_keeps_nothing_of_it(deliver_facts) -> None:
    line, colour, _light = three()
    path, who = path_of(line, colour), person()
    place = buy(who, path)
    deliver_facts()
    actions.end_place(place=place)

    entitlements.revoke(entitlement=who.entitlements.get(product=path.product), by=None)
    deliver_facts()

    assert live(who) == set()


def test_a_course_the_team_took_away_stays_away_when_the_path_changes(deliver_facts) -> None:
    line, colour, light = three()
    path, who = path_of(line, colour), person()
    buy(who, path)
    deliver_facts()
    entitlements.revoke(entitlement=who.entitlements.get(product=line.product), by=None)
    deliver_facts()

    actions.add_step(path=path, course=light)
    deliver_facts()

    assert live(who) == {"Colour", "Light"}


def test_a_refund_takes_back_what_the_path_gave_and_nothing_else(deliver_facts) -> None:
    line, colour, light = three()
    path = path_of(line, colour)
    order = a_paid_order(an_offer("painter", products=[path.product]))
    a_paid_order(an_offer("colour", products=[colour.product]))
    deliver_facts()

    orders.refund_order(order=order, reason="Changed their mind")
    deliver_facts()

    assert live(order.buyer) == {"Colour"}
    assert not PathPlace.objects.live().exists()


def test_a_course_taken_off_the_path_stays_with_who_has_it(deliver_facts) -> None:
    line, colour, _light = three()
    path, carol = path_of(line, colour), person()
    buy(carol, path)

    actions.remove_step(step=path.steps.select_related("path").get(course=colour))
    deliver_facts()

    assert live(carol) == {"Line", "Colour"}


def test_an_enforced_path_opens_course_after_course(deliver_facts) -> None:
    courses, carol = three(), person()
    place = buy(carol, path_of(*courses, is_enforced=True))
    assert states(place) == ["open", "locked", "locked"]

    with pytest.raises(learning.LessonLocked):
        finish(carol, courses[1])
    finish(carol, courses[0])
    deliver_facts()

    assert states(place) == ["done", "open", "locked"]
    assert SentEmail.objects.filter(subject="Colour is open to you").count() == 1


def test_an_optional_course_holds_nobody_up() -> None:
    line, colour, light = three()
    carol = person()
    place = buy(carol, path_of(line, colour, light, optional=(colour,), is_enforced=True))

    finish(carol, line)

    assert states(place) == ["done", "open", "open"]


def test_a_course_owned_already_or_bought_meanwhile_waits_for_no_path(deliver_facts) -> None:
    line, colour, light = three()
    carol = person()
    give(person=carol, product=colour.product, reason="A friend", by=None)
    place = buy(carol, path_of(line, colour, light, is_enforced=True))
    assert states(place) == ["open", "open", "locked"]

    give(person=carol, product=light.product, reason="A friend", by=None)
    deliver_facts()

    assert states(place) == ["open", "open", "open"]


def test_a_course_whose_own_reason_counts_again_waits_for_no_path(deliver_facts) -> None:
    line, colour, _light = three()
    carol = person()
    give(person=carol, product=colour.product, reason="A friend", by=None)
    deliver_facts()
    entitlements.suspend_source(source="hand", person=carol)
    place = buy(carol, path_of(line, colour, is_enforced=True))
    deliver_facts()
    assert states(place) == ["open", "locked"]

    entitlements.restore_source(source="hand", person=carol)
    deliver_facts()

    assert states(place) == ["open", "open"]


def test_a_reason_that_is_gone_by_then_opens_nothing(deliver_facts) -> None:
    line, colour, _light = three()
    carol = person()
    place = buy(carol, path_of(line, colour, is_enforced=True))
    deliver_facts()

    held = give(person=carol, product=colour.product, reason="A friend", by=None)
    entitlements.revoke(entitlement=held)
    deliver_facts()

    assert states(place) == ["open", "locked"]


def test_another_order_moves_who_waits_and_locks_nobody(deliver_facts) -> None:
    line, colour, light = three()
    carol = person()
    path = path_of(line, colour, light, is_enforced=True)
    place = buy(carol, path)

    actions.move_step(step=path.steps.select_related("path").get(course=light), position=1)
    deliver_facts()
    assert states(place) == ["open", "open", "locked"]

    actions.update_path(path=path, is_enforced=False)
    deliver_facts()
    assert states(place) == ["open", "open", "open"]


def test_a_first_order_locks_nothing_that_is_open(deliver_facts) -> None:
    line, colour, _light = three()
    carol, path = person(), path_of(line, colour)
    place = buy(carol, path)

    actions.update_path(path=path, is_enforced=True)
    deliver_facts()

    assert states(place) == ["open", "open"]


def test_the_last_needed_course_finishes_the_path_once_and_earns_its_badge(deliver_facts) -> None:
    line, colour, _light = three()
    carol, path = person(), path_of(line, colour, optional=(colour,))
    badge = Badge.objects.create(name="Painter", description="Paints.", criteria="Walk.", path=path)
    place = buy(carol, path)

    finish(carol, line)
    deliver_facts()
    actions.arrive(place=place)
    deliver_facts()

    place.refresh_from_db()
    assert place.completed_at is not None
    assert BadgeAward.objects.filter(badge=badge, person=carol).count() == 1
    assert SentEmail.objects.filter(subject="You have finished Painter").count() == 1


def test_what_was_finished_before_counts_when_one_joins() -> None:
    line = published("Line", lessons=1)
    carol = person()
    learning.enrol(person=carol, course=line)
    finish(carol, line)

    place = actions.join(person=carol, path=path_of(line))

    place.refresh_from_db()
    assert place.completed_at is not None


def test_join_refuses_what_is_sold_and_what_is_not_open() -> None:
    line, colour, _light = three()
    sold, hidden = path_of(line, title="Sold"), path_of(colour, title="Hidden")
    an_offer("sold", products=[sold.product])
    actions.unpublish_path(path=hidden)

    with pytest.raises(actions.IsSold):
        actions.join(person=person(), path=sold)
    with pytest.raises(actions.NotOpen):
        actions.join(person=person(), path=hidden)


def test_who_bought_a_path_cannot_leave_it_who_joined_can() -> None:
    line, colour, _light = three()
    carol, free = person(), path_of(colour, title="Free")
    bought, joined = buy(carol, path_of(line)), actions.join(person=carol, path=free)

    actions.leave(place=joined)

    with pytest.raises(actions.IsSold):
        actions.leave(place=bought)
    assert list(PathPlace.objects.live()) == [bought]


def test_a_path_that_ran_out_closes_and_comes_back_as_it_was(deliver_facts) -> None:
    line, colour, _light = three()
    carol, path = person(), path_of(line, colour, is_enforced=True)
    held = buy(carol, path) and carol.entitlements.get(product=path.product)
    entitlements.revoke(entitlement=held)
    assert live(carol) == set()

    entitlements.grant(person=carol, product=path.product, source="hand")
    deliver_facts()

    assert states(PathPlace.objects.get()) == ["open", "locked"]
    assert held.granted_at <= clock.now() and Lesson.objects.filter(progress__isnull=False).count() == 0
