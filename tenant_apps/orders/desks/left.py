"""Checkouts that were left, in the Studio: who, what, for how much, and what came back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.widgets.button import HeaderButton

from marque.kit import clock
from marque.kit.errors import Refused
from tenant_apps.orders import actions
from tenant_apps.orders.left import checkout_settings, left_checkouts, recovery
from tenant_apps.orders.models import LeftCheckout, LeftCheckoutQuerySet
from themes.studio.desk import Desk, Listing, StudioPage

FIGURES_OF = timedelta(days=90)


def person_url(left: LeftCheckout) -> str:
    """The page about whoever left."""
    return reverse("people_studio:detail", args=[left.person.key])


def state_words(left: LeftCheckout) -> str:
    """What became of it."""
    return _now("Came back and bought") if left.order_id else _now("Left")


class LeftList(Listing):
    """Newest first, with what came back above."""

    page_title = _("Left checkouts")
    template_name = "orders/studio/left.html"
    columns = [
        TitleColumn("person", label=_("Person"), accessor=lambda left: str(left.person), get_url=person_url),
        Column("offer", label=_("What"), accessor=lambda left: left.offer.title),
        Column("state", label=_("State"), accessor=state_words, classname="wide-column"),
        Column("money", label=_("Value"), accessor=lambda left: left.money.format(cents=True)),
        DateColumn("left_at", label=_("Left"), width="14%"),
    ]
    list_export = ["email", "offer", "state", "amount", "currency", "left_at"]
    export_headings = {
        "email": _("Email"),
        "offer": _("What"),
        "state": _("State"),
        "amount": _("Value"),
        "currency": _("Currency"),
        "left_at": _("Left"),
    }
    export_filename = "left-checkouts"

    @property
    def header_buttons(self) -> list[HeaderButton]:
        """Whether the checkout asks at all."""
        if not self.user_has_permission("change"):
            return []
        return [HeaderButton(_("Reminders"), url=reverse("left_studio:settings"), icon_name="gear")]

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """With the figures of three months."""
        found = recovery(since=clock.now() - FIGURES_OF)
        return super().get_context_data(*args, figures=found, rules=checkout_settings(), **kwargs)

    def get_base_queryset(self) -> LeftCheckoutQuerySet:
        """With what a row shows."""
        return left_checkouts()

    def search_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """By person or offer."""
        if not self.is_searching:
            return queryset
        text = self.search_query.strip()
        return queryset.filter(
            Q(person__email__icontains=text) | Q(person__name__icontains=text) | Q(offer__title__icontains=text)
        )

    def to_row_dict(self, item: LeftCheckout) -> dict[str, Any]:
        """The value as a plain number."""
        own = {
            "email": item.person.email,
            "offer": item.offer.title,
            "state": state_words(item),
            "amount": item.money.decimal,
        }
        return {field: own[field] if field in own else getattr(item, field) for field in self.list_export}


class RemindingForm(forms.Form):
    """Whether it asks, and what the link brings."""

    asks_to_remind = forms.BooleanField(
        label=_("Ask at the checkout whether we may remind"),
        required=False,
        help_text=_("A box that nobody ticks but the buyer. Without it nothing is kept, and nobody is written to."),
    )
    coupon = forms.CharField(
        label=_("Code that the link brings"),
        max_length=40,
        required=False,
        help_text=_("A coupon of yours. Empty: the checkout comes back as it was left."),
    )


class RemindingPage(StudioPage):
    """The settings."""

    template_name = "orders/studio/reminding.html"
    trail = ("left_studio:index", _("Left checkouts"))
    page_title = _("Reminders")
    permission_required = "change"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The form as it stands."""
        rules = checkout_settings()
        initial = {"asks_to_remind": rules.asks_to_remind, "coupon": rules.coupon.code if rules.coupon else ""}
        return super().get_context_data(**{"form": RemindingForm(initial=initial), **kwargs})

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Save."""
        form = RemindingForm(request.POST)
        if form.is_valid():
            try:
                actions.set_reminding(by=request.user, **form.cleaned_data)
            except Refused as refused:
                refused.show_in(form)
            else:
                messages.success(request, _now("Saved."))
                return redirect("left_studio:index")
        return self.render_to_response(self.get_context_data(form=form), status=422)


class LeftDesk(Desk):
    """`/studio/left-checkouts/`."""

    name = "left_studio"
    url_prefix = "left-checkouts"
    model = LeftCheckout
    listing = LeftList
    icon = menu_icon = "clock"
    menu_label = _("Left checkouts")
    menu_name = "left-checkouts"
    menu_order = 57
    permission = "orders.view_leftcheckout"

    def get_urlpatterns(self) -> list[URLPattern]:
        """The list and the settings."""
        return [
            *super().get_urlpatterns(),
            path("settings/", self.construct_view(RemindingPage), name="settings"),
        ]
