"""Everything an offer asks travels in the file."""

from marque.kit.money import Money
from provisioning.manifest.apply import apply
from provisioning.manifest.plan import plan_for
from provisioning.manifest.pull import pull
from shared_apps.tenants.models import Tenant
from tenant_apps.catalog import actions as catalog
from tenant_apps.catalog.models import Offer
from tenant_apps.catalog.terms import PriceKind, Terms

ASKED = """\
    options:
      - option: three
        kind: instalments
        price: 160 EUR, 175 USD
        every: month
        payments: 3
      - option: open
        label: As you like
        kind: open
        price: 20 USD
        floor: 5 USD
    closes: 2040-01-31T09:00:00+00:00
    supply: 50
    access_days: 90
"""


def test_ways_to_pay_and_terms_of_sale_read_back_as_the_same(pulled, said):
    text = pulled.replace("    price: 490 USD\n", f"    price: 490 USD\n{ASKED}")
    assert text != pulled

    apply(wanted=said(text), by="test")

    offer = Offer.objects.get(slug="second")
    assert [(p.option, p.kind, p.money) for p in offer.asked] == [
        ("full", "one_time", Money(49_000, "USD")),
        ("three", "instalments", Money(16_000, "EUR")),
        ("three", "instalments", Money(17_500, "USD")),
        ("open", "open", Money(2_000, "USD")),
    ]
    assert (offer.supply_limit, offer.access_days, offer.closes_at.year) == (50, 90, 2040)
    again = pull(tenant=Tenant.objects.get(slug="okafor"))
    assert [line for line in ASKED.splitlines() if line.split(": ")[0] not in again] == []
    assert not plan_for(said(text)[0])


def test_what_the_studio_set_is_pulled_and_taken_out_again(pulled, said):
    offer = Offer.objects.get(slug="second")
    monthly = Terms(PriceKind.SUBSCRIPTION, "month", 3, trial_days=14, minimum_terms=2)
    catalog.set_price(offer=offer, price=Money(4_900, "USD"), option="monthly", terms=monthly, setup=1_000)

    text = pull(tenant=Tenant.objects.get(slug="okafor"))
    same, without = plan_for(said(text)[0]), apply(wanted=said(pulled), by="test")[0]

    for words in ("every: 3 months", "trial_days: 14", "minimum: 2", "setup: 10 USD"):
        assert words in text
    assert (bool(same), without.changed) == (False, 1)
    assert [price.option for price in Offer.objects.get(slug="second").asked] == ["full"]
