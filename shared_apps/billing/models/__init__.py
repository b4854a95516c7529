"""What tenants owe the platform, and what they paid; in the registry. Rows outlive their tenant: books are kept."""

from shared_apps.billing.models.coupon import AgencyCoupon
from shared_apps.billing.models.invoice import Invoice, InvoiceCounter, InvoiceKind, Payment, PaymentState
from shared_apps.billing.models.letter import Letter
from shared_apps.billing.models.money import Credit
from shared_apps.billing.models.sales import BilledSales
from shared_apps.billing.models.subscription import Subscription
from shared_apps.billing.models.usage import Reading

__all__ = [
    "AgencyCoupon",
    "BilledSales",
    "Credit",
    "Invoice",
    "InvoiceCounter",
    "InvoiceKind",
    "Letter",
    "Payment",
    "PaymentState",
    "Reading",
    "Subscription",
]
