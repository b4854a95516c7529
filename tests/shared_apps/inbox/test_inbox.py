"""What vendors tell the platform reaches the right business, once, whatever happens on the way."""

from datetime import timedelta
from uuid import uuid4

import pytest
from kombu.exceptions import OperationalError

from marque.kit import clock
from marque.kit.tenancy.context import enter
from shared_apps.inbox import actions as inbox
from shared_apps.inbox import receivers, tasks
from shared_apps.inbox.models import HeldAccount, KnownReference, Notice
from tenant_apps.orders.models import Dispute, GatewayEvent, Order, Payment, PaymentState
from tests.shared_apps.inbox.letters import ADDRESS, SECRET, a_stripe_payment, dispute, event, paid, post

ACCOUNT = "acct_okafor"


@pytest.fixture(autouse=True)
def _secrets(settings, monkeypatch) -> None:
    settings.STRIPE_WEBHOOK_SECRET, settings.STRIPE_CONNECT_WEBHOOK_SECRET = SECRET, "whsec_connect"
    monkeypatch.setattr(tasks.handle, "delay", lambda *, notice_id: None)


@pytest.fixture
def mail(client_for, platform):
    """Posts to the platform and lets the sweep do the work; the status."""

    def send(what, **how) -> int:
        status = post(client_for(platform), what, **how)
        _sweep()
        return status

    return send


def _sweep(**later) -> None:
    with clock.fixed(clock.now() + timedelta(**(later or {"minutes": 1}))):
        tasks.sweep()


def _hold(tenant, account=ACCOUNT) -> None:
    inbox.hold_account(source="stripe", account=account, tenant_id=tenant.id)


def test_a_connected_accounts_payment_reaches_its_business(mail, okafor) -> None:
    _hold(okafor)
    with enter(okafor):
        a_stripe_payment("pi_1")

    status = mail(event("payment_intent.succeeded", paid("pi_1"), account=ACCOUNT), secret="whsec_connect")

    with enter(okafor):
        assert (status, Payment.objects.get().state) == (200, PaymentState.SUCCEEDED)
    assert Notice.objects.get().tenant_id == okafor.id


def test_what_the_platform_collects_is_known_by_our_own_mark_and_its_dispute_by_the_payment(mail, okafor) -> None:
    with enter(okafor):
        a_stripe_payment("pi_1")

    mail(event("payment_intent.succeeded", paid("pi_1", tenant=str(okafor.id))))
    mail(event("charge.dispute.created", dispute("pi_1")))

    with enter(okafor):
        assert (Order.objects.get().number, Dispute.objects.get().reason) == (1, "fraudulent")


def test_a_page_of_stripe_that_is_paid_reaches_its_business(mail, okafor) -> None:
    page = {"object": "checkout.session", "id": "cs_1", "mode": "payment", "amount_total": 49_000, "currency": "usd"}

    status = mail(event("checkout.session.completed", page | {"metadata": {"tenant": str(okafor.id)}}))

    with enter(okafor):
        kept = GatewayEvent.objects.get()
        assert (status, kept.kind, kept.reference) == (200, "payment.approved", "cs_1")


def test_a_dispute_that_overtakes_its_payment_waits_for_it(mail, okafor) -> None:
    with enter(okafor):
        a_stripe_payment("pi_1")

    mail(event("charge.dispute.created", dispute("pi_1")))
    alone = Notice.objects.in_trouble().count()
    mail(event("payment_intent.succeeded", paid("pi_1", tenant=str(okafor.id))))
    _sweep(minutes=5)

    with enter(okafor):
        assert (alone, Dispute.objects.count(), Notice.objects.in_trouble().count()) == (1, 1, 0)


def test_the_same_a_hundred_times_is_one(mail, okafor) -> None:
    _hold(okafor)
    with enter(okafor):
        a_stripe_payment("pi_1")
    what = event("payment_intent.succeeded", paid("pi_1"), account=ACCOUNT)

    codes = {mail(what) for _time in range(100)}

    with enter(okafor):
        assert (codes, Notice.objects.count(), GatewayEvent.objects.count()) == ({200}, 1, 1)
        assert Order.objects.get().number == 1


@pytest.mark.parametrize("how", [{"secret": "whsec_forged"}, {"at": 1_700_000_000}])
def test_forged_or_old_is_refused_and_not_stored(mail, how) -> None:
    assert (mail(event("payment_intent.succeeded", paid("pi_1")), **how), Notice.objects.count()) == (400, 0)


@pytest.mark.parametrize("body", [b"", b"{}", b"\xff\xfe", b"[]"])
def test_nonsense_is_refused_and_not_stored(client_for, platform, body) -> None:
    answer = client_for(platform).post(ADDRESS, body, content_type="application/json")

    assert (answer.status_code, Notice.objects.count()) == (400, 0)


def test_too_large_and_unknown_vendors_are_refused(client_for, platform) -> None:
    browser = client_for(platform)

    assert browser.post(ADDRESS, b"x" * 300_000, content_type="application/json").status_code == 413
    assert browser.post("/webhooks/nobody/", b"{}", content_type="application/json").status_code == 404
    assert browser.get(ADDRESS).status_code == 405


def test_an_unknown_account_is_kept_and_tried_again_once_it_is_connected(mail, okafor) -> None:
    with enter(okafor):
        a_stripe_payment("pi_1")
    mail(event("payment_intent.succeeded", paid("pi_1"), account=ACCOUNT))
    waiting = Notice.objects.get()

    _hold(okafor)
    _sweep()

    with enter(okafor):
        assert (waiting.state, "acct_okafor" in waiting.problem) == ("trouble", True)
        assert Payment.objects.get().state == PaymentState.SUCCEEDED


def test_another_businesss_object_is_refused(mail, okafor, other) -> None:
    """Whoever owns a connected account writes what they like into their own objects."""
    _hold(other, "acct_other")
    with enter(okafor):
        a_stripe_payment("pi_1")

    mail(event("payment_intent.succeeded", paid("pi_1", tenant=str(okafor.id)), account="acct_other"))

    for tenant in (okafor, other):
        with enter(tenant):
            assert GatewayEvent.objects.count() == 0
    assert Notice.objects.get().state == "refused"


def test_anothers_payment_named_by_its_own_account_pays_nothing(mail, okafor, other) -> None:
    _hold(other, "acct_other")
    with enter(okafor):
        a_stripe_payment("pi_1")

    mail(event("payment_intent.succeeded", paid("pi_1"), account="acct_other"))

    with enter(okafor):
        assert Payment.objects.get().state == PaymentState.STARTED


def test_a_known_payment_said_to_be_anothers_is_refused(mail, okafor, other) -> None:
    inbox.remember_payment(source="stripe", reference="pi_1", tenant_id=okafor.id)

    mail(event("payment_intent.succeeded", paid("pi_1", tenant=str(other.id))))

    assert (Notice.objects.get().state, KnownReference.objects.get().tenant_id) == ("refused", okafor.id)


def test_a_business_that_is_gone_is_shown_to_operators(mail) -> None:
    mail(event("payment_intent.succeeded", paid("pi_1", tenant=str(uuid4()))))

    assert "archived, deleted" in Notice.objects.in_trouble().get().problem


def test_what_nobody_wants_to_know_is_handled(mail) -> None:
    mail(event("customer.created", {"object": "customer", "id": "cus_1"}))

    assert Notice.objects.get().state == "handled"


def test_what_is_the_platforms_own_needs_no_business(mail) -> None:
    heard = []
    receivers.receives("stripe", "topup.", in_tenant=False)(lambda received: heard.append(received.kind))
    try:
        mail(event("topup.succeeded", {"object": "topup", "id": "tu_1"}))
    finally:
        receivers.forget("stripe", "topup.")

    assert (heard, Notice.objects.get().state) == (["topup.succeeded"], "handled")


def test_a_receiver_that_fails_is_tried_again_and_stops_nobody(mail) -> None:
    tries = []

    def failing(received) -> None:
        tries.append(received.event_id)
        if len(tries) == 1:
            raise RuntimeError("the disk is full")

    receivers.receives("stripe", "topup.", in_tenant=False)(failing)
    try:
        mail(event("topup.succeeded", {"object": "topup", "id": "tu_1"}))
        first = Notice.objects.get()
        _sweep(minutes=5)
    finally:
        receivers.forget("stripe", "topup.")

    assert (first.problem, len(tries), Notice.objects.get().state) == ("RuntimeError, 1 times", 2, "handled")


def test_a_lost_queue_costs_time_only(mail, okafor, monkeypatch) -> None:
    def away(*, notice_id) -> None:
        raise OperationalError

    monkeypatch.setattr(tasks.handle, "delay", away)
    with enter(okafor):
        a_stripe_payment("pi_1")

    status = mail(event("payment_intent.succeeded", paid("pi_1", tenant=str(okafor.id))))

    assert (status, Notice.objects.get().state) == (200, "handled")


def test_an_account_is_of_one_business(okafor, other) -> None:
    _hold(okafor)
    _hold(okafor)

    with pytest.raises(inbox.AccountTaken):
        _hold(other)
    inbox.release_account(source="stripe", account=ACCOUNT, tenant_id=other.id)
    assert HeldAccount.objects.get().tenant_id == okafor.id


def test_tidy_keeps_what_is_young_or_in_trouble(mail, okafor) -> None:
    mail(event("customer.created", {"object": "customer"}))
    mail(event("payment_intent.succeeded", paid("pi_1"), account="acct_nobody"))
    inbox.hold_account(source="stripe", account="acct_gone", tenant_id=uuid4())
    _hold(okafor)

    gone = [inbox.tidy(now=clock.now() + timedelta(days=days)) for days in (20, 40, 200)]

    assert (gone, list(HeldAccount.objects.values_list("account", flat=True))) == ([1, 1, 1], [ACCOUNT])
