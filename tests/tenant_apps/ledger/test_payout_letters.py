"""Emails about payouts, each once."""

from uuid import uuid4

import pytest

from marque.kit.mail.models import SentEmail
from marque.kit.money import Money
from tenant_apps.accounts.actions import assign_role, register
from tenant_apps.accounts.models import Role
from tenant_apps.ledger import actions as ledger
from tenant_apps.ledger.models import PayoutTerms
from tests.tenant_apps.ledger.factories import a_shared_sale, somebody

pytestmark = pytest.mark.usefixtures("in_okafor")


@pytest.fixture
def payout(deliver_facts):
    """Ann asks for $50.00 of her $70.00; Alice owns the business."""
    owner = register(email="alice@okafor.example", name="Alice", verified=True)
    assign_role(user=owner, role=Role.OWNER, by=None)
    PayoutTerms.objects.create(hold_days=0)
    a_shared_sale()
    deliver_facts()
    ann = somebody("Ann")
    ledger.save_payout_account(person=ann, currency="USD", holder="Ann", iban="DE89370400440532013000")
    asked = ledger.request_payout(person=ann, money=Money(5_000, "USD"), request_key=uuid4(), by="ann")
    deliver_facts()
    return asked


def letters(to: str) -> list[str]:
    found = SentEmail.objects.filter(purpose="payout", to__contains=[to]).order_by("pk")
    return list(found.values_list("subject", flat=True))


def test_a_request_is_told_to_both(payout) -> None:
    assert letters("ann@example.com") == ["Your payout of $50.00 is asked for"]
    assert letters("alice@okafor.example") == ["Ann asks for a payout of $50.00"]


def test_a_payment_comes_with_its_statement(payout, deliver_facts) -> None:
    ledger.approve_payout(payout=payout, by="alice")
    ledger.mark_paid(payout=payout, by="alice")
    deliver_facts()

    last = SentEmail.objects.filter(purpose="payout", to__contains=["ann@example.com"]).latest("pk")
    assert letters("ann@example.com")[1:] == ["Your payout of $50.00 is approved", "Your payout of $50.00 is paid"]
    assert [file["name"] for file in last.attachments] == [f"statement-{payout.code}.pdf"]
    assert ("/account/earnings/" in last.text, "3000" in last.text) == (True, True)


def test_a_return_says_why(payout, deliver_facts) -> None:
    ledger.return_payout(payout=payout, reason="The name does not match.", by="alice")
    deliver_facts()

    last = SentEmail.objects.filter(purpose="payout", to__contains=["ann@example.com"]).latest("pk")
    assert ("was not paid" in last.subject, "The name does not match." in last.text) == (True, True)
    assert letters("alice@okafor.example")[-1] == "The payout of $50.00 to Ann was not paid"
