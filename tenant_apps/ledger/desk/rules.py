"""Who shares in sales, and when it is paid out."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from marque.kit import clock
from marque.kit.errors import Refused
from marque.kit.money import Money
from tenant_apps.ledger import actions as ledger
from tenant_apps.ledger.desk.money import MoneyBase
from tenant_apps.ledger.forms import RuleForm, TermsForm
from tenant_apps.ledger.models import CommissionRule
from tenant_apps.ledger.queries import current_terms
from themes.brand import current_brand


class RulesPage(MoneyBase):
    """`/studio/money/rules/`: the rules in force, the past ones, and a form for a new one."""

    template_name = "ledger/studio/rules.html"
    page_title = _("Commission rules")
    permission_required = "change"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Narrowest first."""
        now = clock.now()
        rules = CommissionRule.objects.in_force(now).select_related("product", "person")
        past = CommissionRule.objects.filter(ends_at__lte=now).select_related("product", "person").order_by("-ends_at")
        return super().get_context_data(
            rules=sorted(rules, key=lambda rule: (rule.part, rule.narrowness, rule.pk), reverse=True),
            past=past[:50],
            form=kwargs.pop("form", None) or RuleForm(),
            **kwargs,
        )

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Set a rule from now on."""
        form = RuleForm(request.POST)
        if form.is_valid():
            values = dict(form.cleaned_data)
            values["basis_points"] = values.pop("percent")
            try:
                rule = ledger.set_rule(**values, by=request.user)
            except Refused as refused:
                refused.show_in(form)
            else:
                messages.success(request, _now("From now on: %(rule)s.") % {"rule": rule})
                return redirect("money_studio:rules")
        return self.render_to_response(self.get_context_data(form=form), status=422)


class RuleEndPage(MoneyBase):
    """POST ends a rule."""

    permission_required = "change"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, key: UUID, **kwargs: Any) -> HttpResponse:
        """End it now."""
        ledger.end_rule(rule=get_object_or_404(CommissionRule, key=key), by=request.user)
        messages.success(request, _now("The rule has ended. Past sales keep it."))
        return redirect("money_studio:rules")


class TermsPage(MoneyBase):
    """`/studio/money/terms/`: when and how much is paid out."""

    template_name = "ledger/studio/terms.html"
    page_title = _("Payout terms")
    permission_required = "change"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The form as things are."""
        form = kwargs.pop("form", None) or self._form()
        return super().get_context_data(form=form, **kwargs)

    def _form(self, data: Any = None) -> TermsForm:
        return TermsForm(data, terms=current_terms(), currency=current_brand().currency)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Save."""
        form = self._form(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        values = dict(form.cleaned_data)
        minimum: Money | None = values.pop("minimum")
        ledger.set_terms(**values, minimum_amount=max(minimum.amount, 0) if minimum else 0, by=request.user)
        messages.success(request, _now("Saved."))
        return redirect("money_studio:terms")
