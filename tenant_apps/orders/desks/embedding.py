"""Settings, Buttons on other sites: which sites may open the checkout, and what to paste there."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.html import escape
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.base import ViewSet

from marque.kit.errors import Refused
from marque.kit.http import tenant_url
from tenant_apps.catalog.models import Offer
from tenant_apps.catalog.queries import live_offers
from tenant_apps.orders import actions
from tenant_apps.orders.models import EmbeddingSite
from themes.studio.desk import StudioPage

MOST_SHOWN = 50


class SiteForm(forms.Form):
    """One more site."""

    site = forms.CharField(
        label=_("Address of the site"), max_length=280, help_text=_("Such as https://example.com, without a path.")
    )


def snippet(offer: Offer) -> str:
    """What to paste: the script once a page, the link wherever the button is to be."""
    words = escape(_now("Buy %(title)s") % {"title": offer.title})
    script = f'<script src="{tenant_url("/embed/v1.js")}" async></script>'
    return f'{script}\n<a data-offer="{offer.slug}" href="{tenant_url(f"/checkout/{offer.slug}/")}">{words}</a>'


class EmbeddingPage(StudioPage):
    """The sites, and a snippet for each offer."""

    template_name = "orders/studio/embedding.html"
    # who may change what the business sells may say where
    permission_required = "add"
    page_title = _("Buttons on other sites")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The form, the list, the snippets."""
        snippets = [(offer, snippet(offer)) for offer in live_offers()[:MOST_SHOWN]]
        own = {"form": SiteForm(), "sites": EmbeddingSite.objects.all(), "snippets": snippets}
        return super().get_context_data(**{**own, **kwargs})

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Allow a site."""
        form = SiteForm(request.POST)
        if form.is_valid():
            try:
                allowed = actions.allow_site(site=form.cleaned_data["site"], by=request.user)
            except Refused as refused:
                refused.show_in(form)
            else:
                messages.success(request, _now("%(site)s may show your checkout.") % {"site": allowed})
                return redirect(reverse("embedding_studio:index"))
        return self.render_to_response(self.get_context_data(form=form), status=422)


class EmbeddingEndPage(EmbeddingPage):
    """Takes a site away."""

    def post(self, request: HttpRequest, key: UUID, **kwargs: Any) -> HttpResponse:  # type: ignore[override]
        """Forbid it."""
        site = get_object_or_404(EmbeddingSite, key=key)
        actions.forbid_site(site=site, by=request.user)
        messages.success(request, _now("%(site)s shows your checkout no longer.") % {"site": site})
        return redirect(reverse("embedding_studio:index"))


class EmbeddingDesk(ViewSet):
    """`/studio/buttons/`."""

    name = "embedding_studio"
    url_prefix = "buttons"
    icon = "link"
    model = EmbeddingSite

    def get_urlpatterns(self) -> list[URLPattern]:
        """The page, and what is done on it."""
        known = {"model": self.model, "header_icon": self.icon}
        return [
            path("", self.construct_view(EmbeddingPage, **known), name="index"),
            path("<uuid:key>/end/", self.construct_view(EmbeddingEndPage, **known), name="end"),
        ]
