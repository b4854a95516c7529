"""The writes on orders: `actions.place_order(offer=…)`."""

from tenant_apps.orders.actions.accounts import may_walk_in, open_account
from tenant_apps.orders.actions.paying import MoneyNotTaken, answer_challenge, pay, record_payment, start_payment
from tenant_apps.orders.actions.placing import (
    AlreadyOwned,
    OfferNotOnSale,
    PriceHasChanged,
    WrongCheckout,
    cancel_order,
    place_order,
)
from tenant_apps.orders.actions.reconciling import cancel_abandoned, reconcile_payments
from tenant_apps.orders.actions.refunding import AlreadyRefunded, NotPaid, RefundFailed, refund_order
from tenant_apps.orders.actions.settling import settle_free
from tenant_apps.orders.actions.webhooks import handle_event, keep_event

__all__ = [
    "AlreadyOwned",
    "AlreadyRefunded",
    "MoneyNotTaken",
    "NotPaid",
    "OfferNotOnSale",
    "PriceHasChanged",
    "RefundFailed",
    "WrongCheckout",
    "answer_challenge",
    "cancel_abandoned",
    "cancel_order",
    "handle_event",
    "keep_event",
    "may_walk_in",
    "open_account",
    "pay",
    "place_order",
    "reconcile_payments",
    "record_payment",
    "refund_order",
    "settle_free",
    "start_payment",
]
