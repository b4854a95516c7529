"""Klarna and SEPA debits through the Stripe adapter, against the double over HTTP."""

import pytest

from marque.kit import clock
from marque.kit.money import Money
from shared_apps.integrations.ports.errors import ProviderError
from shared_apps.integrations.ports.payments import Access, FactKind, PaymentRequest, PaymentState, payment_gateway
from tests.doubles.stripe import debits, sessions
from tests.shared_apps.integrations.test_stripe import OWN

IBAN, BACK = "AT61 1904 3002 3457 3201", "https://okafor.example/orders/ABC/return/"


def own(*, hosted: bool = False):
    return payment_gateway("stripe", account="acct_own", access=Access(keys=OWN, hosted=hosted))


def request(method: str, key: str = "key-1", *, currency: str = "EUR", amount: int = 49_000, **more) -> PaymentRequest:
    return PaymentRequest(Money(amount, currency), method, key, email="ann@example.com", return_url=BACK, **more)


def debit(double, account: str = "pm_success_at", **more):
    """A debit of an account typed into the fields, where its owner said yes to the mandate."""
    return own().charge(request(double.confirmation_token(account), **more))


def told(double):
    """What the last webhook says."""
    body, headers = double.signed(double.events[-1])
    return own().read_webhook(body, headers, now=clock.now())


def test_a_debit_takes_days_and_then_has_paid(double) -> None:
    asked = debit(double)
    waiting = own().find_payment(idempotency_key="key-1", reference=asked.reference)
    debits.answer(double.books(), asked.reference)

    paid = own().find_payment(idempotency_key="key-1", reference=asked.reference)

    assert (asked.state, asked.brand, asked.last4, asked.fee) == (PaymentState.PENDING, "SEPA debit", "3201", None)
    assert (waiting.state, paid.state, paid.fee) == (PaymentState.PENDING, PaymentState.SUCCEEDED, 1_451)
    assert told(double).kind == FactKind.PAYMENT_SUCCEEDED


def test_a_debit_that_the_bank_refuses_is_no_card(double) -> None:
    asked = debit(double, "pm_insufficientFunds_at")
    debits.answer(double.books(), asked.reference)

    refused = own().find_payment(idempotency_key="key-1", reference=asked.reference)

    assert (told(double).kind, refused.state) == (FactKind.PAYMENT_FAILED, PaymentState.DECLINED)
    assert (refused.failure_code, "card" in refused.message) == ("insufficient_funds", False)
    assert double.count("balance_transaction") == 0


@pytest.mark.parametrize(("method", "currency"), [("pm_success_at", "EUR"), ("token", "USD")])
def test_a_debit_without_a_mandate_or_in_other_money_is_refused(double, method: str, currency: str) -> None:
    named = double.confirmation_token("pm_success_at") if method == "token" else method

    with pytest.raises(ProviderError) as caught:
        own().charge(request(named, currency=currency))

    assert caught.value.permanent


def test_an_account_that_is_kept_is_debited_again_under_its_mandate(double) -> None:
    first = debit(double, save_method=True)
    debits.answer(double.books(), first.reference)
    saved = own().find_payment(idempotency_key="key-1", reference=first.reference).saved

    again = own().charge(request(saved.token, "renewal-1", off_session=True))
    debits.answer(double.books(), again.reference)

    made = [each for each in double.books().things.values() if each["object"] == "charge"]
    mandates = {each["payment_method_details"]["sepa_debit"]["mandate"] for each in made}
    assert (first.saved, saved.brand, again.state, len(made), len(mandates)) == (
        None,
        "SEPA debit",
        PaymentState.PENDING,
        2,
        1,
    )


def test_an_account_that_is_only_kept_costs_nothing_and_is_debited_later(double) -> None:
    kept = debit(double, amount=0, save_method=True)

    later = own().charge(request(kept.saved.token, "renewal-1", off_session=True))

    assert (kept.state, kept.brand, later.state) == (PaymentState.SUCCEEDED, "SEPA debit", PaymentState.PENDING)


def test_money_that_is_called_back_is_lost_at_once_and_the_account_debited_no_more(double) -> None:
    first = debit(double, "pm_disputed_at", save_method=True)
    debits.answer(double.books(), first.reference)
    saved = own().find_payment(idempotency_key="key-1", reference=first.reference).saved

    with pytest.raises(ProviderError) as caught:
        own().charge(request(saved.token, "renewal-1", off_session=True))

    fact = told(double)
    assert (fact.kind, fact.reference, fact.amount, fact.fee) == ("dispute.lost", first.reference, 49_000, 1_500)
    assert (caught.value.permanent, caught.value.code) == (True, "payment_intent_mandate_invalid")


@pytest.mark.parametrize(("account", "state"), [(IBAN, "succeeded"), ("AT86 1904 3002 3547 3202", "declined")])
def test_a_debit_on_stripes_own_page_waits_there_too(double, account: str, state: str) -> None:
    page = own(hosted=True).charge(request("stripe_page", metadata={"order": "ABC"}))
    sessions.pay(double.books(), page.reference, account)
    waiting = own().confirm(page.action_token, approved=True)

    debits.answer(double.books(), waiting.reference)

    found = own().find_payment(idempotency_key="key-1", reference=page.reference)
    assert (waiting.state, waiting.reference[:3], found.state) == (PaymentState.PENDING, "pi_", PaymentState(state))


@pytest.mark.parametrize(("approved", "state"), [(True, PaymentState.SUCCEEDED), (False, PaymentState.DECLINED)])
def test_klarna_leads_away_and_says_how_it_ended(double, approved: bool, state: PaymentState) -> None:
    asked = own().charge(request(double.confirmation_token("pm_klarna"), currency="USD"))
    double.answer_bank(asked.action_token, approved=approved)

    ended = own().confirm(asked.action_token, approved=True)

    intent = double.books().get("payment_intent", asked.reference)
    assert (intent["payment_method_types"], asked.state) == (["klarna"], PaymentState.NEEDS_ACTION)
    assert (ended.state, ended.brand, ended.last4) == (state, "Klarna", "")
    assert approved or "You left before paying. Nothing was charged." in ended.message
