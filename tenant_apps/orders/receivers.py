"""What a gateway tells the platform about a payment, a payout or an account of this business."""

from shared_apps.inbox.receivers import Received, receives
from tenant_apps.orders import actions


@receives(
    "stripe", "payment_intent.", "checkout.", "charge.", "refund.", "payout.", "transfer.", "account.", "capability."
)
def take_gateway_event(received: Received) -> None:
    """Keep it in the business and bring its orders in line, as if it had come to the business's own address."""
    event, _new = actions.keep_event(gateway=received.source, fact=received.fact)
    actions.handle_event(event=event)
