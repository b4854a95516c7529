"""What operators see and do."""

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from marque.console.forms import NewTenantForm, SuspensionForm
from marque.console.known import known_of
from marque.console.lifecycle import acts_for
from marque.console.permissions import operator_required
from marque.console.provision import ask_for_tenant
from marque.kit.errors import Refused
from provisioning.domains.board import board_of
from shared_apps.operations.models import AuditEntry, Operation
from shared_apps.settlements.platform import may_collect_for
from shared_apps.tenants import actions
from shared_apps.tenants.models import Tenant
from shared_apps.tenants.queries import schema_sizes, search_tenants, tenant_figures

_PER_PAGE = 25


@require_GET
@operator_required
def list_tenants(request: HttpRequest) -> HttpResponse:
    """Every business: searched, filtered, with its size and when it was last used."""
    words, state = request.GET.get("q", "").replace("\0", "").strip(), request.GET.get("state", "")
    found = search_tenants(words=words, state=state if state in Tenant.State.values else "")
    page = Paginator(found, _PER_PAGE).get_page(request.GET.get("page"))
    sizes = schema_sizes(tenant.schema_name for tenant in page)
    rows = [(tenant, sizes.get(tenant.schema_name)) for tenant in page]
    chips = [("", _("All"), "total"), ("active", _("Open"), "active"), ("suspended", _("Suspended"), "suspended")]
    chips += [("archived", _("Archived"), "archived"), ("deleted", _("Deleted"), "deleted")]
    figures = tenant_figures(timezone.now())
    filters = [(value, label, figures[name]) for value, label, name in chips]
    context = {
        "rows": rows,
        "page": page,
        "figures": figures,
        "words": words,
        "state": state,
        "filters": filters,
        **_ports(),
    }
    return render(request, "console/tenants.html", context)


@operator_required
@require_http_methods(["GET", "POST"])
def new_tenant(request: HttpRequest) -> HttpResponse:
    """Ask for a business."""
    form = NewTenantForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        operation = ask_for_tenant(wanted=form.cleaned_data, by=request.user.email)
        return redirect("console_operation", operation_id=operation.id)
    return render(
        request,
        "console/new_tenant.html",
        {"form": form, "host": settings.PLATFORM_HOST},
        status=422 if form.errors else 200,
    )


@operator_required
def show_tenant(request: HttpRequest, slug: str, form: SuspensionForm | None = None) -> HttpResponse:
    """One business: where it lives, what it weighs, what was done to it."""
    tenant = get_object_or_404(Tenant.objects.businesses().prefetch_related("domains"), slug=slug)
    context = {
        "tenant": tenant,
        "size": schema_sizes([tenant.schema_name]).get(tenant.schema_name),
        "entries": AuditEntry.objects.filter(tenant_id=tenant.id).order_by("-at", "-id")[:20],
        "form": form or SuspensionForm(),
        "acts": acts_for(tenant),
        "collects": may_collect_for(tenant.id),
        "domains": board_of(tenant),
        **known_of(tenant),
        **_ports(),
    }
    return render(request, "console/tenant.html", context, status=422 if form and form.errors else 200)


@require_POST
@operator_required
def suspend(request: HttpRequest, slug: str) -> HttpResponse:
    """Close a business to the public."""
    form = SuspensionForm(request.POST)
    if not form.is_valid():
        return show_tenant.__wrapped__(request, slug, form)  # type: ignore[attr-defined]
    return _change(request, slug, Tenant.State.SUSPENDED, form.cleaned_data["reason"])


@require_POST
@operator_required
def resume(request: HttpRequest, slug: str) -> HttpResponse:
    """Open a suspended business again."""
    return _change(request, slug, Tenant.State.ACTIVE, "")


def _change(request: HttpRequest, slug: str, state: str, reason: str) -> HttpResponse:
    tenant = get_object_or_404(Tenant.objects.businesses(), slug=slug)
    said = {Tenant.State.ACTIVE: _("%(name)s is open again."), Tenant.State.SUSPENDED: _("%(name)s is suspended.")}
    try:
        actions.change_state(tenant=tenant, state=state, by=request.user.email, reason=reason)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, said[Tenant.State(state)] % {"name": tenant.name})
    return redirect("console_tenant", slug=slug)


@require_GET
@operator_required
def show_operation(request: HttpRequest, operation_id: str) -> HttpResponse:
    """How far the work has come; the page asks again until it is over."""
    operation = get_object_or_404(Operation, id=operation_id)
    template = "console/operation_state.html" if request.htmx else "console/operation.html"
    return render(request, template, {"operation": operation, **_ports()})


@require_GET
@operator_required
def list_audit(request: HttpRequest) -> HttpResponse:
    """The audit log, newest first."""
    page = Paginator(AuditEntry.objects.order_by("-at", "-id"), 50).get_page(request.GET.get("page"))
    return render(request, "console/audit.html", {"page": page})


def _ports() -> dict[str, str]:
    return {"scheme": settings.PUBLIC_SCHEME, "port": f":{settings.PUBLIC_PORT}" if settings.PUBLIC_PORT else ""}
