"""What is done inside the shop of the seats, each as a process: `python -m docs.acceptance.seating seats open a 50`.

The shop takes payments through Stripe, with our double behind it.
"""

import json
import os
import sys
from datetime import timedelta

import django

from docs.acceptance import words
from tests.doubles.stripe.server import WEBHOOK_SECRET

SLUG = "seats"
KEYS = {"secret_key": "sk_test_own", "publishable_key": "pk_test_own", "webhook_secret": WEBHOOK_SECRET}


def connect() -> None:
    """Payments go through Stripe from now on, and an author shares in them."""
    from tenant_apps.catalog.models import Offer
    from tenant_apps.ledger import actions as ledger
    from tenant_apps.payments import actions as payments
    from tenant_apps.people import actions as people

    payments.connect_gateway(gateway="stripe", keys=KEYS, by=SLUG)
    payments.choose_gateway(gateway="stripe", merchant="creator", by=SLUG)
    author = people.meet(email="author@seats.example", name="Ann")
    for product in Offer.objects.get(slug=words.COURSE).products.all():
        ledger.set_contributors(product=product, part="author", weights={author: 1})
    ledger.set_rule(part="author", basis_points=2_500)


def put_on_sale(slug: str, seats: str, like: str = words.COURSE) -> None:
    """An offer of so many seats of what another one sells."""
    from marque.kit.money import Money
    from tenant_apps.catalog import actions as catalog
    from tenant_apps.catalog.models import Offer

    products = list(Offer.objects.get(slug=like).products.all())
    offer = catalog.create_offer(slug=slug, title=slug.title(), products=products, price=Money(9_000, "EUR"))
    catalog.set_terms_of_sale(offer=offer, limits=catalog.Limits(supply=int(seats)))
    catalog.publish_offer(offer=offer)


def take_off_sale(slug: str) -> None:
    """Nobody buys it any more."""
    from tenant_apps.catalog import actions as catalog
    from tenant_apps.catalog.models import Offer

    catalog.archive_offer(offer=Offer.objects.get(slug=slug))


def count(slug: str) -> None:
    """What became of an offer, and what is left to do anywhere in the shop."""
    from marque.kit.facts.models import Delivery
    from tenant_apps.catalog.models import Offer
    from tenant_apps.entitlements.models import Entitlement
    from tenant_apps.ledger.models import LedgerAccount
    from tenant_apps.orders.models import Dispute, GatewayEvent, Order, Payment, Refund

    orders = Order.objects.filter(lines__offer__slug=slug)
    payments = Payment.objects.filter(order__in=orders)
    found = {
        "sold": orders.exclude(number=None).count(),
        "taken": Offer.objects.get(slug=slug).taken,
        "open": orders.filter(paid_at=None, cancelled_at=None).count(),
        "paid": sorted(payments.succeeded().values_list("reference", flat=True)),
        "under way": payments.filter(settled_at=None).count(),
        "deliveries": Delivery.objects.filter(done_at=None).count(),
        "webhooks": GatewayEvent.objects.filter(processed_at=None).count(),
        "fees unknown": Payment.objects.succeeded().filter(fee_amount=None).count(),
        "numbers": sorted(Order.objects.exclude(number=None).values_list("number", flat=True)),
        "refunds": Refund.objects.exclude(settled_at=None).count(),
        "disputes": sorted(dispute.state for dispute in Dispute.objects.all()),
        "open to": Entitlement.objects.filter(revoked_at=None).count(),
        "cash": sum(LedgerAccount.objects.filter(kind="cash", gateway="stripe").values_list("balance", flat=True)),
    }
    print(json.dumps(found))


def night() -> None:
    """The book asks Stripe what it has; what is not explained is printed."""
    from marque.kit import clock
    from tenant_apps.ledger import actions as ledger
    from tenant_apps.orders import actions as orders

    orders.note_missing_fees(now=clock.now() + timedelta(minutes=5))
    checks = ledger.check_gateways(now=clock.now() + timedelta(seconds=5))
    print(json.dumps([problem for check in checks for problem in check.problems]))


def main() -> None:
    """Enter the shop and do what was asked."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "marque.config.settings")
    django.setup()
    from marque.kit.tenancy.context import enter
    from shared_apps.tenants.models import Tenant

    acts = {"close": take_off_sale, "connect": connect, "open": put_on_sale, "count": count, "night": night}
    with enter(Tenant.objects.prefetch_related("domains").get(slug=sys.argv[1]).as_current()):
        acts[sys.argv[2]](*sys.argv[3:])


if __name__ == "__main__":
    main()
