"""An order with its payments and history, and what is done to it there."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from marque.kit.errors import Refused
from marque.kit.ids import read_code
from tenant_apps.orders import actions
from tenant_apps.orders.desks.awaited import awaited_context, noted, surplus_given_back, waited_enough
from tenant_apps.orders.desks.listing import order_url
from tenant_apps.orders.forms import RefundForm
from tenant_apps.orders.models import Order, OrderState
from tenant_apps.orders.queries import document_path, documents_of, for_studio, receipt_path
from tenant_apps.orders.sums import sums_of
from tenant_apps.orders.timeline import timeline_of
from themes.studio.desk import StudioPage

_OTHERS = 5


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
            others=for_studio().filter(buyer=self.order.buyer_id).exclude(pk=self.order.pk)[:_OTHERS],
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
