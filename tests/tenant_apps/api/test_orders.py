"""Orders, refunds, people, access and payouts through the API."""

from datetime import timedelta

import pytest

from marque.kit import clock
from shared_apps.practice.models import PracticeMovement
from tenant_apps.api.models import AnsweredCall
from tenant_apps.entitlements.models import Entitlement
from tenant_apps.ledger import actions as ledger
from tenant_apps.ledger.models import Payout, PayoutTerms
from tenant_apps.orders.models import Order, Refund
from tenant_apps.people import actions as people
from tests.tenant_apps.ledger.factories import a_shared_sale, somebody
from tests.tenant_apps.selling import EMAIL, a_paid_order, an_offer, an_order

pytestmark = pytest.mark.usefixtures("parcels")
NOWHERE = "00000000-0000-0000-0000-000000000001"


def by_hand(offer, /, **other):
    asked = {"offer": str(offer.key), "email": EMAIL, "amount": 4_900, "currency": "USD", "paid_by": "transfer"}
    return {**asked, **other}


def test_an_order_shows_what_was_bought(books):
    order = a_paid_order(an_offer(price=49_000))

    shown = books.call("get", f"/orders/{order.key}/").json()

    assert (shown["state"], shown["number"], shown["total"], shown["currency"]) == ("paid", 1, 49_000, "USD")
    assert (shown["email"], shown["refunded"]) == (EMAIL, 0)
    assert [line["title"] for line in shown["lines"]] == ["The Second Number"]


def test_orders_are_found_by_state_person_and_day(books):
    paid, placed = a_paid_order(an_offer("one"), email="Ann@Example.com"), an_order(an_offer("two"))
    later = (clock.now() + timedelta(days=1)).isoformat().replace("+00:00", "Z")

    def ids(query):
        return [row["id"] for row in books.call("get", f"/orders/?{query}").json()["results"]]

    assert ids("") == [str(placed.key), str(paid.key)]
    assert ids("state=paid") == ids("email=ann@example.com") == ids(f"person={paid.buyer.key}") == [str(paid.key)]
    assert (ids(f"paid_from={later}"), ids(f"paid_before={later}")) == ([], [str(paid.key)])


def test_an_order_by_hand_is_written_down_once(books, deliver_facts):
    offer = an_offer()
    answers = [
        books.call("post", "/orders/", by_hand(offer, reference="Invoice 7"), **{"idempotency-key": "k"})
        for _each in "12"
    ]
    deliver_facts()

    assert [answer.status_code for answer in answers] == [201, 201]
    assert (answers[0].json()["kind"], answers[0].json()["state"]) == ("manual", "paid")
    assert (Order.objects.count(), Entitlement.objects.count()) == (1, 1)


def test_giving_away_needs_a_reason(books):
    offer = an_offer()
    refused = books.call("post", "/orders/", by_hand(offer, paid_by="nothing"))
    given = books.call("post", "/orders/", by_hand(offer, paid_by="nothing", reason="Won the raffle"))

    assert (refused.status_code, refused.json()["field"]) == (422, "reason")
    assert (given.json()["kind"], given.json()["total"], given.json()["discount"]) == ("comp", 0, 4_900)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"offer": NOWHERE}, "offer"), ({"amount": 0}, "amount"), ({"email": "nobody"}, "email"), ({"extra": 1}, "extra")],
)
def test_an_order_that_makes_no_sense_is_refused(books, wrong, field):
    answer = books.call("post", "/orders/", by_hand(an_offer(), **wrong))

    assert (answer.status_code // 100, answer.json()["field"], Order.objects.count()) == (4, field, 0)


def test_a_part_goes_back_and_then_the_rest(books):
    order = a_paid_order(an_offer(price=10_000))
    here = f"/orders/{order.key}/refunds/"

    part = books.call("post", here, {"reason": "Late", "amount": 2_500}).json()
    rest = books.call("post", here, {"reason": "Unhappy"}).json()

    assert (part["amount"], part["state"], rest["amount"]) == (2_500, "settled", 7_500)
    assert books.call("get", f"/orders/{order.key}/").json()["state"] == "refunded"
    assert [row["id"] for row in books.call("get", here).json()["results"]] == [rest["id"], part["id"]]
    assert books.call("get", f"/refunds/{part['id']}/").json() == part


def test_the_same_refund_sent_again_moves_no_more_money(okafor, books):
    order = a_paid_order(an_offer(price=10_000))
    asked = {"reason": "Late", "amount": 2_500}

    answers = [
        books.call("post", f"/orders/{order.key}/refunds/", asked, **{"idempotency-key": "k"}) for _each in "123"
    ]

    assert len({answer.json()["id"] for answer in answers}) == 1
    back = PracticeMovement.objects.filter(account=str(okafor.id), kind="refund")
    assert [each.amount for each in back] == [-2_500]


def test_a_refund_whose_answer_was_lost_is_found_by_its_key(okafor, books, monkeypatch):
    order = a_paid_order(an_offer(price=10_000))
    asked, key = {"reason": "Late", "amount": 2_500}, {"idempotency-key": "k"}

    def die(*_given):
        raise SystemExit("kill -9")

    with monkeypatch.context() as cut:
        cut.setattr("tenant_apps.api.once.once.note_answer", die)
        with pytest.raises(SystemExit):
            books.call("post", f"/orders/{order.key}/refunds/", asked, **key)
    busy = books.call("post", f"/orders/{order.key}/refunds/", asked, **key)
    with clock.fixed(clock.now() + timedelta(minutes=2)):
        again = books.call("post", f"/orders/{order.key}/refunds/", asked, **key)

    assert (busy.status_code, busy.json()["code"]) == (409, "still_busy")
    assert (again.status_code, again.json()["amount"], Refund.objects.count()) == (201, 2_500, 1)
    assert PracticeMovement.objects.filter(account=str(okafor.id), kind="refund").count() == 1


def test_more_than_was_paid_is_refused_with_its_field(books):
    order = a_paid_order(an_offer(price=10_000))

    answer = books.call("post", f"/orders/{order.key}/refunds/", {"reason": "Late", "amount": 10_001})

    assert (answer.status_code, answer.json()["code"], answer.json()["field"]) == (422, "too_much", "amount")
    assert not Refund.objects.exists()


def test_people_are_found_by_address_and_by_words(books):
    ann, _bob = people.meet(email="ann@example.com", name="Ann"), people.meet(email="bob@example.com", name="Bob")

    exact = books.call("get", "/people/?email=ANN@example.com").json()["results"]
    words = books.call("get", "/people/?q=ann").json()["results"]

    assert [row["id"] for row in exact] == [row["id"] for row in words] == [str(ann.key)]
    assert books.call("get", f"/people/{ann.key}/").json()["has_account"] is False


def test_access_is_given_explained_and_taken_away(books):
    product = an_offer().products.get()
    asked = {"email": "ann@example.com", "name": "Ann", "product": str(product.key), "reason": "Helped at the fair"}
    given = books.call("post", "/entitlements/", asked).json()
    why = f"/entitlements/explanation/?person={given['person']}&product={given['product']}"

    before = books.call("get", why).json()
    taken = books.call("put", f"/entitlements/{given['id']}/revocation/", {"reason": "The fair is over"}).json()
    after = books.call("get", why).json()

    assert (given["state"], before["is_open"], taken["state"], after["is_open"]) == ("open", True, "revoked", False)
    assert [reason["because"] for reason in before["reasons"]] == ["Given by Alice: Helped at the fair"]
    assert books.call("get", "/entitlements/?open=true").json()["results"] == []


def test_access_without_a_reason_or_a_product_is_refused(books):
    product = an_offer().products.get()
    answers = [
        books.call("post", "/entitlements/", {"email": "a@example.com", **asked})
        for asked in ({"product": str(product.key), "reason": ""}, {"product": NOWHERE, "reason": "x"})
    ]

    assert [answer.json()["field"] for answer in answers] == ["reason", "product"]
    assert not Entitlement.objects.exists()


@pytest.fixture
def ann(in_okafor, deliver_facts):
    """Ann has $70.00 that can be paid out, and an account."""
    PayoutTerms.objects.create(hold_days=0)
    a_shared_sale()
    deliver_facts()
    person = somebody("Ann")
    ledger.save_payout_account(person=person, currency="USD", holder="Ann", iban="DE89 3704 0044 0532 0130 00")
    return person


def test_a_payout_is_asked_for_once_and_seen_in_the_balance(books, ann):
    asked = {"amount": 5_000, "currency": "USD", "person": str(ann.key)}
    answers = [books.call("post", "/payouts/", asked, **{"idempotency-key": "k"}) for _each in "12"]

    balance = books.call("get", f"/balances/?person={ann.key}").json()["balances"]
    listed = books.call("get", f"/payouts/?state=requested&person={ann.key}").json()["results"]

    assert [answer.status_code for answer in answers] == [201, 201]
    assert [(row["available"], row["reserved"]) for row in balance] == [(2_000, 5_000)]
    assert ([row["id"] for row in listed], Payout.objects.count()) == ([answers[0].json()["id"]], 1)
    assert "3704" not in str(listed)


def forgotten() -> None:
    """A day and an hour go by."""
    AnsweredCall.objects.update(created_at=clock.now() - timedelta(hours=25))


def test_a_key_of_a_day_ago_is_a_new_order(books):
    offer, key = an_offer(), {"idempotency-key": "k"}
    first = books.call("post", "/orders/", by_hand(offer), **key)
    forgotten()

    second = books.call("post", "/orders/", by_hand(offer, amount=1_900), **key)

    assert (first.json()["total"], second.json()["total"], Order.objects.count()) == (4_900, 1_900, 2)


def test_a_key_of_a_day_ago_is_a_new_refund(okafor, books):
    order, key = a_paid_order(an_offer(price=10_000)), {"idempotency-key": "k"}
    for amount in (2_500, 1_000):
        books.call("post", f"/orders/{order.key}/refunds/", {"reason": "Late", "amount": amount}, **key)
        forgotten()

    back = PracticeMovement.objects.filter(account=str(okafor.id), kind="refund").order_by("pk")
    assert [each.amount for each in back] == [-2_500, -1_000]


def test_a_key_of_a_day_ago_is_a_new_payout(books, ann):
    asked, key = {"amount": 3_000, "currency": "USD", "person": str(ann.key)}, {"idempotency-key": "k"}
    first = books.call("post", "/payouts/", asked, **key).json()
    forgotten()

    second = books.call("post", "/payouts/", asked, **key).json()

    assert (first["id"] != second["id"], Payout.objects.count()) == (True, 2)


def test_more_than_is_available_is_refused(books, ann):
    answer = books.call("post", "/payouts/", {"amount": 7_001, "currency": "USD", "person": str(ann.key)})

    assert (answer.status_code, answer.json()["field"]) == (422, "amount")
