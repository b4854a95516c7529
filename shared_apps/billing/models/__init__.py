"""What tenants owe the platform, and what they paid; in the registry. Rows outlive their tenant: books are kept."""

from shared_apps.billing.models.coupon import AgencyCoupon
from shared_apps.billing.models.invoice import BillingEvent, Invoice, InvoiceCounter, InvoiceKind, Payment, PaymentState
from shared_apps.billing.models.money import Credit
from shared_apps.billing.models.notice import Notice
from shared_apps.billing.models.subscription import Subscription
from shared_apps.billing.models.usage import Reading

__all__ = [
    "AgencyCoupon",
    "BillingEvent",
    "Credit",
    "Invoice",
    "InvoiceCounter",
    "InvoiceKind",
    "Notice",
    "Payment",
    "PaymentState",
    "Reading",
    "Subscription",
]
