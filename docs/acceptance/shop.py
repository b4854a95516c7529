"""What is done inside the shop of the storm, each as a process of its own: `python -m docs.acceptance.shop place 1000`.

Everything goes through the actions that a checkout calls; the bank answers each payment a day later, or when asked.
"""

import json
import os
import sys
from uuid import uuid4

import django

from docs.acceptance import words

SLUG, SHARE = "storm", 2_500
PAYS_LATER = {"number": "4000000000000804", "expiry": "12 / 40", "cvc": "123"}


def place(count: str) -> None:
    """So many people order and wait for their bank."""
    from marque.kit.errors import Refused
    from tenant_apps.catalog.models import Offer
    from tenant_apps.ledger import actions as ledger
    from tenant_apps.orders import actions as orders
    from tenant_apps.orders.gateways import our_gateway
    from tenant_apps.people import actions as people

    offer = Offer.objects.get(slug=words.COURSE)
    orders.update_seller(by="storm", legal_name="Storm Ltd", postal_address="1 Quay Street\nGalway", country="IE")
    author = people.meet(email="author@storm.example", name="Ann")
    for product in offer.products.all():
        ledger.set_contributors(product=product, part="author", weights={author: 1})
    ledger.set_rule(part="author", basis_points=SHARE)
    for number in range(int(count)):
        card = our_gateway().method_form(PAYS_LATER)
        if not card.is_valid():
            raise Refused(str(card.errors))
        order = orders.place_order(
            offer=offer, email=f"buyer-{number:05}@storm.example", name=f"Buyer {number}", idempotency_key=uuid4()
        )
        orders.pay(order=order, method=card.cleaned_data["method"])


def decide() -> None:
    """The bank takes the money; what it has to say of each payment, and the key that signs it, are printed."""
    from marque.kit.tenancy.context import require_tenant
    from shared_apps.integrations.sandbox import books, events, tokens
    from shared_apps.practice.models import PracticePayment

    account = str(require_tenant().id)
    events.send_event.delay = lambda **_event: None  # we are the bank's post
    said = []
    for payment in PracticePayment.objects.filter(account=account).order_by("pk"):
        taken = books.settle(payment, failure="")
        said.append(events.announce_payment(events.FactKind.PAYMENT_SUCCEEDED, taken).body)
    print(json.dumps({"secret": tokens.webhook_secret(account).hex(), "bodies": said}))


def count() -> None:
    """What there is of everything that must be there once for each order."""
    from django.db.models import Count, Max, Sum

    from marque.kit.facts.models import Delivery, Event
    from marque.kit.mail.models import SentEmail
    from tenant_apps.entitlements.models import Entitlement
    from tenant_apps.learning.models import Enrolment
    from tenant_apps.ledger.models import Commission, LedgerAccount, LedgerTransaction
    from tenant_apps.orders.models import GatewayEvent, Invoice, Order

    paid = Order.objects.paid()
    told = Event.objects.values("fact").annotate(n=Count("pk"))
    once = {
        "orders paid": paid.count(),
        "the last order's number": paid.aggregate(last=Max("number"))["last"],
        "OrderPaid": next((row["n"] for row in told if row["fact"].endswith("OrderPaid")), 0),
        "entitlements": Entitlement.objects.count(),
        "enrolments": Enrolment.objects.live().count(),
        "invoices": Invoice.objects.count(),
        "receipts": SentEmail.objects.filter(purpose="receipt").count(),
        "sales in the book": LedgerTransaction.objects.filter(kind="sale").count(),
        "commissions": Commission.objects.count(),
        "webhooks kept": GatewayEvent.objects.count(),
    }
    left = {
        "webhooks not handled": GatewayEvent.objects.filter(processed_at=None).count(),
        "deliveries not done": Delivery.objects.filter(done_at=None).count(),
        "the book's sum": LedgerAccount.objects.aggregate(sum=Sum("balance"))["sum"],
    }
    print(json.dumps({"once": once, "left": left}))


def main() -> None:
    """Enter the shop and do what was asked."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "marque.config.settings")
    django.setup()
    from marque.kit.tenancy.context import enter
    from shared_apps.tenants.models import Tenant

    with enter(Tenant.objects.prefetch_related("domains").get(slug=SLUG).as_current()):
        {"place": place, "decide": decide, "count": count}[sys.argv[1]](*sys.argv[2:])


if __name__ == "__main__":
    main()
