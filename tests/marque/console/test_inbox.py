"""Operators see what did not reach a business, and try it again."""

import pytest

from marque.kit.tenancy.context import enter
from shared_apps.inbox import actions as inbox
from shared_apps.inbox import tasks
from shared_apps.inbox.models import Notice
from shared_apps.operations.models import AuditEntry
from tenant_apps.orders.models import Order
from tests.shared_apps.inbox.letters import SECRET, a_stripe_payment, event, paid, post

PAGE = "/console/webhooks/"


@pytest.fixture
def operator(operator, settings, monkeypatch):
    settings.STRIPE_WEBHOOK_SECRET = SECRET
    monkeypatch.setattr(tasks.handle, "delay", lambda *, notice_id: tasks.handle(notice_id=notice_id))
    return operator


def test_what_is_in_trouble_is_listed_and_replayed(operator, okafor) -> None:
    with enter(okafor):
        a_stripe_payment("pi_1")
    post(operator, event("payment_intent.succeeded", paid("pi_1"), name="evt_1", account="acct_1"))
    listed = operator.get(PAGE).text
    inbox.hold_account(source="stripe", account="acct_1", tenant_id=okafor.id)

    operator.post(f"{PAGE}{Notice.objects.get().pk}/replay/")
    operator.post(f"{PAGE}{Notice.objects.get().pk}/replay/")

    with enter(okafor):
        assert Order.objects.get().number == 1
    assert ("evt_1" in listed, "acct_1" in listed, "evt_1" in operator.get(PAGE).text) == (True, True, False)
    assert "Okafor" in operator.get(f"{PAGE}?q=evt_1").text
    replays = AuditEntry.objects.filter(action="inbox.replay", actor="olu@example.com")
    assert (replays.count(), replays.last().target) == (2, "stripe: evt_1")


def test_a_replay_that_fails_says_why(operator) -> None:
    post(operator, event("payment_intent.succeeded", paid("pi_1"), account="acct_1"))

    page = operator.post(f"{PAGE}{Notice.objects.get().pk}/replay/", follow=True)

    assert "No business here is connected to the account acct_1." in page.text


def test_others_find_nothing_there(client_for, okafor, platform) -> None:
    assert client_for(platform).get(PAGE).status_code == 302
    assert client_for(okafor).get(PAGE).status_code == 404
