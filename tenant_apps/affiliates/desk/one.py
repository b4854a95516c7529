"""One affiliate in the Studio: what they sold and earned, what is decided about them, what they get."""

from __future__ import annotations

from collections.abc import Callable
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
from tenant_apps.affiliates import links, queries
from tenant_apps.affiliates.forms import CouponForm, RateForm, ReasonForm
from tenant_apps.affiliates.models import Affiliate
from tenant_apps.ledger.queries import wallets_of
from themes.studio.desk import StudioPage


class AffiliatePage(StudioPage):
    """`/studio/affiliates/<key>/`."""

    model = Affiliate
    template_name = "affiliates/studio/affiliate.html"
    trail = ("affiliates_studio:index", _("Affiliates"))
    affiliate: Affiliate

    def setup(self, request: HttpRequest, key: UUID, **kwargs: Any) -> None:  # type: ignore[override]
        """Find them."""
        super().setup(request, **kwargs)
        self.affiliate = get_object_or_404(Affiliate.objects.select_related("person").with_figures(), key=key)

    def get_page_title(self) -> str:
        """Their name."""
        return str(self.affiliate)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Everything about them."""
        person, may = self.affiliate.person, self.request.user.has_perm
        sales, more = queries.sales_page(self.affiliate, before=self.request.GET.get("before", "")[:40])
        rules = queries.rules_now()
        own = queries.rate_of(person, rules)
        return super().get_context_data(
            affiliate=self.affiliate,
            link=links.home_link(self.affiliate),
            wallets=wallets_of(person),
            landings=queries.landings_of(self.affiliate),
            sales=sales,
            more=more,
            coupons=self.affiliate.coupons.select_related("code__coupon"),
            own_rate=own,
            rate=own or queries.rate_of(None, rules),
            manages=may("affiliates.change_affiliate"),
            sets_rates=may("ledger.change_commissionrule"),
            **{
                "reason_form": ReasonForm(),
                "rate_form": RateForm(initial={"percent": own.basis_points / 100 if own else None}),
                "coupon_form": CouponForm(),
                **kwargs,
            },
        )

    def back(self) -> HttpResponse:
        """To the page."""
        return redirect("affiliates_studio:detail", key=self.affiliate.key)


class _Changing(AffiliatePage):
    permission_required = "change"
    http_method_names = ["post"]


class DecisionPage(_Changing):
    """POST `approval`, `rejection`, `pause` or `return`."""

    def post(self, request: HttpRequest, decision: str, **kwargs: Any) -> HttpResponse:
        """Do it."""
        act, words = _DECISIONS[decision]
        reason = {"reason": request.POST.get("reason", "")} if decision in ("rejection", "pause") else {}
        try:
            act(affiliate=self.affiliate, by=request.user.email, **reason)
        except Refused as refused:
            form = ReasonForm(request.POST)
            form.add_error("reason", str(refused))
            return self.render_to_response(self.get_context_data(reason_form=form), status=422)
        messages.success(request, words)
        return self.back()


_DECISIONS: dict[str, tuple[Callable[..., Affiliate], Any]] = {
    "approval": (affiliates.approve, _("Approved. Their links count from now on.")),
    "rejection": (affiliates.reject, _("Turned down.")),
    "pause": (affiliates.pause, _("Paused. What they earned stays theirs.")),
    "return": (affiliates.resume, _("Their links count again.")),
}


class RatePage(_Changing):
    """POST sets what they get; nothing lets them have what everybody gets. Rules are the ledger's."""

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """From the next sale on."""
        if not request.user.has_perm("ledger.change_commissionrule"):
            raise PermissionDenied
        form = RateForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(rate_form=form), status=422)
        affiliates.set_rate(
            basis_points=form.cleaned_data["percent"], person=self.affiliate.person, by=request.user.email
        )
        messages.success(request, _now("Saved. It holds for sales from now on."))
        return self.back()


class CouponsPage(_Changing):
    """POST lets a coupon's code stand for them."""

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Tie it."""
        form = CouponForm(request.POST)
        if form.is_valid():
            try:
                affiliates.tie_coupon(
                    affiliate=self.affiliate, coupon=form.cleaned_data["coupon"], by=request.user.email
                )
            except Refused as refused:
                form.add_error("coupon", str(refused))
            else:
                messages.success(request, _now("Whoever types this code counts as sent by them."))
                return self.back()
        return self.render_to_response(self.get_context_data(coupon_form=form), status=422)


class CouponEndPage(_Changing):
    """POST lets a code stand for nobody."""

    def post(self, request: HttpRequest, coupon: UUID, **kwargs: Any) -> HttpResponse:
        """Untie it."""
        tied = get_object_or_404(self.affiliate.coupons, key=coupon)
        affiliates.untie_coupon(tied=tied, by=request.user.email)
        messages.success(request, _now("The code stands for nobody now."))
        return self.back()
