"""The Studio's page of domains: what leads here, what is missing, and what to type where."""

from collections.abc import Callable

from allauth.core.internal.ratelimit import consume
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from marque.kit.errors import Refused
from marque.kit.tenancy.context import enter
from provisioning.domains import actions
from provisioning.domains.board import board_of, card_of
from provisioning.domains.forms import DomainForm
from provisioning.domains.looking import verify_domain
from shared_apps.tenants.claims import one_of
from shared_apps.tenants.hosts import BadDomain
from shared_apps.tenants.models import Tenant
from tenant_apps.accounts.links import sign_in_url
from tenant_apps.accounts.models import Role
from tenant_apps.accounts.permissions import role_required

managers = role_required(Role.OWNER, Role.STAFF)
# a look asks name servers that anybody may have named: not without end
_LOOKS = {"domain_looks": "20/5m/key"}


@managers
@require_http_methods(["GET", "POST"])
def domains(request: HttpRequest) -> HttpResponse:
    """Every domain and its state, and a form to connect one more."""
    form = DomainForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _add(request, form):
        return redirect("domains:list")
    values = {"cards": board_of(_tenant(request)), "form": form}
    return render(request, "domains/list.html", values, status=422 if form.errors else 200)


def _add(request: HttpRequest, form: DomainForm) -> bool:
    wanted = form.cleaned_data
    try:
        actions.add_domain(
            tenant=_tenant(request), domain=wanted["domain"], by=request.user.email, primary=wanted["primary"]
        )
    except Refused as refusal:
        form.add_error("domain", str(refusal))
        return False
    messages.success(request, _("Added. Now put its records into your DNS; we look every few minutes."))
    return True


@managers
@require_POST
def check(request: HttpRequest, domain: str) -> HttpResponse:
    """Look at its DNS now; the card alone for a fragment."""
    tenant = _owner_of(request, domain)
    if not consume(request, app="marque", action="domain_looks", config=_LOOKS, key=str(tenant.id)):
        messages.error(request, _("That was often. Wait a minute; we look by ourselves, too."))
        return redirect("domains:list")
    row = verify_domain(tenant=tenant, domain=domain, by=request.user.email).domain
    if not request.htmx:
        return _to_the_list(request)
    answer = render(request, "domains/card.html", {"card": card_of(row), "fresh": True})
    if moved := _moved_to(request):
        answer["HX-Redirect"] = moved
    return answer


@managers
@require_POST
def primary(request: HttpRequest, domain: str) -> HttpResponse:
    """Live there."""
    tenant = _owner_of(request, domain)
    done = _tried(request, lambda: actions.make_primary(tenant=tenant, domain=domain, by=request.user.email))
    if done:
        messages.success(request, _("Your site lives at %s now. Your other domains lead there.") % domain)
    return _to_the_list(request)


@managers
@require_POST
def removal(request: HttpRequest, domain: str) -> HttpResponse:
    """Take it away."""
    tenant = _owner_of(request, domain)
    if _tried(request, lambda: actions.remove_domain(tenant=tenant, domain=domain, by=request.user.email)):
        messages.success(request, _("%s no longer leads here.") % domain)
    return _to_the_list(request)


def _to_the_list(request: HttpRequest) -> HttpResponse:
    """To the page of domains. At another host by a refresh: browsers keep forms from being redirected there."""
    if not (moved := _moved_to(request)):
        return redirect("domains:list")
    answer = render(request, "domains/moved.html", {"moved": moved})
    answer["Refresh"], answer["Cache-Control"] = f"0; url={moved}", "no-store"
    return answer


def _moved_to(request: HttpRequest) -> str:
    """Where the business lives from this request on, by a link that signs them in there, too; "" for here."""
    lives = _tenant(request).as_current()
    if lives.domain == request.tenant.domain:
        return ""
    with enter(lives):
        return sign_in_url(request.user, reverse("domains:list"))


def _tenant(request: HttpRequest) -> Tenant:
    return Tenant.objects.get(id=request.tenant.id)


def _owner_of(request: HttpRequest, domain: str) -> Tenant:
    """This business, if the domain is one of its own; to others the domain does not exist."""
    tenant = _tenant(request)
    try:
        one_of(tenant, domain, lock=False)
    except BadDomain:
        raise Http404 from None
    return tenant


def _tried(request: HttpRequest, act: Callable[[], object]) -> bool:
    try:
        act()
    except Refused as refusal:
        messages.error(request, str(refusal))
        return False
    return True
