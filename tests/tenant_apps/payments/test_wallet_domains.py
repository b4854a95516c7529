"""The domains at which Stripe's wallets may show: registered, refused, tried again, switched off."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import stripe as sdk

from marque.kit import clock
from marque.kit.tenancy.context import require_tenant
from shared_apps.integrations import resilience
from shared_apps.operations.models import AuditEntry
from shared_apps.tenants.domain import Domain, Proof
from shared_apps.tenants.models import Tenant
from tenant_apps.accounts.models import Role
from tenant_apps.payments import actions as payments
from tenant_apps.payments.models import WalletDomain
from tests.doubles.stripe import StripeDouble
from tests.shared_apps.integrations.test_stripe import OWN
from tests.tenant_apps.payments.stripe_shop import collected, connected, stripe
from tests.tenant_apps.roles import browser_of

pytestmark = pytest.mark.usefixtures("in_okafor")
BY, SHOP = "ada@okafor.example", "learn.okafor.example"


@pytest.fixture
def double(settings, monkeypatch) -> Iterator[StripeDouble]:
    with stripe(settings, monkeypatch) as running:
        yield running


@pytest.fixture
def own(double) -> StripeDouble:
    """Okafor takes payments with keys of its own."""
    payments.connect_gateway(gateway="stripe", keys=OWN, by=BY)
    payments.choose_gateway(gateway="stripe", merchant="creator", by=BY)
    return double


def lead_here(name: str = SHOP) -> Domain:
    """A domain that is proven, and leads to Okafor."""
    tenant, now = Tenant.objects.get(id=require_tenant().id), clock.now()
    return Domain.objects.create(tenant=tenant, domain=name, proof=Proof.TXT, verified_at=now, pointed_at=now)


def follow(later: timedelta = timedelta()) -> int:
    return payments.follow_domains(now=clock.now() + later)


def at_stripe(double: StripeDouble, account: str = "acct_own") -> dict[str, bool]:
    things = double.books(account).things.values()
    return {thing["domain_name"]: thing["enabled"] for thing in things if thing["object"] == "payment_method_domain"}


def state(domain: str = SHOP) -> str:
    return WalletDomain.objects.get(domain=domain).state


def test_a_domain_that_leads_here_is_registered_once(own) -> None:
    lead_here()

    follow()
    asked = len(own.requests)
    follow(timedelta(days=3))

    assert (state(), at_stripe(own)[SHOP], len(own.requests)) == ("registered", True, asked)


def test_a_claim_that_nobody_proved_is_not(own) -> None:
    Domain.objects.create(tenant=Tenant.objects.get(id=require_tenant().id), domain=SHOP)

    follow()

    assert SHOP not in at_stripe(own)


def test_one_that_is_there_and_switched_off_is_switched_on(own) -> None:
    own.handle("POST", "/v1/payment_method_domains", f"domain_name={SHOP}&enabled=false", _headers())
    lead_here()

    follow()

    assert (at_stripe(own)[SHOP], state()) == (True, "registered")


@pytest.mark.parametrize(("begin", "place"), [("connected", None), ("collected", "acct_platform")])
def test_it_is_registered_in_the_account_that_charges(double, begin: str, place: str | None) -> None:
    account = connected(double).account if begin == "connected" else (collected(), place)[1]
    lead_here()

    follow()

    assert at_stripe(double, account)[SHOP] is True


def test_what_apple_says_against_it_is_shown_and_asked_again(own) -> None:
    own.refused_domains[SHOP] = "Apple could not reach this domain."
    lead_here()
    follow()
    before = (state(), WalletDomain.objects.get(domain=SHOP).problem)
    del own.refused_domains[SHOP]

    early = follow(timedelta(seconds=30))
    follow(timedelta(minutes=3))

    assert before == ("partly", "Apple Pay: Apple could not reach this domain.")
    assert (early, state()) == (0, "registered")


def test_a_domain_stripe_refuses_waits_longer_each_time_and_then_for_its_owner(own) -> None:
    WalletDomain.objects.create(gateway="stripe", account="acct_own", domain="nodots", try_at=clock.now())
    lead = lead_here("nodots")
    waits = []

    for _try in range(12):
        now = WalletDomain.objects.get(domain="nodots").try_at
        payments.follow_domains(now=now)
        after = WalletDomain.objects.get(domain="nodots")
        waits.append(round((after.try_at - clock.now()).total_seconds()) if after.try_at else None)

    assert (after.state, "Invalid domain name: nodots" in after.problem, lead.domain) == ("refused", True, "nodots")
    assert waits == [120, 900, 7_200, 43_200, *[86_400] * 7, None]


def test_a_domain_that_went_away_is_switched_off_and_forgotten(own) -> None:
    row = lead_here()
    follow()
    row.delete()

    follow()

    assert (at_stripe(own)[SHOP], WalletDomain.objects.filter(domain=SHOP).exists()) == (False, False)


def test_one_that_came_back_before_it_was_switched_off_stays(own) -> None:
    row = lead_here()
    follow()
    name, own.down = row.domain, 10**6
    row.delete()
    follow()
    lead_here(name)
    resilience._breakers.clear()
    own.down = 0

    follow(timedelta(minutes=10))

    assert (at_stripe(own)[SHOP], state()) == (True, "registered")


def test_stripe_away_loses_nothing(own) -> None:
    lead_here()
    own.down = 10**6
    follow()
    resilience._breakers.clear()
    own.down = 0

    follow(timedelta(minutes=10))

    assert state() == "registered"


def test_a_worker_that_died_at_stripe_leaves_it_to_the_next(own, monkeypatch) -> None:
    lead_here()

    def die(*args: object, **kwargs: object) -> None:
        raise SystemExit

    with monkeypatch.context() as broken:
        broken.setattr("tenant_apps.payments.actions.wallet_domains._note", die)
        with pytest.raises(SystemExit):
            follow()
    follow(timedelta(minutes=6))

    assert (state(), list(at_stripe(own).values())) == ("registered", [True] * len(at_stripe(own)))


def test_in_practice_nobody_is_told(double) -> None:
    lead_here()

    assert (follow(), double.requests, WalletDomain.objects.count()) == (0, [], 0)


def test_another_account_takes_the_old_ones_list_along_into_oblivion(own) -> None:
    lead_here()
    follow()
    payments.choose_gateway(gateway="sandbox", merchant="creator", by=BY)

    follow()

    assert WalletDomain.objects.count() == 0


def test_its_owner_tries_again_from_the_studio(own, client_for, okafor) -> None:
    own.refused_domains[SHOP] = "Apple could not reach this domain."
    lead_here()
    follow()
    browser = browser_of(client_for, okafor, Role.OWNER)

    page = browser.get("/studio/settings/payments/").content.decode()
    del own.refused_domains[SHOP]
    answer = browser.post(f"/studio/settings/payments/wallets/{WalletDomain.objects.get(domain=SHOP).key}/")

    assert ("Some wallets show here" in page, "Apple could not reach" in page) == (True, True)
    assert (answer.status_code, state()) == (302, "registered")
    assert AuditEntry.objects.filter(action="payments.wallet_domain").count() == 1


def _headers() -> dict[str, str]:
    return {"authorization": "Bearer sk_test_own", "stripe-version": sdk.api_version}
