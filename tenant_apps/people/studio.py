"""People in the Studio: everyone the business knows, and a page about each."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import django_filters
from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn

from tenant_apps.people.models import Person, PersonQuerySet
from tenant_apps.people.panels import panels_for
from themes.studio.desk import Desk, Listing, StudioPage


class PeopleFilters(WagtailFilterSet):
    """Who can sign in, and who is known by email alone."""

    account = django_filters.ChoiceFilter(
        label=_("Account"),
        method="by_account",
        choices=[("yes", _("Can sign in")), ("no", _("Known by email"))],
        widget=forms.RadioSelect,
        empty_label=_("All"),
    )

    class Meta:
        model = Person
        fields: list[str] = []

    def by_account(self, people: PersonQuerySet, name: str, value: str) -> PersonQuerySet:
        """People with or without an account."""
        return people.with_account() if value == "yes" else people.without_account()


def person_url(person: Person) -> str:
    """The page about somebody."""
    return reverse("people_studio:detail", args=[person.key])


class PeopleList(Listing):
    """Newest first."""

    page_title = _("People")
    filterset_class = PeopleFilters
    columns = [
        TitleColumn("name", label=_("Name"), accessor=str, get_url=person_url),
        Column("email", label=_("Email")),
        Column("account", label=_("Account"), accessor=lambda person: _("Can sign in") if person.user_id else ""),
        DateColumn("created_at", label=_("Met"), width="15%"),
    ]
    list_export = ["name", "email", "time_zone", "language", "created_at"]
    export_headings = {
        "name": _("Name"),
        "email": _("Email"),
        "time_zone": _("Time zone"),
        "language": _("Language"),
        "created_at": _("Met"),
    }
    export_filename = "people"

    def search_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """By name or email."""
        return queryset.matching(self.search_query) if self.is_searching else queryset  # type: ignore[attr-defined]


class PersonPage(StudioPage):
    """One person, and what every app knows about them."""

    template_name = "people/studio/person.html"
    trail = ("people_studio:index", _("People"))
    person: Person

    def setup(self, request: HttpRequest, key: UUID, **kwargs: Any) -> None:  # type: ignore[override]
        """Find the person."""
        super().setup(request, **kwargs)
        self.person = get_object_or_404(Person.objects.select_related("user"), key=key)

    def get_page_title(self) -> str:
        """Their name."""
        return str(self.person)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The person and the panels."""
        may = self.request.user.has_perm
        panels = [each for each in panels_for("studio", self.person) if not each.permission or may(each.permission)]
        return super().get_context_data(person=self.person, panels=panels, **kwargs)


class PeopleDesk(Desk):
    """`/studio/people/`."""

    name = "people_studio"
    url_prefix = "people"
    model = Person
    listing = PeopleList
    icon = menu_icon = "people"
    menu_label = _("People")
    menu_name = "people"
    menu_order = 60
    permission = "people.view_person"

    def get_urlpatterns(self) -> list[URLPattern]:
        """The list and the person."""
        return [*super().get_urlpatterns(), path("<uuid:key>/", self.construct_view(PersonPage), name="detail")]
