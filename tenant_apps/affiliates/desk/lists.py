"""The list of affiliates in the Studio."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.widgets.button import HeaderButton

from tenant_apps.affiliates.models import Affiliate, AffiliateQuerySet, AffiliateState
from themes.studio.desk import Listing


class AffiliateFilters(WagtailFilterSet):
    """By state."""

    state = django_filters.ChoiceFilter(
        label=_("State"),
        method="by_state",
        choices=AffiliateState.choices,
        widget=forms.RadioSelect,
        empty_label=_("All"),
    )

    class Meta:
        model = Affiliate
        fields: list[str] = []

    def by_state(self, rows: AffiliateQuerySet, name: str, value: str) -> AffiliateQuerySet:
        """Those in one state."""
        return rows.in_state(value)


def affiliate_url(affiliate: Affiliate) -> str:
    """The page about one."""
    return reverse("affiliates_studio:detail", args=[affiliate.key])


class StateColumn(Column):
    """The state as a badge."""

    cell_template_name = "affiliates/studio/state_cell.html"


class AffiliateList(Listing):
    """Newest first."""

    page_title = _("Affiliates")
    filterset_class = AffiliateFilters
    columns = [
        TitleColumn("person", label=_("Name"), accessor=str, get_url=affiliate_url, width="28%"),
        Column("code", label=_("Code")),
        StateColumn("state", label=_("State")),
        Column("clicked", label=_("Visitors")),
        Column("sold", label=_("Sales")),
        DateColumn("applied_at", label=_("Applied"), width="14%"),
    ]
    list_export = ["name", "email", "code", "state", "clicked", "sold", "applied_at", "approved_at"]
    export_headings = {
        "name": _("Name"),
        "email": _("Email"),
        "code": _("Code"),
        "state": _("State"),
        "clicked": _("Visitors"),
        "sold": _("Sales"),
        "applied_at": _("Applied"),
        "approved_at": _("Approved"),
    }
    export_filename = "affiliates"

    @property
    def header_buttons(self) -> list[HeaderButton]:
        """What they are offered."""
        if not self.user_has_permission("change"):
            return []
        return [HeaderButton(_now("Programme"), url=reverse("affiliates_studio:programme"), icon_name="gear")]

    def get_base_queryset(self) -> AffiliateQuerySet:
        """With what a row shows."""
        return Affiliate.objects.select_related("person").with_figures().newest_first()

    def search_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """By name, email or code."""
        return queryset.matching(self.search_query) if self.is_searching else queryset  # type: ignore[attr-defined]

    def to_row_dict(self, item: Any) -> dict[str, Any]:
        """Names from the person."""
        own = {"name": item.person.name, "email": item.person.email, "state": item.state.label}
        return {field: own[field] if field in own else getattr(item, field) for field in self.list_export}
