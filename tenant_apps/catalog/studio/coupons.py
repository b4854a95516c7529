"""Coupons in the Studio: the list, a coupon's form, its codes, its end."""

from __future__ import annotations

import csv
import io
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, TitleColumn

from marque.kit.errors import Refused
from marque.kit.http import tenant_url
from marque.kit.sheets import defused
from tenant_apps.catalog import actions
from tenant_apps.catalog.forms import CodesForm, CouponForm
from tenant_apps.catalog.models import Coupon, CouponQuerySet
from themes.studio.desk import Desk, Listing, StudioPage


def coupon_url(coupon: Coupon) -> str:
    """The page about a coupon."""
    return reverse("coupons_studio:edit", args=[coupon.key])


def use_words(coupon: Coupon) -> str:
    """How often it was used."""
    if coupon.total_limit is None:
        return str(coupon.used)
    return _now("%(used)s of %(limit)s") % {"used": coupon.used, "limit": coupon.total_limit}


class CouponStateColumn(Column):
    """The state as a badge."""

    cell_template_name = "catalog/studio/coupon_state_cell.html"


class CouponList(Listing):
    """Newest first."""

    page_title = _("Coupons")
    add_item_label = _("Add a coupon")
    columns = [
        TitleColumn("title", label=_("Coupon"), get_url=coupon_url),
        Column("words", label=_("Takes off"), accessor=lambda coupon: coupon.words),
        CouponStateColumn("state", label=_("State")),
        Column("used", label=_("Used"), accessor=use_words),
    ]
    list_export = ["title", "words", "state", "used"]
    export_headings = {"title": _("Coupon"), "words": _("Takes off"), "state": _("State"), "used": _("Used")}
    export_filename = "coupons"

    def get_base_queryset(self) -> CouponQuerySet:
        """With their amounts."""
        return Coupon.objects.prefetch_related("amounts").order_by("-pk")

    def search_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """By name or by a code."""
        if not self.is_searching:
            return queryset
        found = Q(title__icontains=self.search_query) | Q(codes__code=self.search_query.strip().upper())
        return queryset.filter(pk__in=Coupon.objects.filter(found).order_by().values("pk"))


class CouponPage(StudioPage):
    """A coupon: its form and its codes."""

    permission_required = "change"
    trail = ("coupons_studio:index", _("Coupons"))
    template_name = "catalog/studio/coupon.html"
    coupon: Coupon | None = None

    def setup(self, request: HttpRequest, key: UUID | None = None, **kwargs: Any) -> None:  # type: ignore[override]
        """Find the coupon, unless it is to be made."""
        super().setup(request, **kwargs)
        self.coupon = get_object_or_404(Coupon, key=key) if key else None

    def get_page_title(self) -> str:
        """The coupon's name."""
        return self.coupon.title if self.coupon else _now("New coupon")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The coupon, its form, its first codes."""
        coupon = self.coupon
        context = {"form": kwargs.pop("form", None) or CouponForm(coupon=coupon), "coupon": coupon}
        if coupon is not None:
            context |= {"codes": Paginator(coupon.codes.order_by("pk"), 25).get_page(self.request.GET.get("p"))}
            context |= {"many": kwargs.pop("many", None) or CodesForm(), "link": tenant_url("/checkout/…/?coupon=")}
        return super().get_context_data(**context, **kwargs)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Save, or say what is wrong."""
        if self.coupon is not None and "end" in request.POST:
            actions.end_coupon(coupon=self.coupon, by=request.user)
            messages.success(request, _now("%(title)s has ended.") % {"title": self.coupon.title})
            return redirect(coupon_url(self.coupon))
        form = CouponForm(request.POST, coupon=self.coupon)
        if form.is_valid():
            try:
                coupon = self._save(form)
            except Refused as refused:
                refused.show_in(form)
            else:
                messages.success(request, _now("%(title)s is saved.") % {"title": coupon.title})
                return redirect(coupon_url(coupon))
        return self.render_to_response(self.get_context_data(form=form), status=422)

    @transaction.atomic
    def _save(self, form: CouponForm) -> Coupon:
        by, entered = self.request.user, form.cleaned_data
        coupon = actions.save_coupon(terms=form.terms, offers=entered["offers"], coupon=self.coupon, by=by)
        if entered["code"]:
            actions.add_code(coupon=coupon, code=entered["code"], by=by)
        return coupon


class NewCouponPage(CouponPage):
    """A coupon to be made."""

    permission_required = "add"


class CodesPage(CouponPage):
    """All codes as a CSV (GET), many new ones (POST)."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """The file."""
        assert self.coupon is not None
        written = io.StringIO()
        rows = csv.writer(written)
        rows.writerow([_now("Code"), _now("Used"), _now("May be used")])
        for code in self.coupon.codes.order_by("pk").iterator(chunk_size=2000):
            # a code that begins like a formula must not run on the creator's computer
            word = defused(code.code)
            rows.writerow([word, code.used, "" if code.use_limit is None else code.use_limit])
        headers = {"Content-Disposition": 'attachment; filename="codes.csv"'}
        return HttpResponse(written.getvalue(), content_type="text/csv", headers=headers)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Make them, or say what is wrong."""
        assert self.coupon is not None
        form = CodesForm(request.POST)
        if form.is_valid():
            try:
                made = actions.add_codes(coupon=self.coupon, **form.cleaned_data, by=request.user)
            except Refused as refused:
                refused.show_in(form)
            else:
                messages.success(request, _now("%(n)s codes are made.") % {"n": len(made)})
                return redirect(coupon_url(self.coupon))
        return self.render_to_response(self.get_context_data(many=form), status=422)


class CouponsDesk(Desk):
    """`/studio/coupons/`."""

    name = "coupons_studio"
    url_prefix = "coupons"
    model = Coupon
    listing = CouponList
    icon = menu_icon = "tag"
    menu_label = _("Coupons")
    menu_name = "coupons"
    menu_order = 41
    permission = "catalog.view_coupon"

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """The list has an Add button."""
        return super().get_common_view_kwargs(add_url_name=self.get_url_name("add"), **kwargs)

    def get_urlpatterns(self) -> list[URLPattern]:
        """The list, a new coupon, a coupon, its codes."""
        return [
            *super().get_urlpatterns(),
            path("new/", self.construct_view(NewCouponPage), name="add"),
            path("<uuid:key>/", self.construct_view(CouponPage), name="edit"),
            path("<uuid:key>/codes/", self.construct_view(CodesPage), name="codes"),
        ]
