"""Who made each product, and with what weight they share."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from tenant_apps.ledger import actions as ledger
from tenant_apps.ledger.desk.money import MoneyBase
from tenant_apps.ledger.forms import ContributorForm
from tenant_apps.ledger.models import Contributor


class ContributorsPage(MoneyBase):
    """`/studio/money/contributors/`: everybody named so far, and a form that names, changes or removes one."""

    template_name = "ledger/studio/contributors.html"
    page_title = _("Contributors")
    permission_required = "change"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """By product."""
        found = Contributor.objects.select_related("product", "person").order_by("product__title", "part", "pk")
        return super().get_context_data(
            contributors=found[:500], form=kwargs.pop("form", None) or ContributorForm(), **kwargs
        )

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Set one person's weight for one product; nothing removes them."""
        form = ContributorForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        product, part = form.cleaned_data["product"], form.cleaned_data["part"]
        named = product.contributors.filter(part=part).select_related("person")
        weights = {one.person: one.weight for one in named}
        weights[form.cleaned_data["person"]] = form.cleaned_data["weight"]
        kept = {person: weight for person, weight in weights.items() if weight}
        ledger.set_contributors(product=product, part=part, weights=kept, by=request.user)
        messages.success(request, _now("Saved. It holds for sales from now on."))
        return redirect("money_studio:contributors")
