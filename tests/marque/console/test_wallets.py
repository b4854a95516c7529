"""Operators adjust wallets where the platform collects."""

from uuid import uuid4

import pytest

from marque.kit.money import Money
from marque.kit.tenancy.context import enter
from shared_apps.operations.models import AuditEntry
from tenant_apps.ledger import actions as ledger
from tenant_apps.ledger.actions import Leg, Pot
from tenant_apps.ledger.models import LedgerTransaction
from tenant_apps.ledger.queries import wallet_of
from tenant_apps.payments.models import MerchantModel, PaymentSettings
from tests.tenant_apps.ledger.factories import somebody

WALLETS = "/console/tenants/okafor/wallets/"


@pytest.fixture
def ann(okafor):
    """Ann has $70.00 of what the platform collected for Okafor."""
    with enter(okafor):
        PaymentSettings.objects.update_or_create(name="default", defaults={"merchant": MerchantModel.PLATFORM})
        person = somebody("Ann")
        legs = [Leg(Pot("cash", gateway="sandbox"), 10_000), Leg(Pot("author", person.pk), -7_000)]
        legs += [Leg(Pot("creator"), -3_000)]
        ledger.post(kind="adjustment", source="adjustment:1", currency="USD", legs=legs)
        return person


def test_an_operator_finds_a_wallet_adjusts_it_and_takes_that_back(operator, okafor, ann) -> None:
    found = operator.get(WALLETS, {"q": ann.email})
    typed = {"request_key": str(uuid4()), "direction": "add", "part": "author", "currency": "USD", "amount": "5"}
    operator.post(found.url, typed | {"reason": "A mistake of ours"})
    page = operator.get(found.url).text
    with enter(okafor):
        made = LedgerTransaction.objects.get(kind="adjustment", source__startswith="wallet")
        after = wallet_of(ann, "USD").available
    operator.post(f"{WALLETS}adjustments/{made.key}/undo/", {"reason": "It was none"})

    with enter(okafor):
        assert (after, wallet_of(ann, "USD").available) == (Money(7_500, "USD"), Money(7_000, "USD"))
    assert "A mistake of ours" in page
    done = AuditEntry.objects.filter(tenant_id=okafor.id, action__startswith="wallet.").order_by("id")
    assert list(done.values_list("action", "actor")) == [
        ("wallet.adjusted", "olu@example.com"),
        ("wallet.adjustment-undone", "olu@example.com"),
    ]


def test_what_is_wrong_is_beside_its_field(operator, ann) -> None:
    typed = {"request_key": str(uuid4()), "direction": "take", "part": "author", "currency": "USD", "amount": "70.01"}
    nobody = operator.get(WALLETS, {"q": "nobody@example.com"})

    answer = operator.post(f"{WALLETS}{ann.key}/", typed | {"reason": "Too much"})

    assert (answer.status_code, "Ann has $70.00" in answer.text) == (422, True)
    assert "Nobody there has the email" in nobody.text


def test_a_business_that_collects_itself_has_no_wallets_here(operator, okafor, ann) -> None:
    with enter(okafor):
        PaymentSettings.objects.update(merchant=MerchantModel.CREATOR)

    assert operator.get(f"{WALLETS}{ann.key}/").status_code == 404
