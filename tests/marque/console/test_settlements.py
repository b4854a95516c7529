"""Operators approve what the platform collects, and hear of books that are wrong."""

from uuid import uuid4

import pytest

from marque.kit.facts.sweep import deliver_pending
from marque.kit.money import Money
from marque.kit.tenancy.context import enter
from shared_apps.operations.models import AuditEntry
from shared_apps.settlements.actions import note_problems
from tenant_apps.ledger import actions as ledger
from tenant_apps.ledger.actions import Leg, Pot
from tenant_apps.ledger.models import Payout, PayoutState
from tenant_apps.ledger.queries import wallet_of
from tenant_apps.payments.models import MerchantModel, PaymentSettings

PAYOUTS = "/console/payouts/"


@pytest.fixture
def payout(okafor) -> Payout:
    """Okafor's owner asks for $60.00 of $100.00 that the platform collected."""
    with enter(okafor):
        PaymentSettings.objects.update_or_create(name="default", defaults={"merchant": MerchantModel.PLATFORM})
        legs = [Leg(Pot("cash", gateway="sandbox"), 10_000), Leg(Pot("creator"), -10_000)]
        ledger.post(kind="adjustment", source="adjustment:1", currency="USD", legs=legs)
        ledger.save_payout_account(person=None, currency="USD", holder="Okafor Ltd", iban="DE89370400440532013000")
        asked = ledger.request_payout(
            person=None, money=Money(6_000, "USD"), request_key=uuid4(), by="alice@example.com"
        )
        deliver_pending()
    return asked


def test_a_request_waits_and_is_approved_and_paid(operator, okafor, payout) -> None:
    listed = operator.get(PAYOUTS).text
    explained = operator.get(f"{PAYOUTS}{payout.key}/").text
    for noun in ("approval", "payment"):
        operator.post(f"{PAYOUTS}{payout.key}/{noun}/", {"reference": "SEPA-1"})

    with enter(okafor):
        deliver_pending()
        payout.refresh_from_db()
        assert (payout.state, payout.approved_by) == (PayoutState.PAID, "olu@example.com")
        assert wallet_of(None, "USD").available == Money(4_000, "USD")
    assert (payout.code in listed, "Okafor" in listed, "Left in the wallet" in explained) == (True, True, True)
    done = AuditEntry.objects.filter(target=payout.code).order_by("id").values_list("action", flat=True)
    assert list(done) == ["payout.approval", "payout.payment"]
    assert "Nobody waits for money." in operator.get(PAYOUTS).text


def test_a_return_needs_a_reason(operator, okafor, payout) -> None:
    for reason in ("", "The name does not match"):
        operator.post(f"{PAYOUTS}{payout.key}/return/", {"reason": reason})

    with enter(okafor):
        payout.refresh_from_db()
        assert (payout.state, payout.reason) == (PayoutState.RETURNED, "The name does not match")


def test_a_payout_of_a_business_that_collects_itself_is_not_the_operators(operator, okafor, payout) -> None:
    with enter(okafor):
        PaymentSettings.objects.update(merchant=MerchantModel.CREATOR)

    assert operator.post(f"{PAYOUTS}{payout.key}/approval/").status_code == 404


def test_wrong_books_are_shown_until_they_are_right(operator, okafor) -> None:
    note_problems(tenant_id=okafor.id, gateway="", problems=["account Tax owed · EUR: Its balance is wrong."])
    alarmed = operator.get(PAYOUTS).text
    note_problems(tenant_id=okafor.id, gateway="", problems=[])

    assert "The books of Okafor are wrong" in alarmed
    assert "are wrong" not in operator.get(PAYOUTS).text


def test_others_find_nothing_there(client_for, okafor, platform, payout) -> None:
    nobody = client_for(platform)

    assert nobody.get(PAYOUTS).status_code == 302
    assert client_for(okafor).get(PAYOUTS).status_code == 404
