"""Subscriptions in the Studio: the list, one of them with what can be done about it, and the figures."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.widgets.button import HeaderButton

from marque.kit import clock
from marque.kit.errors import Refused
from marque.kit.ids import read_code
from tenant_apps.orders.acts.act import Act, Question
from tenant_apps.orders.acts.offered import ACTS, acts_for
from tenant_apps.orders.desks.revenue import RevenuePage, SettingsPage
from tenant_apps.orders.letters import on_day
from tenant_apps.orders.models import Subscription, SubscriptionQuerySet, SubscriptionState
from tenant_apps.orders.subscriptions import history_of, with_all
from themes.studio.desk import Desk, Listing, StudioPage


class SubscriptionFilters(WagtailFilterSet):
    """By state."""

    state = django_filters.ChoiceFilter(
        label=_("State"),
        method="by_state",
        choices=[choice for choice in SubscriptionState.choices if choice[0] != "awaiting"],
        widget=forms.RadioSelect,
        empty_label=_("All"),
    )

    class Meta:
        model = Subscription
        fields: list[str] = []

    def by_state(self, rows: SubscriptionQuerySet, name: str, value: str) -> SubscriptionQuerySet:
        """Those in one state."""
        return rows.in_state(value)


def subscription_url(held: Subscription) -> str:
    """The page about a subscription."""
    return reverse("subscriptions_studio:detail", args=[held.code])


def next_payment(held: Subscription) -> str:
    """A day ahead, which a column of dates would call `just now`."""
    return on_day(held, held.next_charge_at) or "–"


class StateColumn(Column):
    """The state as a badge."""

    cell_template_name = "orders/studio/subscription_state_cell.html"


class SubscriptionList(Listing):
    """Newest first."""

    page_title = _("Subscriptions")
    filterset_class = SubscriptionFilters
    columns = [
        TitleColumn(
            "person", label=_("Person"), accessor=lambda row: row.person.name or row.person.email,
            get_url=subscription_url, width="24%",
        ),
        Column("title", label=_("What"), classname="wide-column"),
        StateColumn("state", label=_("State")),
        Column("price", label=_("Price"), accessor=lambda row: f"{row.money.format(cents=True)} {row.rhythm}"),
        Column("next_charge_at", label=_("Next payment"), accessor=next_payment, width="14%", classname="wide-column"),
    ]  # fmt: skip
    list_export = [
        "code", "name", "email", "title", "state", "amount", "currency", "rhythm", "started_at", "next_charge_at",
        "ended_at",
    ]  # fmt: skip
    export_headings = {
        "code": _("Code"),
        "name": _("Person"),
        "email": _("Email"),
        "title": _("What"),
        "state": _("State"),
        "amount": _("Amount"),
        "currency": _("Currency"),
        "rhythm": _("How often"),
        "started_at": _("Began"),
        "next_charge_at": _("Next payment"),
        "ended_at": _("Ended"),
    }
    export_filename = "subscriptions"

    @property
    def header_buttons(self) -> list[HeaderButton]:
        """The figures, and how patient the business is."""
        buttons = [HeaderButton(_("Figures"), url=reverse("subscriptions_studio:figures"), icon_name="chart")]
        if self.user_has_permission("change"):
            url = reverse("subscriptions_studio:settings")
            buttons.append(HeaderButton(_("Overdue payments"), url=url, icon_name="gear"))
        return buttons

    def get_base_queryset(self) -> SubscriptionQuerySet:
        """With what a row shows."""
        return with_all().begun().newest_first()

    def search_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """By person, code, or what it is for."""
        return queryset.matching(self.search_query) if self.is_searching else queryset  # type: ignore[attr-defined]

    def to_row_dict(self, item: Subscription) -> dict[str, Any]:
        """The amount as a plain number."""
        own = {
            "amount": item.money.decimal,
            "state": item.state.label,
            "name": item.person.name,
            "email": item.person.email,
        }
        return {field: own[field] if field in own else getattr(item, field) for field in self.list_export}


class SubscriptionPage(StudioPage):
    """One subscription: terms, periods, history, and what can be done."""

    template_name = "orders/studio/subscription.html"
    trail = ("subscriptions_studio:index", _("Subscriptions"))
    held: Subscription

    def setup(self, request: HttpRequest, code: str, **kwargs: Any) -> None:  # type: ignore[override]
        """Find it."""
        super().setup(request, **kwargs)
        self.held = get_object_or_404(with_all().begun(), code=read_code(code))

    def get_page_title(self) -> str:
        """What it is for."""
        return self.held.title

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With its periods and history."""
        manages = self.request.user.has_perm("orders.manage_subscription")
        return super().get_context_data(
            held=self.held,
            acts=acts_for(self.held, by_business=True) if manages else [],
            periods=self.held.periods.select_related("order").order_by("-starts_at")[:36],
            history=history_of(self.held),
            **kwargs,
        )


class SubscriptionActPage(SubscriptionPage):
    """Asks, with the amounts, then does it."""

    template_name = "orders/studio/subscription_act.html"
    act: Act

    def setup(self, request: HttpRequest, code: str, act: str, **kwargs: Any) -> None:  # type: ignore[override]
        """Find it, and what to do."""
        super().setup(request, code, **kwargs)
        if act not in ACTS:
            raise Http404
        self.act = ACTS[act]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # type: ignore[override]
        """Only for those who may, and only what is on offer now."""
        if not request.user.has_perm("orders.manage_subscription"):
            raise PermissionDenied
        if self.act not in acts_for(self.held, by_business=True):
            return redirect(subscription_url(self.held))
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With the question."""
        question: Question = kwargs.pop("question", None) or self.act.ask(self.held, clock.now(), None)
        asked = question.title % {"title": self.held.title}
        return super().get_context_data(question=question, asked=asked, **kwargs)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Do it."""
        question = self.act.ask(self.held, clock.now(), request.POST)
        if not question.form.is_valid():
            return self.render_to_response(self.get_context_data(question=question), status=422)
        try:
            messages.success(request, self.act.do(self.held, clock.now(), question.form.cleaned_data, request.user))
        except Refused as refused:
            if refused.field in question.form.fields:
                refused.show_in(question.form)
                return self.render_to_response(self.get_context_data(question=question), status=422)
            messages.error(request, str(refused))
        return redirect(subscription_url(self.held))


class SubscriptionsDesk(Desk):
    """`/studio/subscriptions/`."""

    name = "subscriptions_studio"
    url_prefix = "subscriptions"
    model = Subscription
    listing = SubscriptionList
    icon = menu_icon = "pulse"
    menu_label = _("Subscriptions")
    menu_name = "subscriptions"
    menu_order = 55
    permission = "orders.view_subscription"

    def get_urlpatterns(self) -> list[URLPattern]:
        """The list, the figures, one of them, and what to do about it."""
        return [
            *super().get_urlpatterns(),
            path("figures/", self.construct_view(RevenuePage), name="figures"),
            path("settings/", self.construct_view(SettingsPage), name="settings"),
            path("<str:code>/", self.construct_view(SubscriptionPage), name="detail"),
            path("<str:code>/<slug:act>/", self.construct_view(SubscriptionActPage), name="act"),
        ]
