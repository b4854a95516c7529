"""What the platform's own account at a provider says of its bills."""

from marque.kit import clock
from shared_apps.billing import actions
from shared_apps.inbox.receivers import Received, receives
from shared_apps.integrations.ports.platform_billing import platform_billing


@receives("stripe", "invoice.paid", "invoice.payment_failed", in_tenant=False)
def hear_of_a_bill(received: Received) -> None:
    """Settle what was paid, or write down that it was not; a connected account's own invoices are not ours."""
    actions.hear(fact=platform_billing("stripe").read_fact(received.body), now=clock.now())
