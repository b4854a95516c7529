"""Orders in the Studio: the list, an order with its payments and history, and the refund."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.widgets.button import Button, HeaderButton

from marque.kit.errors import Refused
from marque.kit.ids import read_code
from marque.kit.money import Money
from tenant_apps.orders import actions
from tenant_apps.orders.desks.awaited import awaited_context, noted, surplus_given_back, waited_enough
from tenant_apps.orders.desks.by_hand import ByHandPage, ImportPage
from tenant_apps.orders.forms import RefundForm
from tenant_apps.orders.models import Order, OrderQuerySet, OrderState
from tenant_apps.orders.queries import document_path, documents_of, for_studio, receipt_path
from tenant_apps.orders.sums import sums_of
from tenant_apps.orders.timeline import timeline_of
from themes.studio.desk import Desk, Listing, StudioPage


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


class OrderPage(StudioPage):
    """One order."""

    template_name = "orders/studio/order.html"
    trail = ("orders_studio:index", _("Orders"))
    order: Order

    def setup(self, request: HttpRequest, code: str, **kwargs: Any) -> None:  # type: ignore[override]
        """Find the order."""
        super().setup(request, **kwargs)
        self.order = get_object_or_404(for_studio(), code=read_code(code))

    def get_page_title(self) -> str:
        """Order #12."""
        return _now("Order %(order)s") % {"order": self.order}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The order, its payments, its history."""
        refundable = self.order.state == OrderState.PAID and self.request.user.has_perm("orders.refund_order")
        payments = list(self.order.payments.order_by("pk"))
        return super().get_context_data(
            order=self.order,
            payments=payments,
            sums=sums_of(self.order),
            timeline=timeline_of(self.order, payments),
            refundable=refundable,
            refunded=self.order.refunded,
            receipt_url=receipt_path(self.order, "receipt_pdf"),
            documents=[(each, document_path(self.order, each)) for each in documents_of(self.order)],
            **awaited_context(self.order, may_note=self.request.user.has_perm("orders.refund_order")),
            to_invoice=actions.may_be_invoiced(self.order) and self.request.user.has_perm("orders.add_invoice"),
            **kwargs,
        )


class RefundPage(OrderPage):
    """Asks for the reason and for certainty, then gives the money back."""

    template_name = "orders/studio/refund.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # type: ignore[override]
        """Only for those who may."""
        if not request.user.has_perm("orders.refund_order"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With the form."""
        return super().get_context_data(**{"form": RefundForm(most=self.order.refundable), **kwargs})

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Refund."""
        form = RefundForm(request.POST, most=self.order.refundable)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        wanted = form.cleaned_data.get("amount")
        try:
            actions.refund_order(order=self.order, reason=form.cleaned_data["reason"], amount=wanted, by=request.user)
        except actions.TooMuch as refused:
            form.add_error("amount", str(refused))
            return self.render_to_response(self.get_context_data(form=form), status=422)
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            amount = (wanted or form.most).format(cents=True)
            messages.success(request, _now("%(amount)s is on its way back.") % {"amount": amount})
        return redirect(order_url(self.order))


class ArrivalPage(OrderPage):
    """Notes money that came by itself."""

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Note it; what is wrong is shown beside the form."""
        form, answer = noted(request, self.order)
        if answer is not None:
            return answer
        context = self.get_context_data()
        return self.render_to_response(context | {"arrival_form": form}, status=422)


class SurplusPage(OrderPage):
    """Notes that what came beyond the amount went back."""

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Note it."""
        return surplus_given_back(request, self.order)


class WaitEndPage(OrderPage):
    """Stops waiting."""

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Let go."""
        return waited_enough(request, self.order)


class InvoicePage(OrderPage):
    """Makes the invoice that could not be made when the order was paid."""

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Issue it."""
        if not request.user.has_perm("orders.add_invoice"):
            raise PermissionDenied
        try:
            invoice = actions.issue_invoice(order=self.order, by=request.user)
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _now("Invoice %(invoice)s is made.") % {"invoice": invoice})
        return redirect(order_url(self.order))


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
