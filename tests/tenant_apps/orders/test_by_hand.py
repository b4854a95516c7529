from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from marque.kit.lists import ListUnreadable
from marque.kit.mail.models import SentEmail
from marque.kit.money import Money
from tenant_apps.accounts.models import Role
from tenant_apps.orders import actions as orders
from tenant_apps.orders.importing import Report, import_orders
from tenant_apps.orders.models import Order, OrderByHand, OrderKind, PaidBy
from tests.tenant_apps.orders.documents import a_seller
from tests.tenant_apps.orders.test_subscribers import deliver
from tests.tenant_apps.roles import browser_of
from tests.tenant_apps.selling import EMAIL, NAME, an_offer

HEAD = "email,name,offer,amount,currency,paid_at,reference\n"
LINE = "zoe@example.com,Zoë Łuk,second-number,490.00,USD,2025-11-03,10442\n"

pytestmark = pytest.mark.usefixtures("in_okafor")


@pytest.fixture
def alice(client_for, okafor) -> Client:
    return browser_of(client_for, okafor, Role.OWNER)


def written(paid_by: str = PaidBy.TRANSFER, amount: int = 49_000, **more: object) -> Order:
    offer = more.pop("offer", None) or an_offer()
    given = {"email": EMAIL, "name": NAME, "key": uuid4(), "by": None, **more}
    return orders.write_down_order(offer=offer, amount=Money(amount, "USD"), paid_by=paid_by, **given)


def brought_good(text: str) -> Report:
    return import_orders(content=text.encode(), only_good=True, by=None)


def brought(text: str, encoding: str = "utf-8") -> Report:
    return import_orders(content=text.encode(encoding), by=None)


def test_an_order_by_hand_is_paid_receipted_and_invoiced() -> None:
    a_seller()

    order = written(reference="TRF 7")
    deliver()

    order.refresh_from_db()
    assert (order.kind, order.number, order.total_amount, order.payments.count()) == (OrderKind.MANUAL, 1, 49_000, 0)
    assert (order.by_hand.reference, str(order.invoice)) == ("TRF 7", "INV-00001")
    assert SentEmail.objects.filter(purpose="receipt").count() == 1
    assert [product.title for product in order.products()] == ["The Second Number"]


def test_a_gift_says_what_it_is_worth_and_costs_nothing() -> None:
    order = written(PaidBy.NOTHING, reason="Press")

    assert (order.kind, order.subtotal_amount, order.discount_amount, order.total_amount) == (
        OrderKind.COMP,
        49_000,
        49_000,
        0,
    )


def test_the_same_form_twice_is_one_order() -> None:
    key, offer = uuid4(), an_offer()

    assert written(key=key, offer=offer).pk == written(key=key, offer=offer).pk


@pytest.mark.parametrize(
    ("given", "refused"),
    [
        ({"paid_by": PaidBy.NOTHING}, orders.ReasonNeeded),
        ({"amount": 0}, orders.AmountRefused),
        ({"amount": -5}, orders.AmountRefused),
        ({"amount": 10**40}, orders.AmountRefused),
    ],
)
def test_an_order_that_cannot_be_is_refused(given, refused) -> None:
    with pytest.raises(refused):
        written(**given)

    assert not Order.objects.exists()


def test_money_paid_by_hand_is_given_back_by_hand() -> None:
    order = orders.refund_order(order=written(), reason="Changed their mind")

    assert (order.state, order.refunds.get().payment) == ("refunded", None)


def test_the_form_writes_an_order_down_and_names_what_is_wrong(alice) -> None:
    form = {"order_key": uuid4(), "offer": an_offer().key, "email": EMAIL, "paid_by": "transfer", "amount": "490"}

    wrong = [alice.post("/studio/orders/new/", form | bad) for bad in ({"amount": "-1"}, {"paid_by": "nothing"})]
    done = alice.post("/studio/orders/new/", form)

    assert [page.status_code for page in wrong] == [422, 422]
    assert "bank transfer" in alice.get(done.headers["Location"]).content.decode()
    assert (done.status_code, OrderByHand.objects.count(), Order.objects.get().total_amount) == (302, 1, 49_000)


@pytest.mark.parametrize("role", [Role.AUTHOR, Role.SUPPORT, Role.LEARNER])
@pytest.mark.parametrize("page", ["new", "import"])
def test_others_write_no_orders_down(role, page, client_for, okafor) -> None:
    assert browser_of(client_for, okafor, role).get(f"/studio/orders/{page}/").status_code in (302, 403)


def test_past_orders_come_in_once_with_their_day_and_no_receipt() -> None:
    an_offer()

    first, again = brought(HEAD + LINE), brought(HEAD + LINE)
    deliver()

    order = Order.objects.get()
    assert ([report.new for report in (first, again)], again.verdicts[0].state) == ([1, 0], "known")
    assert (order.kind, order.name, f"{order.paid_at:%Y-%m-%d}") == (OrderKind.IMPORTED, "Zoë Łuk", "2025-11-03")
    assert not SentEmail.objects.filter(purpose="receipt").exists()


def test_latin_1_and_semicolons_are_read() -> None:
    an_offer()

    brought((HEAD + LINE).replace("Łuk", "Lük").replace(",", ";"), "latin-1")

    assert Order.objects.get().name == "Zoë Lük"


@pytest.mark.parametrize(
    ("cell", "bad", "words"),
    [
        ("zoe@example.com", "zoe", "“zoe” is not an email address."),
        ("second-number", "nothing", "There is no offer with the address “nothing”."),
        ("490.00", "-1", "is not an amount"),
        ("490.00", "1" * 40, "is not an amount"),
        ("490.00", "490.001", "is not an amount"),
        ("490.00", "NaN", "is not an amount"),
        ("USD", "XXQ", "is not an amount"),
        ("2025-11-03", "03/11/2025", "is not a past day"),
        ("2025-11-03", "2999-01-01", "is not a past day"),
        ("2025-11-03", "2025-13-45", "is not a past day"),
        (",10442", ",10442,more", "more or fewer cells"),
    ],
)
def test_one_wrong_line_lets_nothing_in(cell, bad, words) -> None:
    an_offer()

    report = brought(HEAD + LINE + LINE.replace(cell, bad))

    assert (Order.objects.count(), [verdict.line for verdict in report.wrong]) == (0, [3])
    assert words in report.wrong[0].words


def test_the_good_lines_come_in_when_asked_for_and_the_mended_one_later() -> None:
    an_offer()
    bad = LINE.replace("10442", "10443").replace("490.00", "a lot")

    some = brought_good(HEAD + LINE + bad)
    all_of_it = brought_good(HEAD + LINE + bad.replace("a lot", "90.00"))

    assert [(each.line, each.state) for each in some.verdicts] == [(2, "new"), (3, "wrong")]
    assert [(each.line, each.state) for each in all_of_it.verdicts] == [(2, "known"), (3, "new")]
    assert sorted(Order.objects.values_list("total_amount", flat=True)) == [9_000, 49_000]


def test_without_one_good_line_nothing_is_brought_in() -> None:
    an_offer()

    report = brought_good(HEAD + LINE.replace("490.00", "a lot"))

    assert (report.written, len(report.wrong), Order.objects.count()) == (False, 1, 0)


@pytest.mark.parametrize(
    "content", [b"", b"\0\0", b"a,b\n1,2", HEAD.encode(), b'email,"offer\n', b"x" * (1 << 20) + b"y"]
)
def test_what_is_no_list_of_orders_is_refused(content) -> None:
    with pytest.raises(ListUnreadable):
        import_orders(content=content, by=None)


def test_the_page_reports_each_line(alice) -> None:
    an_offer()

    bad = alice.post("/studio/orders/import/", {"file": SimpleUploadedFile("o.csv", (HEAD + LINE + "x\n").encode())})
    good = alice.post("/studio/orders/import/", {"file": SimpleUploadedFile("o.csv", (HEAD + LINE).encode())})

    assert (bad.status_code, good.status_code, Order.objects.count()) == (422, 200, 1)
    assert ("One line is wrong" in bad.content.decode(), "Order #1" in good.content.decode()) == (True, True)
