"""Connect: accounts that the platform opens, fees it keeps back, transfers it makes; against the double over HTTP."""

from datetime import timedelta
from uuid import uuid4

import pytest

from marque.kit import clock
from marque.kit.money import Money
from shared_apps.integrations import resilience
from shared_apps.integrations.ports.errors import ProviderError
from shared_apps.integrations.ports.fees import fee_keeper
from shared_apps.integrations.ports.onboarding import Role, onboarding
from shared_apps.integrations.ports.payments import (
    Access,
    Merchant,
    MovementKind,
    PaymentRequest,
    RefundRequest,
    payment_gateway,
)
from shared_apps.integrations.ports.payouts import PayoutRequest, payout_way
from shared_apps.integrations.stripe.onboarding import due_in_words
from tests.doubles.stripe import connect

KEYS = {"secret_key": "sk_test_platform", "publishable_key": "pk_test_platform", "webhook_secret": "whsec_double"}
COLLECTS = Access(platform=KEYS, merchant=Merchant.PLATFORM)
FEE = Money(2_450, "USD")


def opened(key="account", role=Role.SELLER) -> str:
    at = onboarding("stripe", access=COLLECTS)
    return at.open_account(role=role, email="ada@okafor.example", metadata={"tenant": "t1"}, idempotency_key=key)


def seller(account: str):
    return payment_gateway("stripe", account=account, access=Access(platform=KEYS))


def paid(account: str, *, fee: Money | None = FEE) -> str:
    asked = PaymentRequest(Money(49_000, "USD"), "pm_card_visa", str(uuid4()), platform_fee=fee)
    return seller(account).charge(asked).reference


def given_back(account: str, reference: str, amount: int):
    asked = RefundRequest(reference=reference, money=Money(amount, "USD"), idempotency_key=str(uuid4()))
    return seller(account).refund(asked)


def test_an_account_is_opened_once_and_can_do_nothing_before_its_owner_answers(double) -> None:
    first, again = opened(), opened()

    standing = onboarding("stripe", access=COLLECTS).standing(account=first)

    params = next(params for _m, path, params, _h in double.requests if path == "/v1/accounts")
    assert (first == again, standing.charges, standing.transfers) == (True, False, False)
    assert "A bank account for payouts" in standing.due
    assert params["controller"]["losses"] == {"payments": "stripe"}


def test_an_account_that_is_only_paid_is_the_platforms_to_answer_for(double) -> None:
    opened(role=Role.RECIPIENT)

    _method, _path, params, _headers = double.requests[-1]
    assert (params["controller"]["losses"], list(params["capabilities"])) == (
        {"payments": "application"},
        ["transfers"],
    )


def test_an_account_takes_payments_once_everything_is_answered(double) -> None:
    account, at = opened(), onboarding("stripe", access=COLLECTS)
    link = at.link(account=account, back_url="http://shop.test/back/", again_url="http://shop.test/again/")

    connect.finish(double, account)

    standing = at.standing(account=account)
    assert link.startswith(f"{double.url}/connect/setup/")
    assert (standing.charges, standing.payouts, standing.transfers, standing.due) == (True, True, True, ())


def test_what_is_due_is_said_once_and_in_words() -> None:
    names = ["individual.verification.document", "person_1x.dob.day", "person_1x.dob.year", "owners.passport_scan"]

    assert due_in_words(names) == (
        "A proof of your identity",
        "Details of an owner or director",
        "Owners, passport scan",
    )


def test_the_platforms_fee_is_no_fee_of_stripes(double) -> None:
    account = opened()
    reference = paid(account)

    found = seller(account).find_payment(idempotency_key="", reference=reference)

    assert (found.fee, double.books("acct_platform").balance("usd")) == (1_451, 2_450)


@pytest.mark.parametrize(("amount", "fee"), [(49_000, 2_450), (10_000, 500), (3_333, 166)])
def test_a_refund_says_what_came_back_of_the_platforms_fee(double, amount, fee) -> None:
    account = opened()

    result = given_back(account, paid(account), amount)

    assert (result.platform_fee, double.books("acct_platform").balance("usd")) == (fee, 2_450 - fee)


def test_a_refund_of_a_charge_without_a_fee_gives_none_back(double) -> None:
    account = opened()

    assert given_back(account, paid(account, fee=None), 49_000).platform_fee == 0


def test_the_fee_of_a_lost_sale_is_given_back_once(double) -> None:
    account = opened()
    reference = paid(account)
    keeper = fee_keeper("stripe", account=account, access=Access(platform=KEYS))

    for _time in "12":
        keeper.give_back(reference=reference, money=FEE, idempotency_key="dispute-1")

    assert double.books("acct_platform").balance("usd") == 0


def test_more_of_a_fee_than_was_kept_is_not_given(double) -> None:
    account = opened()
    reference = paid(account)
    keeper = fee_keeper("stripe", account=account, access=Access(platform=KEYS))

    with pytest.raises(ProviderError) as caught:
        keeper.give_back(reference=reference, money=Money(2_451, "USD"), idempotency_key="dispute-1")

    assert caught.value.permanent


def test_movements_tell_the_platforms_fee_from_stripes(double) -> None:
    account, began = opened(), clock.now() - timedelta(seconds=2)
    reference = paid(account)
    given_back(account, reference, 10_000)

    rows = list(seller(account).movements(since=began, until=clock.now() + timedelta(seconds=2)))

    assert [(row.kind, row.amount, row.fee, row.platform_fee) for row in rows] == [
        (MovementKind.PAYMENT, 49_000, 1_451, 2_450),
        (MovementKind.REFUND, -10_000, 0, -500),
    ]
    assert sum(row.net for row in rows) == double.books(account).balance("usd")


def transfer(account: str, amount: int, key: str = "payout-1"):
    way = payout_way("stripe", account="t1", access=COLLECTS)
    return way.send(PayoutRequest(Money(amount, "USD"), account, key, "Okafor 7KQ"))


def collected(double) -> None:
    """The platform has taken $490.00 for a business."""
    asked = PaymentRequest(Money(49_000, "USD"), "pm_card_visa", "key", metadata={"tenant": "t1"})
    payment_gateway("stripe", account="", access=COLLECTS).charge(asked)


def test_a_transfer_is_made_once(double) -> None:
    account = opened(role=Role.RECIPIENT)
    collected(double)

    first, again = transfer(account, 30_000), transfer(account, 30_000)

    assert (first.reference, first.paid) == (again.reference, True)
    assert (double.count("transfer", "acct_platform"), double.books(account).balance("usd")) == (1, 30_000)


def test_a_transfer_of_more_than_there_is_may_be_asked_again(double) -> None:
    account = opened(role=Role.RECIPIENT)
    collected(double)

    with pytest.raises(ProviderError) as caught:
        transfer(account, 49_000)

    assert (caught.value.permanent, caught.value.certain) == (False, True)
    assert resilience.breaker_for("stripe")._failures == 0


def test_a_transfer_to_nobody_is_never_made(double) -> None:
    collected(double)

    with pytest.raises(ProviderError) as caught:
        transfer("acct_nobody", 100)

    assert caught.value.permanent
