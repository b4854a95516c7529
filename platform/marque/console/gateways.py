"""The platform's own accounts at gateways, and the businesses it may collect for."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from marque.console.permissions import operator_required
from marque.kit.errors import Refused
from shared_apps.settlements import platform
from shared_apps.settlements.models import CollectingGrant, PlatformGateway
from shared_apps.tenants.models import Tenant

STRIPE = "stripe"
_SECRET = {"autocomplete": "off", "spellcheck": "false", "autocapitalize": "none"}


class PlatformKeysForm(forms.Form):
    """The keys of the platform's own Stripe account. What was typed is never written back into the page."""

    secret_key = forms.CharField(
        label=_("Secret key"), max_length=300, help_text=_("Begins with sk_."), widget=forms.PasswordInput(_SECRET)
    )
    publishable_key = forms.CharField(
        label=_("Publishable key"), max_length=300, help_text=_("Begins with pk_."), widget=forms.TextInput(_SECRET)
    )
    webhook_secret = forms.CharField(
        label=_("Signing secret, own account"), max_length=300, widget=forms.PasswordInput(_SECRET)
    )
    connect_webhook_secret = forms.CharField(
        label=_("Signing secret, connected accounts"),
        max_length=300,
        required=False,
        help_text=_("Of a second endpoint that listens to connected accounts, at the same address."),
        widget=forms.PasswordInput(_SECRET),
    )


@never_cache
@require_safe
@operator_required
def show(request: HttpRequest) -> HttpResponse:
    """How the platform gets into its account, and for whom it collects."""
    return _page(request, PlatformKeysForm())


@never_cache
@sensitive_post_parameters()
@require_POST
@operator_required
def keys(request: HttpRequest) -> HttpResponse:
    """Try the keys and keep them sealed."""
    form = PlatformKeysForm(request.POST)
    if form.is_valid():
        try:
            platform.set_platform_keys(gateway=STRIPE, keys=form.cleaned_data, by=request.user.email)  # type: ignore[union-attr]
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _now("The keys work and are kept."))
            return redirect("console_gateways")
    return _page(request, form, status=422)


@require_POST
@operator_required
def forget(request: HttpRequest) -> HttpResponse:
    """Take the keys away: what the environment says holds again."""
    platform.forget_platform_keys(gateway=STRIPE, by=request.user.email)  # type: ignore[union-attr]
    messages.success(request, _now("The keys are gone from here."))
    return redirect("console_gateways")


@require_POST
@operator_required
def collect(request: HttpRequest) -> HttpResponse:
    """Let a business choose that the platform collects for it."""
    slug = request.POST.get("slug", "").strip().lower()
    tenant = Tenant.objects.businesses().filter(slug=slug).first()
    if tenant is None:
        messages.error(request, _now("There is no business “%(slug)s”.") % {"slug": slug})
        return redirect("console_gateways")
    platform.let_collect(tenant_id=tenant.id, slug=tenant.slug, by=request.user.email)  # type: ignore[union-attr]
    messages.success(request, _now("%(name)s may choose it on its Payments page now.") % {"name": tenant.name})
    return redirect("console_gateways")


@require_POST
@operator_required
def stop(request: HttpRequest, tenant_id: UUID) -> HttpResponse:
    """No new choice of it; a business that has chosen stays until it changes."""
    tenant = get_object_or_404(Tenant, id=tenant_id)
    platform.stop_collecting(tenant_id=tenant.id, slug=tenant.slug, by=request.user.email)  # type: ignore[union-attr]
    return redirect("console_gateways")


def _page(request: HttpRequest, form: PlatformKeysForm, status: int = 200) -> HttpResponse:
    grants = list(CollectingGrant.objects.filter(ended_at=None).order_by("-granted_at")[:200])
    names = {row.id: row for row in Tenant.objects.filter(id__in=[grant.tenant_id for grant in grants])}
    context = {
        "form": form,
        "row": PlatformGateway.objects.filter(gateway=STRIPE).first(),
        "environment": bool(settings.STRIPE_SECRET_KEY),
        "grants": [(grant, names[grant.tenant_id]) for grant in grants if grant.tenant_id in names],
    }
    return render(request, "console/gateways.html", context, status=status)
