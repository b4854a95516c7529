"""A business with something to show, and people at its door."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from marque.kit import clock
from marque.kit.money import Money
from marque.kit.tenancy.context import CurrentTenant, enter
from tenant_apps.accounts.actions import assign_role, register
from tenant_apps.accounts.models import Role, User
from tenant_apps.catalog import actions as catalog
from tenant_apps.catalog.models import Offer
from tenant_apps.courses import actions as courses
from tenant_apps.orders.models import Order, OrderLine
from tenant_apps.people.actions import meet

PASSWORD = "correct horse battery"


@pytest.fixture(autouse=True)
def _outbox(settings) -> None:
    """The tenant's own outbox, and plain static addresses."""
    settings.EMAIL_BACKEND = "marque.kit.mail.backend.OutboxBackend"


def member(tenant: CurrentTenant, role: str, email: str = "") -> User:
    with enter(tenant):
        user = register(email=email or f"{role}@example.com", name=role.title(), password=PASSWORD, verified=True)
        assign_role(user=user, role=role, by=None)
        return user


@pytest.fixture
def signed_in(client_for) -> Callable[..., Client]:
    """A browser on a tenant's host, signed in with a role."""

    def sign_in(tenant: CurrentTenant, role: str = Role.OWNER) -> Client:
        user, client = member(tenant, role), client_for(tenant)
        response = client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
        assert response.status_code == 302
        return client

    return sign_in


@pytest.fixture
def offer(okafor) -> Offer:
    """One course on sale for $490."""
    with enter(okafor):
        course = courses.create_course(title="The Second Number", by=None)
        made = catalog.create_offer(
            slug="the-second-number", title=course.title, products=[course.product], price=Money(49000, "USD"), by=None
        )
        return catalog.publish_offer(offer=made, by=None)


@pytest.fixture
def sold(okafor, offer) -> Callable[..., Order]:
    """Record an order as it stands after so many days."""
    numbers = iter(range(1, 1000))

    def sell(days_ago: int = 0, *, paid: bool = True, refunded: bool = False, at: datetime | None = None) -> Order:
        with enter(okafor):
            number = next(numbers)
            placed = (at or clock.now()) - timedelta(days=days_ago)
            buyer = meet(email=f"buyer{number}@example.com", name=f"Buyer {number}")
            order = Order.objects.create(
                buyer=buyer,
                email=buyer.email,
                currency="USD",
                subtotal_amount=49000,
                total_amount=49000,
                idempotency_key=buyer.key,
                placed_at=placed,
                number=number if paid else None,
                paid_at=placed if paid else None,
                refunded_at=placed if refunded else None,
            )
            OrderLine.objects.create(order=order, offer=offer, title=offer.title, amount=49000)
            return order

    return sell
