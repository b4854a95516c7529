"""Operators write plans."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from marque.console.permissions import operator_required
from marque.kit.errors import Refused
from shared_apps.billing.queries import plans_with_counts
from shared_apps.plans import actions
from shared_apps.plans.features import FEATURES
from shared_apps.plans.meters import METERS
from shared_apps.plans.models import Plan
from shared_apps.plans.reading import read_allowances, read_price, written_extras, written_limits, written_prices
from shared_apps.plans.writing import write_plan

_LINES = {"rows": 3, "spellcheck": "false", "autocapitalize": "none"}
# what an action calls a part, and the field that holds all of its lines
_FIELDS = {"price": "prices", "interval": "prices", "currency": "prices", "limit": "limits", "extra": "extras"}
_FIELDS |= {"meter": "limits", "included": "limits"}


class PlanForm(forms.Form):
    """A plan as operators write it."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=60)
    slug = forms.SlugField(label=gettext_lazy("Short name"), max_length=40, help_text=gettext_lazy("It stays."))
    summary = forms.CharField(label=gettext_lazy("For whom, in a line"), max_length=200, required=False)
    prices = forms.CharField(
        label=gettext_lazy("Prices"),
        required=False,
        widget=forms.Textarea(attrs=_LINES),
        help_text=gettext_lazy("A line for each, like 39USD/month. None at all: free."),
    )
    limits = forms.CharField(
        label=gettext_lazy("Includes"),
        required=False,
        widget=forms.Textarea(attrs=_LINES | {"rows": 5}),
        help_text=gettext_lazy("A line for each, like courses=3 or storage=20GB."),
    )
    extras = forms.CharField(
        label=gettext_lazy("What more costs"),
        required=False,
        widget=forms.Textarea(attrs=_LINES),
        help_text=gettext_lazy("A line for each, like emails=1000:2USD. Without one the limit is hard."),
    )
    features = forms.MultipleChoiceField(
        label=gettext_lazy("Opens"),
        required=False,
        choices=list(FEATURES.items()),
        widget=forms.CheckboxSelectMultiple,
    )
    sales_fee = forms.DecimalField(
        label=gettext_lazy("Percent of each sale"), min_value=0, max_value=100, decimal_places=2, initial=0
    )
    trial_days = forms.IntegerField(label=gettext_lazy("Days of trial"), min_value=0, max_value=365, initial=0)
    position = forms.IntegerField(label=gettext_lazy("Place in the list"), min_value=0, max_value=999, initial=0)
    public = forms.BooleanField(label=gettext_lazy("Anybody may pick it"), required=False)

    def save(self, *, by: str) -> Plan:
        """Write it; raises Refused."""
        said = self.cleaned_data
        plan = write_plan(
            slug=said["slug"], name=said["name"], summary=said["summary"], features=said["features"], by=by,
            prices=[read_price(line) for line in _lines(said["prices"])],
            allowances=read_allowances(_lines(said["limits"]), _lines(said["extras"])),
            sales_fee_points=int(said["sales_fee"] * 100), trial_days=said["trial_days"], position=said["position"],
        )  # fmt: skip
        return actions.publish_plan(plan=plan, by=by, public=said["public"])


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


@require_GET
@operator_required
def list_plans(request: HttpRequest) -> HttpResponse:
    """Every plan, and how many businesses are on it."""
    return render(request, "console/plans.html", {"plans": plans_with_counts()})


@operator_required
@require_http_methods(["GET", "POST"])
def new_plan(request: HttpRequest) -> HttpResponse:
    """Write one down."""
    return _edit(request, None, PlanForm(request.POST or None))


@operator_required
@require_http_methods(["GET", "POST"])
def change_plan(request: HttpRequest, slug: str) -> HttpResponse:
    """Change one; who is on it keeps the price that was agreed."""
    plan = get_object_or_404(Plan, slug=slug)
    data = request.POST.copy() if request.method == "POST" else None
    if data is not None:
        data["slug"] = plan.slug
    form = PlanForm(data, initial=_written(plan))
    form.fields["slug"] = forms.SlugField(widget=forms.HiddenInput)
    return _edit(request, plan, form)


@require_POST
@operator_required
def retire(request: HttpRequest, slug: str) -> HttpResponse:
    """Put nobody on it any more."""
    actions.retire_plan(plan=get_object_or_404(Plan, slug=slug), by=request.user.email)  # type: ignore[union-attr]
    messages.success(request, _("Retired. Who is on it stays."))
    return redirect("console_plans")


def _edit(request: HttpRequest, plan: Plan | None, form: PlanForm) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            form.save(by=request.user.email)  # type: ignore[union-attr]
        except Refused as refused:
            field = _FIELDS.get(refused.field or "", refused.field)
            form.add_error(field if field in form.fields else None, str(refused))
        else:
            messages.success(request, _("Saved."))
            return redirect("console_plans")
    context = {"form": form, "plan": plan, "meters": METERS.values()}
    return render(request, "console/plan.html", context, status=422 if form.errors else 200)


def _written(plan: Plan) -> dict[str, Any]:
    return {
        "name": plan.name, "slug": plan.slug, "summary": plan.summary, "features": plan.features,
        "prices": "\n".join(written_prices(plan)), "limits": "\n".join(written_limits(plan)),
        "extras": "\n".join(written_extras(plan)), "sales_fee": f"{plan.sales_fee_points / 100:g}",
        "trial_days": plan.trial_days, "position": plan.position, "public": plan.published_at is not None,
    }  # fmt: skip
