from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.test import Client

from marque.kit import clock
from marque.kit.facts.sweep import deliver_pending
from marque.kit.mail.models import SentEmail
from marque.kit.tenancy.context import enter
from tenant_apps.accounts.models import Role
from tenant_apps.media.refusals import FileRefused
from tenant_apps.orders import actions as orders
from tenant_apps.orders.models import Dispute, Evidence
from tests.tenant_apps.roles import browser_of
from tests.tenant_apps.selling import a_paid_order, an_offer

LIST = "/studio/disputes/"

pytestmark = pytest.mark.usefixtures("in_okafor")


@pytest.fixture
def alice(client_for, okafor) -> Client:
    return browser_of(client_for, okafor, Role.OWNER)


def a_dispute(offer=None, reference: str = "dp_1") -> Dispute:
    order = a_paid_order(offer, email=f"{reference}@example.com")
    due = clock.now() + timedelta(days=7)
    payment = order.payments.get()
    return orders.open_dispute(
        payment=payment, reference=reference, amount=order.total, reason="product_not_received", due=due
    )


def a_proof(name: str = "chat.pdf", content: bytes = b"%PDF-1.7\nhello") -> ContentFile:
    return ContentFile(content, name=name)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_however_long(rows, alice, django_assert_num_queries) -> None:
    offer = an_offer()
    for number in range(rows):
        a_dispute(offer, f"dp_{number}")
    alice.get(LIST)

    with django_assert_num_queries(11):
        page = alice.get(LIST)

    assert page.content.decode().count("Product not received") == rows


def test_a_file_is_kept_once_and_read_back_as_a_download(alice) -> None:
    dispute = a_dispute()
    address = f"{LIST}{dispute.key}/evidence/"

    added = [alice.post(address, {"file": a_proof()}).status_code for _time in "12"]

    answer = alice.get(f"{address}{Evidence.objects.get().key}/")
    assert (added, b"".join(answer.streaming_content)) == ([302, 302], b"%PDF-1.7\nhello")
    assert answer.headers["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize(
    ("name", "content"),
    [("chat.pdf", b"<html>"), ("x.svg", b"<svg/>"), ("a.exe", b"MZ"), ("song.mp3", b"ID3xxxxxxxxx"), ("e.pdf", b"")],
)
def test_a_file_no_bank_takes_is_refused(name, content) -> None:
    with pytest.raises((FileRefused, orders.EvidenceRefused)):
        orders.add_evidence(dispute=a_dispute(), file=a_proof(name, content), by=None)

    assert not Evidence.objects.exists()


def test_the_answer_is_kept_sent_and_then_closed(alice) -> None:
    dispute = a_dispute()
    address = f"{LIST}{dispute.key}/"

    empty = alice.post(address, {"evidence_text": " ", "sent": "1"})
    kept = alice.post(address, {"evidence_text": "She watched all of it."})
    sent = alice.post(address, {"evidence_text": "She watched all of it.", "sent": "1"})
    late = alice.post(address, {"evidence_text": "Another story.", "sent": "1"})

    dispute.refresh_from_db()
    assert [page.status_code for page in (empty, kept, sent, late)] == [422, 302, 302, 422]
    assert (dispute.evidence_text, dispute.evidence_sent_at is None) == ("She watched all of it.", False)
    assert f"{LIST}{dispute.key}/" in alice.get(f"/studio/orders/{dispute.order.code}/").content.decode()
    assert "Evidence sent to the bank" in alice.get(f"/studio/orders/{dispute.order.code}/").content.decode()


def test_nothing_is_added_once_the_bank_decided() -> None:
    dispute = orders.close_dispute(dispute=a_dispute(), won=False)

    with pytest.raises(orders.DisputeClosed):
        orders.add_evidence(dispute=dispute, file=a_proof(), by=None)


def test_a_file_is_taken_back_before_it_is_sent(alice) -> None:
    evidence = orders.add_evidence(dispute=a_dispute(), file=a_proof(), by=None)

    alice.post(f"{LIST}{evidence.dispute.key}/evidence/{evidence.key}/")

    assert not Evidence.objects.exists()


@pytest.mark.parametrize("role", [Role.AUTHOR, Role.LEARNER])
def test_others_see_no_disputes(role, client_for, okafor) -> None:
    evidence = orders.add_evidence(dispute=a_dispute(), file=a_proof(), by=None)
    browser, page = browser_of(client_for, okafor, role), f"{LIST}{evidence.dispute.key}/"

    assert {browser.get(each).status_code for each in (LIST, page, f"{page}evidence/{evidence.key}/")} <= {302, 403}


def test_a_dispute_of_another_business_looks_like_nothing(alice, other) -> None:
    with enter(other):
        theirs = orders.add_evidence(dispute=a_dispute(), file=a_proof(), by=None)
    page = f"{LIST}{theirs.dispute.key}/"

    assert [alice.get(each).status_code for each in (page, f"{page}evidence/{theirs.key}/")] == [404, 404]


@pytest.mark.parametrize("won", [True, False])
def test_the_owner_gets_word_of_a_dispute_and_of_how_it_ends_once(won, alice) -> None:
    dispute = a_dispute()
    deliver_pending()
    orders.close_dispute(dispute=dispute, won=won)
    orders.close_dispute(dispute=dispute, won=won)
    deliver_pending()

    written = SentEmail.objects.filter(purpose="dispute", to__contains=["owner@example.com"]).order_by("pk")
    amount, buyer = dispute.money.format(cents=True), dispute.order.name
    ended = f"You {'won' if won else 'lost'} the dispute about {amount}"
    assert list(written.values_list("subject", flat=True)) == [f"{buyer}’s bank questions {amount}", ended]
    assert f"{LIST}{dispute.key}/" in written[0].text


def test_a_dispute_that_is_decided_at_once_is_told_of_once(alice) -> None:
    dispute = a_dispute()
    orders.close_dispute(dispute=dispute, won=True)
    deliver_pending()

    written = SentEmail.objects.filter(purpose="dispute", to__contains=["owner@example.com"])
    assert [each.subject[:7] for each in written] == ["You won"]
