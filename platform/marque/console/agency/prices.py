"""An agency's prices: what the platform asks of its businesses, and the codes with which they pay more."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from marque.console.agency.permissions import agency_required
from marque.console.agency.views import actor_of, with_frame
from marque.kit import clock
from marque.kit.errors import Refused
from shared_apps.agencies.models import Agency
from shared_apps.billing import actions
from shared_apps.billing.models import AgencyCoupon
from shared_apps.billing.queries import agency_earnings
from shared_apps.plans.models import Plan


class CodeForm(forms.Form):
    """A code, and what it means."""

    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=40,
        help_text=gettext_lazy("Letters, digits and hyphens. Your businesses type it in their Studio."),
        widget=forms.TextInput(attrs={"autocapitalize": "characters", "spellcheck": "false", "autocomplete": "off"}),
    )
    markup = forms.DecimalField(
        label=gettext_lazy("Percent above the platform's price"), min_value=0, max_value=1000, decimal_places=2
    )
    plan = forms.ModelChoiceField(
        label=gettext_lazy("For which plan"),
        queryset=Plan.objects.none(),
        to_field_name="slug",
        required=False,
        empty_label=gettext_lazy("Any"),
    )
    discount = forms.DecimalField(
        label=gettext_lazy("Percent off at first"),
        min_value=0,
        max_value=100,
        decimal_places=2,
        required=False,
        help_text=gettext_lazy("It comes out of your part; the platform's price stays whole."),
    )
    periods = forms.IntegerField(
        label=gettext_lazy("For how many payments"), min_value=0, max_value=120, required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["plan"].queryset = Plan.objects.public()  # type: ignore[attr-defined]

    def wanted(self) -> dict[str, Any]:
        """What the action takes."""
        said = self.cleaned_data
        return {
            "code": said["code"], "markup_points": int(said["markup"] * 100), "plan": said["plan"],
            "discount_points": int((said["discount"] or 0) * 100), "discount_periods": said["periods"] or 0,
        }  # fmt: skip


@require_http_methods(["GET", "POST"])
@agency_required
def list_codes(request: HttpRequest, agency: Agency) -> HttpResponse:
    """The platform's prices, the agency's codes, what it has coming; and a new code."""
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.create_coupon(agency=agency, by=actor_of(request, agency), **form.wanted())
        except Refused as refused:
            refused.show_in(form)
        else:
            messages.success(request, _("“%(code)s” can be used.") % {"code": made})
            return redirect("agency_prices")
    context = {
        "form": form,
        "codes": agency.coupons.select_related("plan").order_by("-created_at"),
        "plans": Plan.objects.public().prefetch_related("prices"),
        "earned": agency_earnings(agency),
        "now": clock.now(),
        "tab": "prices",
    }
    return render(request, "agency/prices.html", with_frame(agency, context), status=422 if form.errors else 200)


@require_POST
@agency_required
def end_code(request: HttpRequest, agency: Agency, code: str) -> HttpResponse:
    """Take a code no more; who used it keeps its terms."""
    found = get_object_or_404(AgencyCoupon, agency=agency, code=code)
    actions.end_coupon(coupon=found, by=actor_of(request, agency))
    messages.success(request, _("“%(code)s” is taken no more. Who used it keeps its terms.") % {"code": found})
    return redirect("agency_prices")
