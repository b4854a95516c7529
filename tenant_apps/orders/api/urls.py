"""Orders, refunds and subscriptions in the API."""

from django.urls import path

from tenant_apps.orders.api import resources as orders
from tenant_apps.orders.api import subscriptions

_SUBSCRIPTION = "subscriptions/<uuid:subscription_id>/"
resources = [
    path("orders/", orders.Orders.as_view(), name="orders"),
    path("orders/<uuid:order_id>/", orders.OneOrder.as_view(), name="order"),
    path("orders/<uuid:order_id>/refunds/", orders.OrderRefunds.as_view(), name="order_refunds"),
    path("refunds/", orders.Refunds.as_view(), name="refunds"),
    path("refunds/<uuid:refund_id>/", orders.OneRefund.as_view(), name="refund"),
    path("subscriptions/", subscriptions.Subscriptions.as_view(), name="subscriptions"),
    path(_SUBSCRIPTION, subscriptions.OneSubscription.as_view(), name="subscription"),
    path(f"{_SUBSCRIPTION}pause/", subscriptions.Pause.as_view(), name="pause"),
    path(f"{_SUBSCRIPTION}cancellation/", subscriptions.Cancellation.as_view(), name="cancellation"),
    path(f"{_SUBSCRIPTION}changes/", subscriptions.Changes.as_view(), name="changes"),
]
