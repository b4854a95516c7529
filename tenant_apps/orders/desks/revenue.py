"""Subscriptions in figures, and how patient the business is."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from marque.kit import clock
from marque.kit.errors import Refused
from marque.kit.money import Money, minor_units
from tenant_apps.orders import actions
from tenant_apps.orders.figures import Figures, currencies, figures
from tenant_apps.orders.subscriptions import patience
from themes.brand import current_brand
from themes.clocks import business_zone
from themes.studio import chart
from themes.studio.desk import StudioPage


class RevenuePage(StudioPage):
    """Recurring revenue over twelve months, churn, and what becomes of trials."""

    template_name = "orders/studio/revenue.html"
    trail = ("subscriptions_studio:index", _("Subscriptions"))
    page_title = _("Figures")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """One currency at a time; the most used first."""
        known = currencies()
        asked = self.request.GET.get("currency", "")
        currency = asked if asked in known else (known[0] if known else "")
        found = figures(currency=currency, now=clock.now(), zone=current_brand().time_zone) if currency else None
        drawn = _drawn(found) if found else {}
        return super().get_context_data(figures=found, currencies=known, currency=currency, **drawn, **kwargs)


def _drawn(found: Figures) -> dict[str, Any]:
    unit = 10 ** minor_units(found.revenue.currency)
    values = [max(month.revenue.amount, 0) // unit for month in found.months]
    ceiling, step = chart.ceiling_of(max(values))
    names = [_month(month.ends_at) for month in found.months]
    line = chart.Line(
        now=values,
        before=[],
        slots=len(values),
        title=_now("Recurring revenue a month"),
        finding=_now("It is %(now)s now; twelve months ago it was %(then)s.")
        % {"now": _money(found.revenue), "then": _money(found.months[0].revenue)},
        ticks=[(value, _money(Money.of(value, found.revenue.currency))) for value in range(0, ceiling + 1, step)],
        labels=[(n, names[n]) for n in (0, 3, 6, 9, len(names) - 1)],
        ceiling=ceiling,
    )
    rows = [(name, month.won, month.lost, month.revenue) for name, month in zip(names, found.months, strict=True)]
    wide, narrow = chart.draw(line, chart.WIDE, "mrr"), chart.draw(line, chart.NARROW, "mrr-s")
    return {"wide": wide, "narrow": narrow, "rows": rows[::-1]}


def _month(moment: Any) -> str:
    return date_format(moment.astimezone(business_zone()), "j M")


def _money(money: Money) -> str:
    return money.format(get_language() or "en")


class PatienceForm(forms.Form):
    """When to ask again, and what a pause means."""

    retry_days = forms.CharField(
        label=_("Try a declined card again after these days"),
        help_text=_("Days after the first try, such as 1, 3, 5, 7."),
        max_length=60,
    )
    grace_days = forms.IntegerField(label=_("Days it stays open after the last try"), min_value=0, max_value=60)
    reminder_days = forms.IntegerField(label=_("Write so many days before a trial ends"), min_value=1, max_value=30)
    win_back_days = forms.IntegerField(
        label=_("Ask those who left whether they come back, after days"), min_value=1, max_value=180
    )
    paused_stays_open = forms.BooleanField(label=_("What is paused stays open"), required=False)


class SettingsPage(StudioPage):
    """How patient the business is."""

    template_name = "orders/studio/patience.html"
    trail = ("subscriptions_studio:index", _("Subscriptions"))
    page_title = _("Overdue payments and pauses")
    permission_required = "change"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The form as it stands."""
        rules = patience()
        initial = {name: getattr(rules, name) for name in PatienceForm.base_fields}
        initial["retry_days"] = ", ".join(str(day) for day in rules.retry_days)
        return super().get_context_data(**{"form": PatienceForm(initial=initial), **kwargs})

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Save."""
        form = PatienceForm(request.POST)
        if form.is_valid():
            try:
                actions.set_patience(by=request.user, **form.cleaned_data)
            except Refused as refused:
                refused.show_in(form)
            else:
                messages.success(request, _now("Saved. It holds for every subscription from now on."))
                return redirect("subscriptions_studio:index")
        return self.render_to_response(self.get_context_data(form=form), status=422)
