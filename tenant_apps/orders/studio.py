"""Orders in the Studio: the addresses of the list, of an order, and of what is done to it."""

from __future__ import annotations

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from tenant_apps.orders.desks.by_hand import ByHandPage, ImportPage
from tenant_apps.orders.desks.listing import OrderList
from tenant_apps.orders.desks.order import ArrivalPage, InvoicePage, OrderPage, RefundPage, SurplusPage, WaitEndPage
from tenant_apps.orders.models import Order
from themes.studio.desk import Desk


class OrdersDesk(Desk):
    """`/studio/orders/`."""

    name = "orders_studio"
    url_prefix = "orders"
    model = Order
    listing = OrderList
    icon = menu_icon = "bag"
    menu_label = _("Orders")
    menu_name = "orders"
    menu_order = 50
    permission = "orders.view_order"

    def get_urlpatterns(self) -> list[URLPattern]:
        """The list, the order, its refund."""
        return [
            *super().get_urlpatterns(),
            path("new/", self.construct_view(ByHandPage), name="by_hand"),
            path("import/", self.construct_view(ImportPage), name="import"),
            path("<str:code>/", self.construct_view(OrderPage), name="detail"),
            path("<str:code>/refund/", self.construct_view(RefundPage), name="refund"),
            path("<str:code>/arrival/", self.construct_view(ArrivalPage), name="arrival"),
            path("<str:code>/surplus/", self.construct_view(SurplusPage), name="surplus"),
            path("<str:code>/wait-end/", self.construct_view(WaitEndPage), name="wait_end"),
            path("<str:code>/invoice/", self.construct_view(InvoicePage), name="invoice"),
        ]
