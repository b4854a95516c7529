"""What is sold, once, over time and to others."""

from typing import Any

from django.core.files.base import ContentFile

from marque.kit.facts.sweep import deliver_pending
from marque.kit.money import Money
from shared_apps.integrations.ports.payments import SavedMethod
from tenant_apps.catalog import actions as catalog
from tenant_apps.orders import actions as orders
from tenant_apps.orders.models import Seat, Subscription
from tenant_apps.orders.terms import Terms
from tenant_apps.payments.actions import keep_method
from tenant_apps.payments.models import WalletDomain
from tenant_apps.people.models import Person
from tests.isolation.seeding.words import COMMON
from tests.tenant_apps.coupons import a_coupon
from tests.tenant_apps.giving import a_gift, a_team
from tests.tenant_apps.selling import a_paid_order, an_order, card_token


def add_selling(rows: Any) -> None:
    """Offers, an order and what follows from it."""
    title = f"{rows.mark} {COMMON} offer"
    slug = f"{rows.mark.lower()}-offer"
    made = catalog.create_offer(slug=slug, title=title, products=[rows.course.product], price=Money(49_000, "USD"))
    rows.offer = catalog.publish_offer(offer=made)
    rows.coupon = a_coupon(f"{rows.mark}-TEN")
    rows.tax_rate = orders.set_rate(country="US", region="TX", percent="8.25", name=f"{rows.mark} tax", by="seed")
    rows.order = a_paid_order(rows.offer, email=rows.learner.email)
    deliver_pending()
    rows.payment = rows.order.payments.get()
    rows.subscription = _subscribing(rows)
    orders.refund_order(order=rows.subscription.order, reason=f"{rows.mark} kindness", amount=Money(100, "USD"))
    rows.refund = rows.subscription.order.refunds.get()
    _giving(rows)
    dispute = orders.open_dispute(payment=rows.payment, reference=f"dp_{rows.mark}", amount=Money(100, "USD"))
    proof = ContentFile(b"%PDF-1.7\n" + rows.mark.encode() * 9, name=f"{rows.mark}.pdf")
    rows.evidence = orders.add_evidence(dispute=dispute, file=proof, by=rows.owner)
    rows.person = Person.objects.get(user=rows.learner)
    rows.wallet_domain = WalletDomain.objects.create(gateway="stripe", domain=f"{rows.mark.lower()}.example")
    card = SavedMethod(token=f"{rows.mark}-card", brand=rows.mark, last4="4242", exp_month=8, exp_year=2040)
    rows.saved_method = keep_method(person=rows.person, gateway="sandbox", method=card)
    Person.objects.filter(pk=rows.person.pk).update(name=f"{rows.mark} Carol")


def _subscribing(rows: Any) -> Subscription:
    """Beside the order of the same offer."""
    order = an_order(rows.offer, email=rows.learner.email)
    terms = Terms(amount=order.total_amount, currency="USD", interval="month")
    orders.begin_subscription(order=order, line=order.lines.get(), terms=terms)
    orders.pay(order=order, method=card_token())
    deliver_pending()
    return Subscription.objects.get()


def _giving(rows: Any) -> None:
    """To somebody else, and to a team."""
    rows.gift = a_gift(rows.offer, giver=rows.learner.email, name=f"{rows.mark} Gil")
    rows.team = a_team(owner=rows.learner.email, title=f"{rows.mark} {COMMON} seats", slug=f"{rows.mark.lower()}-seats")
    deliver_pending()
    orders.invite(team=rows.team, lines=[f"{rows.mark.lower()}-seat@example.com"])
    rows.seat = Seat.objects.get(team=rows.team)
    rows.site_allowed = orders.allow_site(site=f"https://{rows.mark.lower()}.example", by=rows.owner)
