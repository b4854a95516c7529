"""The creator's own account, opened through the platform: from the Studio to Stripe's pages and back."""

import pytest

from marque.kit.tenancy.context import enter
from shared_apps.operations.models import AuditEntry
from shared_apps.settlements.platform import let_collect
from tenant_apps.accounts.models import Role
from tenant_apps.orders.gateways import NotConnected
from tenant_apps.payments import actions as payments
from tenant_apps.payments.gateways import our_gateway
from tenant_apps.payments.models import GatewayConnection, PaymentSettings
from tests.doubles.stripe import connect
from tests.tenant_apps.payments.stripe_shop import BY, collected, connected
from tests.tenant_apps.payments.test_stripe_checkout import OWN
from tests.tenant_apps.roles import browser_of

PAGE = "/studio/settings/payments/"
ACCOUNT = f"{PAGE}stripe/account/"


@pytest.fixture
def owner(client_for, okafor, in_okafor):
    return browser_of(client_for, okafor, Role.OWNER)


def test_opening_an_account_leads_to_stripe_and_back(owner, double) -> None:
    offered = owner.get(PAGE)
    there = owner.post(ACCOUNT).headers["Location"]
    unfinished = owner.get(f"{ACCOUNT}back/", follow=True).content.decode()
    connection = GatewayConnection.objects.get()
    connect.finish(double, connection.account)
    finished = owner.get(f"{ACCOUNT}back/", follow=True).content.decode()

    assert "Open an account at Stripe" in offered.content.decode()
    assert double.url in offered.headers["Content-Security-Policy"].partition("form-action")[2]
    assert there.startswith(f"{double.url}/connect/setup/")
    assert ("A bank account for payouts" in unfinished, "Use Stripe for payments" in unfinished) == (True, False)
    assert ("Your account is ready." in finished, "Use Stripe for payments" in finished) == (True, True)
    assert AuditEntry.objects.filter(action="payments.connect", actor="owner@example.com").count() == 1


def test_pressing_twice_opens_one_account(owner, double) -> None:
    for _time in "12":
        owner.post(ACCOUNT)

    assert (GatewayConnection.objects.count(), double.count("account", "acct_platform")) == (1, 0)
    assert len(double.connected) == 2  # ours, and the one every double has


def test_an_old_link_leads_to_a_new_one(owner, double) -> None:
    first = owner.post(ACCOUNT).headers["Location"]

    second = owner.get(f"{ACCOUNT}again/").headers["Location"]

    assert (second.startswith(f"{double.url}/connect/setup/"), first == second) == (True, False)


def test_an_account_that_is_not_finished_takes_no_payments(double) -> None:
    payments.begin_connection(gateway="stripe", email=BY, by=BY)

    with pytest.raises(payments.NotReady):
        payments.choose_gateway(gateway="stripe", merchant="creator", by=BY)


def test_a_gateway_that_does_not_answer_changes_nothing(owner, double) -> None:
    double.down = 9

    page = owner.post(ACCOUNT, follow=True).content.decode()

    assert ("Stripe is not answering" in page, GatewayConnection.objects.count()) == (True, 0)


def test_what_is_due_again_is_shown_after_a_look(double) -> None:
    connection = connected(double)
    thing = double.books(connection.account).things[connection.account]
    thing["requirements"]["past_due"] = ["external_account"]
    thing["payouts_enabled"] = False

    connection = payments.check_gateway(connection=connection, by=BY)

    assert (connection.payouts_enabled, connection.due) == (False, ["A bank account for payouts"])


def test_a_business_with_keys_of_its_own_opens_no_account(double) -> None:
    payments.connect_gateway(gateway="stripe", keys=OWN, by=BY)

    with pytest.raises(payments.HasOwnKeys):
        payments.begin_connection(gateway="stripe", email=BY, by=BY)


def test_without_an_account_of_the_platform_none_is_offered(owner, double, settings) -> None:
    settings.STRIPE_SECRET_KEY = ""

    page = owner.get(PAGE).content.decode()

    assert ("Open an account" in page, "Connect Stripe" in page) == (False, True)
    assert owner.post(ACCOUNT).status_code == 302
    assert GatewayConnection.objects.count() == 0


def test_disconnecting_leaves_the_account_to_its_owner(owner, double) -> None:
    owner.post(ACCOUNT)

    owner.post(f"{PAGE}stripe/disconnection/")
    gone = GatewayConnection.objects.count()
    owner.post(ACCOUNT)

    assert (gone, len(double.connected)) == (0, 2)


@pytest.mark.parametrize("role", [Role.STAFF, Role.AUTHOR, Role.SUPPORT])
def test_only_owners_open_accounts(client_for, okafor, double, role) -> None:
    assert browser_of(client_for, okafor, role).post(ACCOUNT).status_code == 403
    assert GatewayConnection.objects.count() == 0


def test_the_platform_collects_only_where_operators_allow_it(double, okafor) -> None:
    with pytest.raises(payments.CollectingNotAllowed):
        payments.choose_gateway(gateway="stripe", merchant="platform", by=BY)

    let_collect(tenant_id=okafor.id, slug=okafor.slug, by="olu@example.com")

    assert payments.choose_gateway(gateway="stripe", merchant="platform", by=BY).merchant == "platform"


def test_the_studio_offers_the_platform_only_where_it_is_allowed(owner, double, okafor) -> None:
    before = owner.get(PAGE).content.decode()
    let_collect(tenant_id=okafor.id, slug=okafor.slug, by="olu@example.com")
    after = owner.get(PAGE).content.decode()
    owner.post(f"{PAGE}choice/", {"gateway": "stripe", "merchant": "platform"})

    assert "Use Stripe for payments" not in before
    assert "Use Stripe for payments" in after
    assert PaymentSettings.objects.get().merchant == "platform"


def test_collecting_needs_an_account_of_the_platform(double, okafor, settings) -> None:
    settings.STRIPE_SECRET_KEY = ""
    let_collect(tenant_id=okafor.id, slug=okafor.slug, by="olu@example.com")

    with pytest.raises(NotConnected):
        payments.choose_gateway(gateway="stripe", merchant="platform", by=BY)


def test_what_was_collected_is_given_back_by_the_platform_after_a_change(double) -> None:
    from tenant_apps.orders import actions as orders
    from tests.tenant_apps.selling import an_order

    collected()
    order = orders.pay(order=an_order(), method="pm_card_visa").order
    connected(double)

    orders.refund_order(order=order, reason="Unhappy")

    assert (our_gateway().account != "", double.count("refund", "acct_platform")) == (True, 1)


def test_the_account_of_one_business_is_not_anothers(double, other) -> None:
    connected(double)

    with enter(other), pytest.raises(NotConnected):
        our_gateway("stripe")
