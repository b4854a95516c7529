"""The list of orders, and the file of it."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.widgets.button import Button, HeaderButton

from marque.kit.money import Money
from tenant_apps.orders.models import Order, OrderQuerySet, OrderState
from tenant_apps.orders.queries import for_studio
from themes.studio.desk import Listing


class OrderFilters(WagtailFilterSet):
    """By state, and by day placed."""

    state = django_filters.ChoiceFilter(
        label=_("State"), method="by_state", choices=OrderState.choices, widget=forms.RadioSelect, empty_label=_("All")
    )
    placed_at = django_filters.DateFromToRangeFilter(label=_("Placed"), widget=DateRangePickerWidget)

    class Meta:
        model = Order
        fields: list[str] = []

    def by_state(self, orders: OrderQuerySet, name: str, value: str) -> OrderQuerySet:
        """Orders in one state."""
        return orders.in_state(value)


def order_url(order: Order) -> str:
    """The page about an order."""
    return reverse("orders_studio:detail", args=[order.code])


class StateColumn(Column):
    """The state as a badge."""

    cell_template_name = "orders/studio/state_cell.html"


class OrderList(Listing):
    """Newest first."""

    page_title = _("Orders")
    filterset_class = OrderFilters
    columns = [
        TitleColumn("number", label=_("Order"), accessor=str, get_url=order_url, width="15%"),
        Column("buyer", label=_("Buyer"), accessor=lambda order: order.name or order.email),
        Column("title", label=_("Bought")),
        StateColumn("state", label=_("State")),
        Column("total", label=_("Amount"), accessor=lambda order: order.total.format(cents=True)),
        DateColumn("placed_at", label=_("When"), width="14%"),
    ]
    list_export = [
        "number",
        "code",
        "name",
        "email",
        "title",
        "state",
        "kind",
        "subtotal",
        "discount",
        "tax",
        "tax_included",
        "amount",
        "refunded",
        "currency",
        "country",
        "invoice",
        "placed_at",
        "paid_at",
    ]
    export_headings = {
        "number": _("Number"),
        "code": _("Code"),
        "name": _("Buyer"),
        "email": _("Email"),
        "title": _("Bought"),
        "state": _("State"),
        "kind": _("Kind"),
        "subtotal": _("Subtotal"),
        "discount": _("Discount"),
        "tax": _("Tax"),
        "tax_included": _("Tax included"),
        "amount": _("Amount"),
        "refunded": _("Refunded"),
        "country": _("Country"),
        "invoice": _("Invoice"),
        "currency": _("Currency"),
        "placed_at": _("Placed"),
        "paid_at": _("Paid"),
    }
    export_filename = "orders"

    @property
    def header_buttons(self) -> list[HeaderButton]:
        """What makes orders without a checkout."""
        if not self.user_has_permission("add"):
            return []
        return [HeaderButton(_now("Order by hand"), url=reverse("orders_studio:by_hand"), icon_name="plus")]

    @property
    def header_more_buttons(self) -> list[Button]:
        """The export, and what brings past orders in."""
        more = [Button(_now("Bring orders in"), url=reverse("orders_studio:import"), icon_name="upload", priority=80)]
        return [*super().header_more_buttons, *(more if self.user_has_permission("add") else [])]

    def get_base_queryset(self) -> OrderQuerySet:
        """With what a row shows."""
        return for_studio()

    def stream_csv(self, queryset: QuerySet[Any]) -> Any:
        """With what only the file shows."""
        return super().stream_csv(queryset.select_related("invoice", "billing").prefetch_related("refunds"))

    def search_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """By number, buyer, or what was bought."""
        return queryset.matching(self.search_query) if self.is_searching else queryset  # type: ignore[attr-defined]

    def to_row_dict(self, item: Order) -> dict[str, Any]:
        """Amounts as plain numbers, so a spreadsheet can add them up."""
        invoice, billing = getattr(item, "invoice", None), getattr(item, "billing", None)
        back = sum(refund.amount for refund in item.refunds.all() if refund.settled_at)
        own = {
            "state": item.state.label,
            "kind": item.get_kind_display(),
            "subtotal": Money(item.subtotal_amount, item.currency).decimal,
            "discount": Money(item.discount_amount, item.currency).decimal,
            "tax": Money(item.tax_amount, item.currency).decimal,
            "amount": item.total.decimal,
            "refunded": Money(back, item.currency).decimal,
            "country": billing.country if billing else "",
            "invoice": str(invoice or ""),
        }
        return {field: own[field] if field in own else getattr(item, field) for field in self.list_export}
