"""Orders written down by hand, and past ones brought in."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from marque.kit.errors import Refused
from marque.kit.lists import ListUnreadable
from shared_apps.plans.errors import LimitReached
from tenant_apps.orders import actions
from tenant_apps.orders.desks.forms import ByHandForm, ImportForm
from tenant_apps.orders.importing import COLUMNS, LARGEST, import_orders
from themes.brand import current_brand
from themes.studio.desk import StudioPage


class ByHandPage(StudioPage):
    """Writes an order down."""

    template_name = "orders/studio/by_hand.html"
    permission_required = "add"
    page_title = _("Order by hand")
    trail = ("orders_studio:index", _("Orders"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With the form."""
        return super().get_context_data(**{"form": ByHandForm(currency=current_brand().currency), **kwargs})

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Write it down."""
        form = ByHandForm(request.POST, currency=current_brand().currency)
        if form.is_valid():
            entered = dict(form.cleaned_data)
            try:
                order = actions.write_down_order(key=entered.pop("order_key"), by=request.user, **entered)
            except Refused as refused:
                refused.show_in(form)
            else:
                messages.success(request, _now("Order %(order)s is written down.") % {"order": order})
                return redirect(reverse("orders_studio:detail", args=[order.code]))
        return self.render_to_response(self.get_context_data(form=form), status=422)


class ImportPage(StudioPage):
    """Brings past orders in, and says what became of each line."""

    template_name = "orders/studio/import.html"
    permission_required = "add"
    page_title = _("Bring orders in")
    trail = ("orders_studio:index", _("Orders"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With the form."""
        return super().get_context_data(**{"form": ImportForm(), "columns": ",".join(COLUMNS), **kwargs})

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Read, judge, write."""
        form, report = ImportForm(request.POST, request.FILES), None
        if form.is_valid():
            try:
                report = import_orders(
                    content=form.cleaned_data["file"].read(LARGEST + 1),
                    only_good=form.cleaned_data["only_good"],
                    by=request.user,
                )
            except (ListUnreadable, LimitReached) as refused:
                form.add_error("file", str(refused))
        fine = report is not None and not report.wrong
        context = self.get_context_data(form=form, report=report)
        return self.render_to_response(context, status=200 if fine else 422)
