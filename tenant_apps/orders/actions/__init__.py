"""The writes on orders: `actions.place_order(offer=…)`."""

from tenant_apps.orders.actions.accounts import may_walk_in, open_account
from tenant_apps.orders.actions.billing import TotalHasChanged, bill_order
from tenant_apps.orders.actions.disputing import close_dispute, open_dispute
from tenant_apps.orders.actions.issuing import (
    NothingToInvoice,
    SellerUnknown,
    issue_credit_note,
    issue_invoice,
    may_be_invoiced,
)
from tenant_apps.orders.actions.paying import (
    MoneyNotTaken,
    answer_challenge,
    give_up,
    note_fee,
    pay,
    record_payment,
    start_payment,
)
from tenant_apps.orders.actions.placing import (
    AlreadyOwned,
    OfferNotOnSale,
    PriceHasChanged,
    WrongCheckout,
    cancel_order,
    place_order,
)
from tenant_apps.orders.actions.rates import RateRefused, drop_rate, set_rate
from tenant_apps.orders.actions.reconciling import cancel_abandoned, note_missing_fees, reconcile_payments
from tenant_apps.orders.actions.refunding import (
    AlreadyRefunded,
    NotPaid,
    RefundFailed,
    TooMuch,
    UnderDispute,
    refund_order,
)
from tenant_apps.orders.actions.selling import SellerRefused, update_seller
from tenant_apps.orders.actions.settling import settle_free
from tenant_apps.orders.actions.webhooks import handle_event, keep_event

__all__ = [
    "AlreadyOwned",
    "AlreadyRefunded",
    "MoneyNotTaken",
    "NotPaid",
    "NothingToInvoice",
    "OfferNotOnSale",
    "PriceHasChanged",
    "RateRefused",
    "RefundFailed",
    "SellerRefused",
    "SellerUnknown",
    "TooMuch",
    "TotalHasChanged",
    "UnderDispute",
    "WrongCheckout",
    "answer_challenge",
    "bill_order",
    "cancel_abandoned",
    "cancel_order",
    "close_dispute",
    "drop_rate",
    "give_up",
    "handle_event",
    "issue_credit_note",
    "issue_invoice",
    "keep_event",
    "may_be_invoiced",
    "may_walk_in",
    "note_fee",
    "note_missing_fees",
    "open_account",
    "open_dispute",
    "pay",
    "place_order",
    "reconcile_payments",
    "record_payment",
    "refund_order",
    "set_rate",
    "settle_free",
    "start_payment",
    "update_seller",
]
