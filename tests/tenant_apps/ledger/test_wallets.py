from datetime import timedelta

import pytest

from marque.kit import clock
from marque.kit.money import Money
from tenant_apps.ledger import actions as ledger
from tenant_apps.ledger.models import PayoutTerms
from tenant_apps.ledger.queries import problems, wallet_of
from tests.tenant_apps.ledger.factories import a_dispute, a_refund, a_shared_sale, kinds, offer_of, somebody
from tests.tenant_apps.selling import a_paid_order

pytestmark = pytest.mark.usefixtures("in_okafor")


def read(name: str | None = "Ann", days: int = 0) -> tuple[int, int, int, int]:
    owner = somebody(name) if name else None
    wallet = wallet_of(owner, "USD", now=clock.now() + timedelta(days=days))
    return tuple(money.amount for money in (wallet.available, wallet.pending, wallet.reserved, wallet.paid_out))


def test_earnings_are_pending_until_their_day(deliver_facts) -> None:
    a_shared_sale()
    deliver_facts()

    assert [read(days=day) for day in (0, 6, 8)] == [(0, 7_000, 0, 0), (0, 7_000, 0, 0), (7_000, 0, 0, 0)]
    assert [read(None, days=day) for day in (0, 8)] == [(0, 3_000, 0, 0), (3_000, 0, 0, 0)]


def test_the_business_sets_how_long_that_is(deliver_facts) -> None:
    PayoutTerms.objects.create(hold_days=0)
    a_shared_sale()
    deliver_facts()

    assert read() == (7_000, 0, 0, 0)


def test_a_refund_before_that_day_takes_from_what_is_pending(deliver_facts) -> None:
    order = a_shared_sale()
    deliver_facts()

    a_refund(order, 5_000)
    deliver_facts()

    assert [read(days=day) for day in (0, 8)] == [(0, 3_500, 0, 0), (3_500, 0, 0, 0)]


def test_what_is_disputed_is_reserved(deliver_facts) -> None:
    order = a_shared_sale()
    a_dispute(order)

    deliver_facts()

    assert read(days=8) == (0, 0, 7_000, 0)


def test_escrow_is_pending_however_long(deliver_facts) -> None:
    order = a_shared_sale()
    ledger.set_rule(part="author", product=order.lines.get().products.get(), basis_points=5_000, until="completion")
    again = a_paid_order(offer_of(order), email="second@example.com")
    ledger.post_sale(order=again)

    assert read(days=400) == (0, 5_000, 0, 0)


def test_a_person_nobody_sold_for_has_an_empty_wallet(in_okafor) -> None:
    assert wallet_of(somebody("Zoe"), "JPY").total == Money(0, "JPY")


def test_catch_up_posts_what_no_fact_told(in_okafor) -> None:
    order = a_shared_sale()
    a_refund(order, 1_000)
    a_dispute(order, 500)
    later = clock.now() + timedelta(hours=1)
    missing = [problem.kind for problem in problems(now=later)]

    posted = [ledger.catch_up(before=later) for _time in "12"]

    assert (missing, posted, problems(now=later)) == (["order", "refund"], [3, 0], [])
    assert kinds() == ["sale", "refund", "dispute_opened"]
