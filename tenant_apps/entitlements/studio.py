"""Giving and taking away by hand, from a person's page in the Studio."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.base import ViewSet

from marque.kit.errors import Refused
from tenant_apps.entitlements import by_hand
from tenant_apps.entitlements.forms import ExtendForm, GiveForm, TakeAwayForm
from tenant_apps.entitlements.models import Entitlement
from tenant_apps.people.models import Person
from themes.studio.desk import StudioPage


def _back(person: Person) -> HttpResponse:
    return redirect(reverse("people_studio:detail", args=[person.key]))


class AccessPage(StudioPage):
    """What both pages share: a form about one person, shown again where something is wrong with it."""

    template_name = "entitlements/studio/access.html"
    trail = ("people_studio:index", _("People"))
    person: Person

    def get_page_title(self) -> str:
        """Whose access."""
        return _now("Access of %(person)s") % {"person": self.person}

    def tried(self, request: HttpRequest, form: Any, act: Any, done: str) -> HttpResponse:
        """Act on a form that is right, and say so; else show it again."""
        if form.is_valid():
            try:
                act()
            except Refused as refused:
                refused.show_in(form)
            else:
                messages.success(request, done)
                return _back(self.person)
        return self.render_to_response(self.get_context_data(form=form, person=self.person), status=422)


class GrantPage(AccessPage):
    """Gives a person a product."""

    permission_required = "add"

    def setup(self, request: HttpRequest, key: UUID, **kwargs: Any) -> None:  # type: ignore[override]
        """Find the person."""
        super().setup(request, **kwargs)
        self.person = get_object_or_404(Person, key=key)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With the form."""
        return super().get_context_data(**{"form": GiveForm(), "person": self.person, "giving": True, **kwargs})

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Give it."""
        form = GiveForm(request.POST)
        give = lambda: by_hand.give(person=self.person, by=request.user, **form.cleaned_data)  # noqa: E731
        is_told = form.is_valid() and form.cleaned_data["tell"]
        later = _now("Given. They get an email within minutes, or once the course is published.")
        return self.tried(request, form, give, later if is_told else _now("Given. It is open now."))


class EndPage(AccessPage):
    """Takes one reason away."""

    permission_required = "change"
    held: Entitlement

    def setup(self, request: HttpRequest, key: UUID, **kwargs: Any) -> None:  # type: ignore[override]
        """Find the entitlement."""
        super().setup(request, **kwargs)
        self.held = get_object_or_404(Entitlement.objects.select_related("person", "product"), key=key)
        self.person = self.held.person
        if not request.user.has_perm("entitlements.view_entitlement"):
            raise PermissionDenied

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With the form."""
        own = {"form": TakeAwayForm(), "person": self.person, "held": self.held}
        return super().get_context_data(**{**own, **kwargs})

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Take it away."""
        form = TakeAwayForm(request.POST)
        take = lambda: by_hand.take_away(entitlement=self.held, by=request.user, **form.cleaned_data)  # noqa: E731
        return self.tried(request, form, take, _now("Taken away. What other reasons give stays."))


class ExtendPage(EndPage):
    """Lets a dated reason end later."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With the form."""
        return super().get_context_data(**{"form": ExtendForm(), "extending": True, **kwargs})

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Extend it."""
        form = ExtendForm(request.POST)
        extend = lambda: by_hand.extend(entitlement=self.held, by=request.user, **form.cleaned_data)  # noqa: E731
        return self.tried(request, form, extend, _now("It is open for longer."))


class AccessDesk(ViewSet):
    """`/studio/access/`."""

    name = "access_studio"
    url_prefix = "access"
    icon = "key"
    model = Entitlement

    def get_urlpatterns(self) -> list[URLPattern]:
        """Give, extend, take away."""
        known = {"model": self.model, "header_icon": self.icon}
        return [
            path("people/<uuid:key>/grants/", self.construct_view(GrantPage, **known), name="grants"),
            path("<uuid:key>/end/", self.construct_view(EndPage, **known), name="end"),
            path("<uuid:key>/extension/", self.construct_view(ExtendPage, **known), name="extension"),
        ]
