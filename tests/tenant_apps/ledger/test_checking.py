from datetime import timedelta

import pytest

from marque.kit import clock
from marque.kit.money import Money
from shared_apps.integrations.ports.payments import Movement, MovementKind
from shared_apps.settlements.models import LedgerAlert
from tenant_apps.ledger import actions as ledger
from tenant_apps.ledger import tasks
from tenant_apps.ledger.models import LedgerAccount, LedgerCheck
from tenant_apps.ledger.queries.reconciling import differences
from tests.tenant_apps.ledger.factories import a_refund, a_shared_sale

pytestmark = pytest.mark.usefixtures("in_okafor")


@pytest.fixture
def sale(deliver_facts):
    order = a_shared_sale()
    deliver_facts()
    return order


def test_a_right_book_raises_nothing(sale) -> None:
    check = ledger.check_books(now=clock.now())

    assert (check.problems, check.transactions, LedgerAlert.objects.count()) == ([], 1, 0)


def test_a_wrong_book_alerts_once_until_it_is_right_again(sale, okafor) -> None:
    LedgerAccount.objects.filter(kind="cash").update(balance=1)
    for _night in "12":
        ledger.check_books(now=clock.now())
    alert = LedgerAlert.objects.get()
    LedgerAccount.objects.filter(kind="cash").update(balance=10_000)

    ledger.check_books(now=clock.now())

    alert.refresh_from_db()
    assert (alert.tenant_id, len(alert.problems), alert.cleared_at is not None) == (okafor.id, 1, True)


def report(order, **changed) -> Movement:
    payment = order.payments.get()
    values = {"reference": "m1", "kind": MovementKind.PAYMENT, "amount": 10_000, "fee": 0, "currency": "USD"}
    values |= {"at": clock.now(), "payment_reference": payment.reference}
    return Movement(**{**values, **changed})


def said(order, *movements: Movement, hours: int = 2) -> list[str]:
    since, until = clock.now() - timedelta(hours=hours), clock.now() + timedelta(hours=hours)
    found = differences(gateway=order.payments.get().gateway, movements=movements, since=since, until=until)
    return [problem.says for problem in found]


def test_a_report_that_agrees_says_nothing(sale) -> None:
    assert said(sale, report(sale)) == []


def test_each_difference_is_a_sentence(sale) -> None:
    strange = report(sale, payment_reference="sbx_pay_nobody")
    less = report(sale, amount=9_000)
    back = report(sale, kind=MovementKind.REFUND, amount=-500, subject="re_1")
    kept = report(sale, kind=MovementKind.DISPUTE, amount=-10_000, subject="dp_1")

    assert said(sale, report(sale), strange, less, back, kept) == [
        "The gateway took $100.00, and no paid order here says so.",
        f"The gateway took $90.00, order {sale} says $100.00.",
        "The gateway gave $5.00 back, and no refund here says so.",
        "The gateway keeps $100.00 in dispute, and no dispute here says so.",
    ]


def test_a_payment_the_gateway_does_not_know_is_found(sale) -> None:
    assert said(sale) == [f"Order {sale} was paid with $100.00; the gateway has no such payment."]


def test_the_sandbox_answers_from_its_books(sale) -> None:
    a_refund(sale, 2_500)

    checks = ledger.check_gateways(now=clock.now() + timedelta(seconds=5))

    assert [(check.gateway, check.problems) for check in checks] == [("sandbox", [])]


def test_the_nightly_task_catches_up_and_proves(in_okafor) -> None:
    order = a_shared_sale()
    with clock.fixed(clock.now() + timedelta(hours=1)):
        tasks.tidy.run()
        tasks.check.run()

    assert order.ledger_transactions.count() == 1
    assert [check.problems for check in LedgerCheck.objects.filter(gateway="")] == [[]]
    assert Money(LedgerAccount.objects.get(kind="cash").balance, "USD") == order.total
