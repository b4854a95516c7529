"""Money that comes by itself, in the Studio: the owner says what arrived."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from marque.kit.errors import Refused
from marque.kit.moments import DayField
from marque.kit.money import BadAmount, Money
from tenant_apps.orders import actions
from tenant_apps.orders.models import Awaited, Order


class ArrivalForm(forms.Form):
    """What came, and when."""

    form_key = forms.UUIDField(widget=forms.HiddenInput)
    amount = forms.CharField(
        label=_("Amount"), max_length=40, widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
    )
    arrived_on = DayField(label=_("Arrived on"))
    note = forms.CharField(label=_("Note"), max_length=200, required=False)

    def __init__(self, data: Any = None, *, awaited: Awaited) -> None:
        self.currency = awaited.payment.currency
        initial = {"form_key": uuid4(), "arrived_on": timezone.localdate()}
        missing = awaited.missing
        super().__init__(data, initial=initial | ({"amount": f"{missing.decimal:f}"} if missing else {}))

    def clean_amount(self) -> Money:
        """In the order's currency."""
        try:
            return Money.parse(self.cleaned_data["amount"], self.currency, get_language() or "en")
        except BadAmount as bad:
            raise forms.ValidationError(str(bad)) from None

    def clean_arrived_on(self) -> Any:
        """Not in the future."""
        day = self.cleaned_data["arrived_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_now("That day has not come yet."))
        return day


def awaited_context(order: Order, *, may_note: bool) -> dict[str, Any]:
    """What the order's page shows of it; nothing where nobody pays by hand."""
    awaited = Awaited.objects.select_related("payment").filter(payment__order=order).order_by("-pk").first()
    if awaited is None:
        return {}
    shown = awaited.payment.state != "succeeded" or bool(awaited.surplus)
    return {
        "awaited": awaited if shown or awaited.arrivals.exists() else None,
        "arrivals": list(awaited.arrivals.order_by("arrived_on", "pk")),
        "arrival_form": ArrivalForm(awaited=awaited),
        "may_note": may_note,
    }


def noted(request: HttpRequest, order: Order) -> tuple[ArrivalForm | None, HttpResponse | None]:
    """Note what came: an answer, or the form with what is wrong."""
    awaited = _awaited(request, order)
    form = ArrivalForm(request.POST, awaited=awaited)
    if form.is_valid():
        by = request.user.email  # type: ignore[union-attr]
        try:
            awaited = actions.note_arrival(payment=awaited.payment, by=by, **form.cleaned_data)
        except Refused as refused:
            refused.show_in(form)
        else:
            missing = awaited.missing
            words = _now("Noted. %(missing)s is still missing.") if missing else _now("Noted. The order is paid.")
            messages.success(request, words % {"missing": missing.format(cents=True)})
            return None, _back(order)
    return form, None


def surplus_given_back(request: HttpRequest, order: Order) -> HttpResponse:
    """Note that the surplus went back."""
    awaited = _awaited(request, order)
    try:
        key = forms.UUIDField().clean(request.POST.get("form_key", ""))
        by = request.user.email  # type: ignore[union-attr]
        actions.give_surplus_back(payment=awaited.payment, form_key=key, arrived_on=timezone.localdate(), by=by)
    except (Refused, forms.ValidationError) as refused:
        messages.error(request, str(getattr(refused, "message", refused)))
    return _back(order)


def waited_enough(request: HttpRequest, order: Order) -> HttpResponse:
    """Let go of it."""
    awaited = _awaited(request, order)
    if actions.stop_waiting(payment=awaited.payment, by=request.user):
        messages.success(request, _now("Nobody waits for it any more. The buyer is told."))
    else:
        messages.error(request, _now("Money came for it, so it stays as it is."))
    return _back(order)


def _awaited(request: HttpRequest, order: Order) -> Awaited:
    if not request.user.has_perm("orders.refund_order"):  # type: ignore[union-attr]
        raise PermissionDenied
    awaited = Awaited.objects.select_related("payment__order").filter(payment__order=order).order_by("-pk").first()
    if awaited is None:
        raise PermissionDenied
    return awaited


def _back(order: Order) -> HttpResponse:
    return redirect(reverse("orders_studio:detail", args=[order.code]))
