"""The programme in the Studio: who may join, what they get, the words they may use."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from marque.kit.errors import Refused
from tenant_apps.affiliates import actions as affiliates
from tenant_apps.affiliates import queries
from tenant_apps.affiliates.forms import ProgrammeForm, TextForm
from tenant_apps.affiliates.models import AffiliateProgramme, AffiliateText
from themes.studio.desk import StudioPage

_OF_THE_RULE = ("percent", "hold_days")


class ProgrammePage(StudioPage):
    """`/studio/affiliates/programme/`."""

    model = AffiliateProgramme
    template_name = "affiliates/studio/programme.html"
    page_title = _("Affiliate programme")
    permission_required = "change"
    trail = ("affiliates_studio:index", _("Affiliates"))

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # type: ignore[override]
        """The rate is money."""
        if not request.user.has_perm("ledger.change_commissionrule"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The forms as things are."""
        return super().get_context_data(
            programme=queries.current_programme(),
            form=kwargs.pop("form", None) or self._form(),
            text_form=kwargs.pop("text_form", None) or TextForm(prefix="text"),
            texts=AffiliateText.objects.all(),
            **kwargs,
        )

    def _form(self, data: Any = None) -> ProgrammeForm:
        rule = queries.rate_of(None)
        kept = {"percent": rule.basis_points / 100, "hold_days": rule.hold_days} if rule else {}
        return ProgrammeForm(data, programme=queries.current_programme(), initial=kept)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Save."""
        form = self._form(request.POST)
        if form.is_valid():
            entered = dict(form.cleaned_data)
            percent, hold_days = (entered.pop(name) for name in _OF_THE_RULE)
            try:
                affiliates.save_programme(**entered, by=request.user.email)
                affiliates.set_rate(basis_points=percent, hold_days=hold_days, by=request.user.email)
            except Refused as refused:
                refused.show_in(form)
            else:
                messages.success(request, _now("Saved. It holds from now on."))
                return redirect("affiliates_studio:programme")
        return self.render_to_response(self.get_context_data(form=form), status=422)


class TextsPage(ProgrammePage):
    """POST adds words for affiliates to use."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Keep them."""
        form = TextForm(request.POST, prefix="text")
        if form.is_valid():
            try:
                affiliates.save_text(**form.cleaned_data, by=request.user.email)
            except Refused as refused:
                refused.show_in(form)
            else:
                messages.success(request, _now("Affiliates find it on their desk."))
                return redirect("affiliates_studio:programme")
        return self.render_to_response(self.get_context_data(text_form=form), status=422)


class TextEndPage(ProgrammePage):
    """POST takes words back."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, key: UUID, **kwargs: Any) -> HttpResponse:  # type: ignore[override]
        """Remove them."""
        affiliates.remove_text(text=get_object_or_404(AffiliateText, key=key), by=request.user.email)
        messages.success(request, _now("Removed."))
        return redirect("affiliates_studio:programme")
