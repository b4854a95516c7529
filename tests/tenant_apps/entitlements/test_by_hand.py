from datetime import timedelta

import pytest
from django.test import Client

from marque.kit import clock
from marque.kit.facts.sweep import deliver_pending
from shared_apps.operations.models import AuditEntry
from tenant_apps.accounts.models import Role, User
from tenant_apps.entitlements import by_hand, queries
from tenant_apps.entitlements.explaining import Explanation, explain, explain_all
from tenant_apps.entitlements.models import Entitlement
from tenant_apps.orders import actions as orders
from tenant_apps.orders.models import Order
from tenant_apps.people import actions as people
from tenant_apps.people.models import Person
from tests.tenant_apps.orders.documents import a_seller
from tests.tenant_apps.roles import browser_of
from tests.tenant_apps.selling import EMAIL, a_paid_order, a_product

pytestmark = pytest.mark.usefixtures("in_okafor", "parcels")


@pytest.fixture
def sofia() -> Person:
    return people.meet(email=EMAIL, name="Sofia Brandt")


@pytest.fixture
def alice(client_for, okafor) -> Client:
    return browser_of(client_for, okafor, Role.OWNER)


def told(person: Person, product) -> Explanation:
    return explain(person, product, clock.now())


def words(explanation: Explanation) -> list[tuple[str, str]]:
    return [(reason.state, reason.because) for reason in explanation.reasons]


def a_delivered_order() -> Order:
    order = a_paid_order()
    deliver_pending()
    return order


def test_give_opens_and_says_who_and_why(sofia) -> None:
    product, alice = a_product(), User.objects.get(email="alice@example.com")

    by_hand.give(person=sofia, product=product, reason="Won the raffle", by=alice)

    explanation = told(sofia, product)
    assert (explanation.is_open, words(explanation)) == (True, [("open", f"Given by {alice}: Won the raffle")])
    entry = AuditEntry.objects.get(action="entitlement.given")
    assert (entry.reason, entry.actor) == ("Won the raffle", str(alice))


def test_give_without_a_reason_twice_or_for_yesterday_is_refused(sofia) -> None:
    product = a_product()
    with pytest.raises(by_hand.ReasonMissing):
        by_hand.give(person=sofia, product=product, reason="  ", by=None)
    with pytest.raises(by_hand.OverAlready):
        by_hand.give(person=sofia, product=product, reason="Late", by=None, expires_at=clock.now() - timedelta(1))
    by_hand.give(person=sofia, product=product, reason="Raffle", by=None)

    with pytest.raises(by_hand.GivenAlready):
        by_hand.give(person=sofia, product=product, reason="Again", by=None)

    assert Entitlement.objects.count() == 1


def test_give_again_after_it_ran_out_opens_it_for_the_new_reason(sofia) -> None:
    product, now = a_product(), clock.now()
    by_hand.give(person=sofia, product=product, reason="Trial", by=None, expires_at=now + timedelta(days=1))

    with clock.fixed(now + timedelta(days=2)):
        by_hand.give(person=sofia, product=product, reason="Liked it", by=None)
        explanation = told(sofia, product)

    assert (explanation.is_open, explanation.until, "Liked it" in explanation.reasons[0].because) == (True, None, True)


def test_take_away_leaves_what_other_reasons_give() -> None:
    order = a_delivered_order()
    product = order.products().get()
    given = by_hand.give(person=order.buyer, product=product, reason="Friend", by=None)

    by_hand.take_away(entitlement=given, reason="No friend any more", by=None)

    assert [(state, because.partition(" ")[0]) for state, because in words(told(order.buyer, product))] == [
        ("open", "Order"),
        ("ended", "Given"),
    ]


def test_what_was_taken_away_can_be_given_by_hand_again(sofia) -> None:
    product = a_product()
    given = by_hand.give(person=sofia, product=product, reason="Raffle", by=None)
    by_hand.take_away(entitlement=given, reason="Mistake", by=None)

    by_hand.give(person=sofia, product=product, reason="No mistake", by=None)

    held = Entitlement.objects.get()
    assert (held.revoked_at, held.taken_at, held.reason) == (None, None, "No mistake")


def test_explain_what_nobody_gave(sofia) -> None:
    assert (told(sofia, a_product()).is_open, told(sofia, a_product()).reasons) == (False, ())


def test_explain_a_refunded_order_names_it() -> None:
    order = a_delivered_order()
    orders.refund_order(order=order, reason="No")
    deliver_pending()

    assert words(told(order.buyer, order.products().get())) == [("ended", "Order #1, refunded")]


@pytest.mark.parametrize(("chosen", "states"), [(True, ["suspended", "open"]), (False, ["open", "open"])])
def test_a_dispute_suspends_where_the_creator_wants_it_and_a_win_restores(chosen, states) -> None:
    a_seller(suspend_disputed=chosen)
    order = a_delivered_order()
    product = order.products().get()
    seen = []

    dispute = orders.open_dispute(payment=order.payments.get(), reference="dp_1", amount=order.total)
    deliver_pending()
    seen.append(told(order.buyer, product).reasons[0].state)
    orders.close_dispute(dispute=dispute, won=True)
    deliver_pending()
    seen.append(told(order.buyer, product).reasons[0].state)

    assert (seen, queries.has_access(order.buyer, product, clock.now())) == (states, True)


def test_a_lost_dispute_ends_what_was_suspended() -> None:
    a_seller(suspend_disputed=True)
    order = a_delivered_order()
    dispute = orders.open_dispute(payment=order.payments.get(), reference="dp_1", amount=order.total)
    deliver_pending()

    orders.close_dispute(dispute=dispute, won=False)
    deliver_pending()

    assert words(told(order.buyer, order.products().get())) == [("ended", "Order #1, lost to the buyer's bank")]


def test_a_dispute_suspends_nothing_that_another_reason_gives() -> None:
    a_seller(suspend_disputed=True)
    order = a_delivered_order()
    product = order.products().get()
    by_hand.give(person=order.buyer, product=product, reason="Friend", by=None)

    orders.open_dispute(payment=order.payments.get(), reference="dp_1", amount=order.total)
    deliver_pending()

    assert queries.has_access(order.buyer, product, clock.now())


@pytest.mark.parametrize("products", [1, 3])
def test_explain_all_costs_the_same_however_much(products, sofia, django_assert_num_queries) -> None:
    for number in range(products):
        by_hand.give(person=sofia, product=a_product(f"Product {number}"), reason="Gift", by=None)

    with django_assert_num_queries(1):
        assert len(explain_all(sofia, clock.now())) == products


def test_the_person_page_gives_explains_and_takes_away(alice, sofia) -> None:
    product, page = a_product(), f"/studio/people/{sofia.key}/"

    given = alice.post(f"/studio/access/people/{sofia.key}/grants/", {"product": product.key, "reason": "Raffle"})
    shown = alice.get(page).content.decode()
    ended = alice.post(f"/studio/access/{Entitlement.objects.get().key}/end/", {"reason": "Mistake"})

    assert (given.status_code, ended.status_code, ": Raffle" in shown) == (302, 302, True)
    assert not told(sofia, product).is_open


@pytest.mark.parametrize(
    "form", [{"product": "", "reason": "x"}, {"product": "nonsense", "reason": "x"}, {"product": "", "reason": ""}]
)
def test_a_gift_that_is_not_said_right_gives_nothing(form, alice, sofia) -> None:
    page = alice.post(f"/studio/access/people/{sofia.key}/grants/", form)

    assert (page.status_code, Entitlement.objects.count()) == (422, 0)


@pytest.mark.parametrize("role", [Role.AUTHOR, Role.LEARNER])
def test_others_give_nothing(role, client_for, okafor, sofia) -> None:
    browser = browser_of(client_for, okafor, role)

    page = browser.post(f"/studio/access/people/{sofia.key}/grants/", {"product": a_product().key, "reason": "x"})

    assert (page.status_code in (302, 403), Entitlement.objects.count()) == (True, 0)
