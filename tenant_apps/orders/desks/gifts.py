"""Gifts in the Studio: which wait for their day, which nobody has opened."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn

from marque.kit.zones import zone_named
from tenant_apps.orders.gifts import with_order
from tenant_apps.orders.models import Gift, GiftQuerySet, GiftState
from themes.studio.desk import Desk, Listing


class GiftFilters(WagtailFilterSet):
    """By state."""

    state = django_filters.ChoiceFilter(
        label=_("State"), method="by_state", choices=GiftState.choices, widget=forms.RadioSelect, empty_label=_("All")
    )

    class Meta:
        model = Gift
        fields: list[str] = []

    def by_state(self, gifts: GiftQuerySet, name: str, value: str) -> GiftQuerySet:
        """Gifts in one state."""
        return gifts.in_state(value)


def order_of(gift: Gift) -> str:
    """The page about the order it came with."""
    return reverse("orders_studio:detail", args=[gift.order.code])


def day_of(gift: Gift) -> str:
    """The day it arrives where its giver is: one to come is no time ago."""
    return str(date_format(gift.send_at.astimezone(zone_named(gift.time_zone)), "j M Y"))


class StateColumn(Column):
    """The state as a badge."""

    cell_template_name = "orders/studio/gift_state_cell.html"


class GiftList(Listing):
    """Newest first."""

    page_title = _("Gifts")
    filterset_class = GiftFilters
    columns = [
        TitleColumn("recipient_name", label=_("For"), get_url=order_of),
        Column(
            "giver", label=_("From"), accessor=lambda gift: gift.order.name or gift.order.email, classname="wide-column"
        ),
        Column("title", label=_("What"), accessor=lambda gift: gift.order.title, classname="wide-column"),
        StateColumn("state", label=_("State")),
        Column("send_at", label=_("On"), accessor=day_of),
    ]
    list_export = ["code", "recipient_name", "recipient_email", "giver", "title", "state", "send_at", "claimed_at"]
    export_headings = {
        "code": _("Code"),
        "recipient_name": _("For"),
        "recipient_email": _("Email"),
        "giver": _("From"),
        "title": _("What"),
        "state": _("State"),
        "send_at": _("On"),
        "claimed_at": _("Opened"),
    }
    export_filename = "gifts"

    def get_base_queryset(self) -> GiftQuerySet:
        """Those that are paid, with what a row shows."""
        return with_order().filter(order__paid_at__isnull=False).order_by("-pk")

    def search_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """By either of the two people."""
        return queryset.matching(self.search_query) if self.is_searching else queryset  # type: ignore[attr-defined]

    def to_row_dict(self, item: Gift) -> dict[str, Any]:
        """With words for what is no column."""
        own = {"giver": item.order.name or item.order.email, "title": item.order.title, "state": item.state.label}
        return {field: own[field] if field in own else getattr(item, field) for field in self.list_export}


class GiftsDesk(Desk):
    """`/studio/gifts/`."""

    name = "gifts_studio"
    url_prefix = "gifts"
    model = Gift
    listing = GiftList
    icon = menu_icon = "gift"
    menu_label = _("Gifts")
    menu_name = "gifts"
    menu_order = 52
    permission = "orders.view_gift"
