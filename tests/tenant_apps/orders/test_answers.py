"""Answers to a bank's question, sent through the gateway that took the money; and what the bank decides."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.base import ContentFile

from shared_apps.integrations import resilience
from shared_apps.practice.models import PracticeEvent, PracticePayment
from shared_apps.practice.tasks import send_event
from tenant_apps.accounts.models import Role
from tenant_apps.orders import actions as orders
from tenant_apps.orders.models import Dispute, GatewayEvent, Payment
from tenant_apps.orders.tasks import handle_gateway_event
from tenant_apps.payments import actions as payments
from tests.doubles.paypal import PayPalDouble
from tests.doubles.stripe import StripeDouble
from tests.shared_apps.integrations.test_stripe import OWN
from tests.tenant_apps.payments import vendors
from tests.tenant_apps.roles import browser_of
from tests.tenant_apps.selling import an_order, card_token

pytestmark = pytest.mark.usefixtures("in_okafor")


@pytest.fixture(autouse=True)
def _calm(monkeypatch) -> None:
    monkeypatch.setattr(resilience, "_breakers", {})
    monkeypatch.setitem(resilience.call.__kwdefaults__, "sleep", lambda seconds: None)
    monkeypatch.setattr(handle_gateway_event, "delay", lambda *, event_key: None)
    monkeypatch.setattr(send_event, "delay", lambda *, event_id: None)


@pytest.fixture
def stripe(settings) -> Iterator[StripeDouble]:
    with StripeDouble() as running:
        settings.STRIPE_API = running.url
        payments.connect_gateway(gateway="stripe", keys=OWN, by=vendors.BY)
        payments.choose_gateway(gateway="stripe", merchant="creator", by=vendors.BY)
        yield running
    assert running.drifts == []


@pytest.fixture
def paypal(settings) -> Iterator[PayPalDouble]:
    with vendors.paypal(settings) as running:
        yield running


def hear(double: Any, browser: Any, address: str) -> None:
    for event in double.events:
        body, headers = double.signed(event)
        browser.post(address, body, content_type="application/json", headers=headers)
    for event in GatewayEvent.objects.order_by("pk"):
        orders.handle_event(event=event)


def add_proof(dispute: Dispute, name: str = "chat.pdf") -> None:
    orders.add_evidence(dispute=dispute, file=ContentFile(b"%PDF-1.7\n" + name.encode(), name=name), by=None)


@pytest.mark.parametrize(("words", "state"), [("winning_evidence", "won"), ("losing_evidence", "lost")])
def test_stripe_gets_words_and_files_and_decides(client_for, okafor, stripe, words, state) -> None:
    payment = orders.pay(order=an_order(), method="pm_card_createDispute")
    browser = client_for(okafor)
    hear(stripe, browser, "/webhooks/stripe/")
    dispute = Dispute.objects.get()
    for name in ("chat.pdf", "log.pdf"):
        add_proof(dispute, name)

    orders.send_answer(dispute=dispute, evidence_text=f"She watched it: {words}", by=None)
    hear(stripe, browser, "/webhooks/stripe/")

    dispute.refresh_from_db()
    there = stripe.books().get("dispute", dispute.reference)["evidence"]
    assert (dispute.state, dispute.evidence_sent_at is None, dispute.fee_amount) == (state, False, 1_500)
    assert (there["uncategorized_file"][:5], there["service_documentation"][:5]) == ("file_", "file_")
    assert payment.order.disputes.count() == 1


def test_an_answer_whose_sending_nobody_knows_of_is_sent_again_and_is_one(client_for, okafor, stripe) -> None:
    orders.pay(order=an_order(), method="pm_card_createDispute")
    hear(stripe, client_for(okafor), "/webhooks/stripe/")
    dispute = Dispute.objects.get()
    stripe.losing = 9
    with pytest.raises(orders.NotSent):
        orders.send_answer(dispute=dispute, evidence_text="All of it.", by=None)
    stripe.losing = 0
    resilience._breakers.clear()

    orders.send_answer(dispute=dispute, evidence_text="All of it.", by=None)

    found = stripe.books().get("dispute", dispute.reference)
    assert (found["status"], found["evidence_details"]["submission_count"]) == ("under_review", 1)
    with pytest.raises(orders.DisputeClosed):
        orders.send_answer(dispute=dispute, evidence_text="More.", by=None)


@pytest.mark.parametrize("won", [True, False])
def test_paypal_gets_words_and_files_and_decides(client_for, okafor, paypal, won) -> None:
    payment = orders.pay(order=an_order(), method="paypal")
    paypal.books.approve(payment.reference)
    payment = orders.answer_challenge(payment=payment, approved=True)
    made = paypal.books.dispute(payment.reference)
    browser = client_for(okafor)
    hear(paypal, browser, "/webhooks/paypal/")
    dispute = Dispute.objects.get()
    add_proof(dispute)

    orders.send_answer(dispute=dispute, evidence_text="It was opened on 3 May.", by=None)
    paypal.books.resolve(made["dispute_id"], won=won)
    hear(paypal, browser, "/webhooks/paypal/")

    said = paypal.books.evidence[dispute.reference]
    assert said == [
        {
            "evidences": [{"evidence_type": "PROOF_OF_FULFILLMENT", "notes": "It was opened on 3 May."}],
            "files": ["chat.pdf"],
        }
    ]
    assert Dispute.objects.get().state == ("won" if won else "lost")


@pytest.mark.parametrize(("words", "state"), [("winning_evidence", "won"), ("losing_evidence", "lost")])
def test_practice_plays_the_bank(client_for, okafor, words, state) -> None:
    alice = browser_of(client_for, okafor, Role.OWNER)
    payment = orders.pay(order=an_order(), method=card_token("4000000000000259"))
    _told(payment)
    address = f"/studio/disputes/{Dispute.objects.get().key}/"

    shown = alice.get(address).content.decode()
    alice.post(address, {"evidence_text": words, "send": "1"})
    kinds = set(PracticePayment.objects.get(reference=payment.reference).movements.values_list("kind", flat=True))

    assert ("Send to the bank" in shown, Dispute.objects.get().evidence_sent_at is None) == (True, False)
    assert ("dispute_won" in kinds) == (state == "won")


def _told(payment: Payment) -> None:
    """The news of the dispute, as the practice gateway sends it."""
    facts = json.loads(PracticeEvent.objects.latest("pk").body)
    orders.open_dispute(payment=payment, reference=facts["subject"], amount=payment.money, reason="fraudulent")


def test_a_gateway_without_a_desk_is_answered_on_its_own_pages(client_for, okafor) -> None:
    payment = orders.pay(order=an_order(), method=card_token())
    Payment.objects.filter(pk=payment.pk).update(gateway="manual")
    vendors.use("manual", vendors.MANUAL_KEYS)
    dispute = orders.open_dispute(payment=Payment.objects.get(), reference="dp_1", amount=payment.money)

    with pytest.raises(orders.NotSent, match="its own pages"):
        orders.send_answer(dispute=dispute, evidence_text="All of it.", by=None)

    assert orders.answer_dispute(dispute=dispute, evidence_text="All of it.", sent=True, by=None).evidence_sent_at


def test_nothing_to_send_and_files_no_bank_takes_are_refused(client_for, okafor, paypal) -> None:
    payment = orders.pay(order=an_order(), method="paypal")
    dispute = orders.open_dispute(payment=payment, reference="PP-D-1", amount=payment.money)
    with pytest.raises(orders.NoEvidence):
        orders.send_answer(dispute=dispute, evidence_text=" ", by=None)
    for number in range(6):
        add_proof(dispute, f"{number}.pdf")

    with pytest.raises(orders.EvidenceRefused, match="5 files"):
        orders.send_answer(dispute=dispute, evidence_text="All of it.", by=None)
