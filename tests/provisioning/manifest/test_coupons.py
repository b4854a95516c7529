"""Coupons, extras, gifts and teams travel in the file."""

from uuid import uuid4

from marque.kit.money import Money
from provisioning.manifest.apply import apply
from provisioning.manifest.plan import plan_for
from provisioning.manifest.pull import pull
from shared_apps.tenants.models import Tenant
from tenant_apps.catalog import actions as catalog
from tenant_apps.catalog.models import Coupon, CouponCode, Extra, Offer, Product
from tenant_apps.orders import actions as orders
from tenant_apps.orders.quoting import Choice
from tests.tenant_apps.coupons import a_coupon
from tests.tenant_apps.selling import EMAIL, NAME

ASKED = """
coupons:
  - title: Harbour
    percent: 15
    offers:
      - second
    limit: 100
    codes:
      - code: HARBOUR
      - code: PIER
        uses: 3
  - title: Fifty
    amount: 45 EUR, 50 USD
    from: 100 USD
    payments: 0
    sale: true
    stacks: true
    ends: 2040-01-31T09:00:00+00:00
extras:
  - beside: second
    offer: small
    percent_off: 20
    pitch: The short one.
  - beside: second
    offer: small
    place: downsell
"""


def text_of() -> str:
    return pull(tenant=Tenant.objects.get(slug="okafor"))


def small() -> Offer:
    offer = catalog.create_offer(
        slug="small", title="Small", products=[Product.objects.first()], price=Money(900, "USD")
    )
    return catalog.publish_offer(offer=offer)


def test_what_the_file_asks_reads_back_as_the_same(pulled, said):
    small()

    apply(wanted=said(text_of() + ASKED), by="test")

    harbour = Coupon.objects.get(title="Harbour")
    assert (harbour.percent, harbour.total_limit, [o.slug for o in harbour.offers.all()]) == (15, 100, ["second"])
    assert {code.code: code.use_limit for code in harbour.codes.all()} == {"HARBOUR": None, "PIER": 3}
    fifty = Coupon.objects.get(title="Fifty")
    assert {a.currency: (a.off_amount, a.minimum_amount) for a in fifty.amounts.all()} == {
        "EUR": (4_500, 0),
        "USD": (5_000, 10_000),
    }
    assert (fifty.payments, fifty.without_code, fifty.stacks) == (None, True, True)
    assert [(e.place, e.percent_off, e.position) for e in Extra.objects.order_by("position")] == [
        ("bump", 20, 0),
        ("downsell", 0, 1),
    ]
    again = text_of()
    assert [line for line in ASKED.splitlines() if line.split(": ")[0] not in again] == []
    assert not plan_for(said(again)[0])


def test_what_the_studio_made_is_pulled_and_changes_nothing(pulled, said):
    coupon = a_coupon("TEN", percent=10)
    catalog.add_codes(coupon=coupon, count=50)
    catalog.offer_extra(beside=Offer.objects.get(slug="second"), offer=small(), place="upsell", percent_off=30)

    same = plan_for(said(text_of())[0])

    assert (bool(same), CouponCode.objects.count()) == (False, 51)


def test_a_coupon_the_file_leaves_out_goes_and_a_used_one_ends(pulled, said):
    a_coupon("NEVER", title="Never", percent=10)
    a_coupon("USED", title="Used", percent=10)
    offer, choice = Offer.objects.get(slug="second"), Choice(codes=("USED",))
    orders.place_order(offer=offer, email=EMAIL, name=NAME, idempotency_key=uuid4(), choice=choice)

    apply(wanted=said(pulled + "\ncoupons: []\n"), by="test", may_delete=True)

    assert [(coupon.title, coupon.ended_at is not None) for coupon in Coupon.objects.all()] == [("Used", True)]
    assert [code.code for code in CouponCode.objects.all()] == ["USED"]


def test_gifts_and_teams_are_terms_of_an_offer(pulled, said):
    text = pulled.replace("    price: 490 USD\n", "    price: 490 USD\n    team_least: 2\n    team_most: 20\n")

    apply(wanted=said(text), by="test")

    offer = Offer.objects.get(slug="second")
    assert (offer.team_least, offer.team_most, offer.giftable) == (2, 20, False)
    assert not plan_for(said(text_of())[0])
