"""Teams: seats bought by one and taken by many, never one too many."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from marque.kit import clock
from marque.kit.facts.sweep import deliver_pending
from marque.kit.mail.models import SentEmail
from tenant_apps.entitlements.models import Entitlement
from tenant_apps.orders import actions as orders
from tenant_apps.orders.acts.offered import ACTS
from tenant_apps.orders.models import Order, Refund, Seat, Subscription, Team
from tenant_apps.orders.terms import Terms
from tenant_apps.people.models import Person
from tests.tenant_apps.giving import MONTHLY, a_team, a_team_offer, a_team_order, somebody
from tests.tenant_apps.subscribing import START, day, renew

pytestmark = pytest.mark.usefixtures("in_okafor", "parcels")
MIRA, JOEL, INES, OMAR = (f"{name}@example.com" for name in ("mira", "joel", "ines", "omar"))


def fresh(team: Team) -> Team:
    return Team.objects.select_related("line__order", "owner").get(pk=team.pk)


def join(team: Team, email: str) -> Seat:
    team = fresh(team)
    return orders.take_seat(team=team, person=somebody(email), link_key=team.link_key)


def inside() -> list[str]:
    deliver_pending()
    held = Entitlement.objects.open(clock.now()).order_by("person__email")
    return list(held.values_list("person__email", flat=True))


def refund_and_return(order: Order) -> None:
    """The money goes back, everybody hears of it, and it comes back."""
    orders.refund_order(order=order, reason="asked", by=None)
    deliver_pending()
    refund = Refund.objects.latest("pk")
    orders.reopen_refund(payment=refund.payment, reference=refund.reference, amount=refund.money)
    deliver_pending()


def count(team: Team) -> tuple[int, int]:
    team = fresh(team)
    return team.used, team.seats


def test_seats_come_with_the_payment_and_the_owner_need_not_sit() -> None:
    team = a_team(seats=3)

    assert (count(team), team.owner.email, inside()) == ((0, 3), "owner@example.com", [])
    assert Order.objects.get().total_amount == 29_700


@pytest.mark.parametrize("seats", [1, 11])
def test_fewer_or_more_seats_than_allowed_are_refused(seats) -> None:
    with pytest.raises(orders.BadQuantity, match="from 2 to 10"):
        a_team_order(a_team_offer(), seats=seats)


def test_the_link_opens_everything_and_the_last_seat_is_the_last() -> None:
    team = a_team(seats=2)
    join(team, MIRA)
    join(team, MIRA)
    join(team, JOEL)

    with pytest.raises(orders.TeamFull):
        join(team, INES)

    assert (inside(), count(team)) == ([JOEL, MIRA], (2, 2))


def test_a_member_who_is_taken_out_loses_access_and_frees_the_seat() -> None:
    team = a_team(seats=2)
    seat = join(team, MIRA)
    deliver_pending()

    orders.free_seat(seat=seat)
    orders.free_seat(seat=seat)

    assert (inside(), count(team)) == ([], (0, 2))
    join(team, MIRA)
    assert inside() == [MIRA]


def test_a_new_link_ends_the_old_one() -> None:
    team = a_team()
    old = team.link_key

    orders.turn_link(team=team)

    with pytest.raises(orders.LinkOver):
        orders.take_seat(team=team, person=somebody(MIRA), link_key=old)
    assert join(team, MIRA).taken_at


def test_a_closed_link_lets_nobody_in() -> None:
    team = orders.turn_link(team=a_team(), closed=True)

    with pytest.raises(orders.LinkOver):
        join(team, MIRA)


def test_a_pasted_list_is_answered_line_by_line() -> None:
    team = a_team(seats=3)
    join(team, MIRA)

    lines = [MIRA, "Joel Adams <JOEL@example.com>", "not an address", "Ines,ines@example.com,Lisbon", JOEL, "", OMAR]
    report = orders.invite(team=team, lines=lines)

    assert [(line.invited, line.words) for line in report] == [
        (False, "Is in the team."),
        (True, "Invited."),
        (False, "No email address here."),
        (True, "Invited."),
        (False, "Is invited already."),
        (False, "No seat is left."),
    ]
    assert [mail.to for mail in SentEmail.objects.filter(purpose="seat").order_by("pk")] == [[JOEL], [INES]]
    assert count(team) == (3, 3)


def test_an_invitation_keeps_its_seat_from_those_with_the_link() -> None:
    team = a_team(seats=2)
    orders.invite(team=team, lines=[JOEL])
    join(team, MIRA)

    with pytest.raises(orders.TeamFull):
        join(team, INES)

    assert join(team, JOEL).invited_at is not None
    assert count(team) == (2, 2)


def test_a_withdrawn_invitation_opens_nothing() -> None:
    team = a_team()
    orders.invite(team=team, lines=[JOEL])
    seat = Seat.objects.get()

    orders.free_seat(seat=seat)

    with pytest.raises(orders.LinkOver):
        orders.take_seat(team=team, person=somebody(JOEL), seat=seat)
    assert count(team) == (0, 3)


def test_a_seat_kept_for_one_and_taken_by_another_leaves_the_first_one_free_to_join() -> None:
    team = a_team()
    orders.invite(team=team, lines=[JOEL])
    seat = orders.take_seat(team=team, person=somebody(MIRA), seat=Seat.objects.get())

    again = orders.invite(team=team, lines=[JOEL])

    assert (seat.email, join(team, JOEL).email) == (MIRA, JOEL)
    assert ([line.invited for line in again], count(team)) == ([True], (2, 3))


def test_who_has_an_invitation_of_their_own_leaves_the_passed_on_one_alone() -> None:
    team = a_team()
    orders.invite(team=team, lines=[JOEL, MIRA])

    taken = orders.take_seat(team=team, person=somebody(MIRA), seat=Seat.objects.get(email=JOEL))

    assert (taken.email, Seat.objects.get(email=JOEL).taken_at, count(team)) == (MIRA, None, (2, 3))


def test_an_address_that_moved_on_to_somebody_else_lets_them_in() -> None:
    team = a_team()
    mira = join(team, MIRA)
    Person.objects.filter(pk=mira.person_id).update(email="mira@new.example")

    joined = join(team, MIRA)

    mira.refresh_from_db()
    assert (joined.person_id != mira.person_id, mira.email, count(team)) == (True, "mira@new.example", (2, 3))


def test_invitations_of_a_day_have_an_end_and_tomorrow_there_are_more() -> None:
    team = a_team(seats=2)
    orders.invite(team=team, lines=[JOEL])
    seat = Seat.objects.get()
    most = 20 + 3 * 2

    for _time in range(most - 1):
        orders.invite_again(seat=seat)
    with pytest.raises(orders.TooManyInvitations, match="26 invitations today"):
        orders.invite_again(seat=seat)
    [line] = orders.invite(team=team, lines=[INES])

    assert (line.invited, SentEmail.objects.filter(purpose="seat").count()) == (False, most)
    assert orders.invite(team=team, lines=[INES], now=clock.now() + timedelta(days=1))[0].invited


def test_a_refund_that_comes_back_brings_seats_and_people_back() -> None:
    team = a_team()
    join(team, MIRA), join(team, JOEL)
    orders.invite(team=team, lines=[INES])
    refund_and_return(team.line.order)
    orders.follow_money(order=team.line.order, now=clock.now())

    assert (inside(), count(team)) == ([JOEL, MIRA], (3, 3))
    assert join(team, INES).invited_at is not None


def test_seats_that_were_added_come_back_to_those_who_lost_them() -> None:
    team = a_team(seats=2)
    join(team, MIRA), join(team, JOEL)
    more = a_team_order(team.line.offer, seats=1, team=fresh(team))
    join(team, INES)

    refund_and_return(more)

    assert (inside(), count(team)) == ([INES, JOEL, MIRA], (3, 3))


def test_a_refund_told_after_its_return_takes_nothing() -> None:
    team = a_team()
    join(team, MIRA)
    orders.refund_order(order=team.line.order, reason="asked", by=None)
    refund = Refund.objects.get()
    orders.reopen_refund(payment=refund.payment, reference=refund.reference, amount=refund.money)

    orders.follow_money(order=team.line.order, now=clock.now())

    assert count(team) == (1, 3)


def test_the_owner_sits_down_without_a_link() -> None:
    team = orders.turn_link(team=a_team(), closed=True)

    orders.take_seat(team=team, person=team.owner)

    assert inside() == ["owner@example.com"]


def test_a_refund_ends_every_seat() -> None:
    team = a_team()
    join(team, MIRA), join(team, JOEL)
    orders.invite(team=team, lines=[INES])
    deliver_pending()

    orders.refund_order(order=team.line.order, reason="asked", by=None)

    assert (inside(), count(team)) == ([], (0, 0))
    with pytest.raises(orders.TeamOver):
        join(team, OMAR)


def test_more_seats_are_bought_at_the_price_of_the_day_and_go_with_their_own_refund() -> None:
    team = a_team(seats=2)
    join(team, MIRA), join(team, JOEL)
    more = a_team_order(team.line.offer, seats=1, team=fresh(team))
    join(team, INES)
    grown = (inside(), count(team), more.total_amount)

    orders.refund_order(order=more, reason="asked", by=None)

    assert grown == ([INES, JOEL, MIRA], (3, 3), 9_900)
    assert (inside(), count(team)) == ([JOEL, MIRA], (2, 2))


def test_a_team_does_not_grow_beyond_the_most() -> None:
    team = a_team(seats=9)

    with pytest.raises(orders.BadQuantity):
        a_team_order(team.line.offer, seats=2, team=fresh(team))


def test_seats_are_not_added_to_somebody_elses_team() -> None:
    team = a_team()

    with pytest.raises(orders.WrongTeam):
        a_team_order(team.line.offer, seats=1, owner="other@example.com", team=fresh(team))


def test_no_seats_are_sold_to_a_team_that_has_ended() -> None:
    team = a_team()
    orders.refund_order(order=team.line.order, reason="asked", by=None)

    with pytest.raises(orders.WrongTeam):
        a_team_order(team.line.offer, seats=2, team=fresh(team))


def test_the_database_knows_no_seat_too_many() -> None:
    team = a_team()

    with pytest.raises(IntegrityError, match="orders_team_not_overfull"), transaction.atomic():
        Team.objects.filter(pk=team.pk).update(used=4)


class TestSubscribed:
    """Seats that are paid for every month."""

    @pytest.fixture
    def team(self) -> Team:
        with clock.fixed(START):
            team = a_team(seats=2, terms=MONTHLY, price=4_900)
            join(team, MIRA), join(team, JOEL)
            deliver_pending()
        return team

    def held(self) -> Subscription:
        return Subscription.objects.select_related("line", "offer", "person", "method").get()

    def test_each_period_asks_for_every_seat(self, team) -> None:
        held = renew(self.held(), day(2, 28))

        assert (held.amount, held.line.quantity) == (9_800, 2)
        assert Order.objects.get(kind="renewal").total_amount == 9_800

    def test_a_lapse_closes_every_seat_and_paying_opens_them_again(self, team) -> None:
        with clock.fixed(day(2, 10)):
            orders.cancel_subscription(subscription=self.held(), now=day(2, 10), at_once=True)
            closed = inside()

        assert (closed, count(team)) == ([], (2, 2))

    def test_a_seat_added_later_is_charged_for_what_is_left(self, team) -> None:
        with clock.fixed(day(2, 14)):
            said = ACTS["seats"].do(self.held(), day(2, 14), {"seats": 3}, None)
            join(team, INES)
            members = inside()

        charged = Order.objects.get(kind="renewal").total_amount
        assert (said, count(team), members) == ("Your team has 3 seats now.", (3, 3), [INES, JOEL, MIRA])
        assert 2_400 <= charged <= 2_500
        assert renew(self.held(), day(2, 28)).line.quantity == 3

    def test_fewer_seats_begin_with_the_next_period(self, team) -> None:
        with clock.fixed(day(2, 14)):
            ACTS["seats"].do(self.held(), day(2, 14), {"seats": 3}, None)
            ACTS["seats"].do(self.held(), day(2, 14), {"seats": 2}, None)
        before = count(team)

        held = renew(self.held(), day(2, 28))

        assert (before, count(team), held.amount) == ((2, 3), (2, 2), 9_800)

    def test_fewer_seats_than_people_are_refused(self, team) -> None:
        with pytest.raises(Exception, match="2 seats are in use"):
            ACTS["seats"].do(self.held(), day(2, 14), {"seats": 1}, None)

    def test_a_plan_without_a_word_about_seats_is_refused(self, team) -> None:
        terms = Terms(amount=2_900, currency="USD", interval="month")

        with clock.fixed(day(2, 14)), pytest.raises(orders.CannotChange):
            orders.change_plan(subscription=self.held(), offer=self.held().offer, terms=terms, now=day(2, 14))

        assert count(team) == (2, 2)
