"""Who waits for an offer."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _now

from tenant_apps.catalog import actions
from tenant_apps.catalog.queries import waiting_for
from tenant_apps.catalog.studio.offers import OfferPage


class LinePage(OfferPage):
    """The line, first come first; POST takes a person out of it."""

    template_name = "catalog/studio/line.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The people, a page at a time."""
        assert self.offer is not None
        page = Paginator(waiting_for(self.offer), 50).get_page(self.request.GET.get("p"))
        return super().get_context_data(places=page, **kwargs)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Take somebody out of the line."""
        assert self.offer is not None
        place = get_object_or_404(waiting_for(self.offer), key=request.POST.get("place") or None)
        actions.leave_line(waiting=place, by=request.user)
        messages.success(request, _now("%(email)s is not in line any more.") % {"email": place.person.email})
        return redirect(request.path)
