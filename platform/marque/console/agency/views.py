"""What agency people see and do; everything is asked of their own agency."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from marque.console.agency.forms import AgencyTenantForm, TokenForm
from marque.console.agency.permissions import agency_required
from marque.kit import clock
from marque.kit.errors import Refused
from marque.kit.shown_once import keep_for_next, shown_now
from provisioning.fleet import ask_for_tenant
from shared_apps.agencies import access
from shared_apps.agencies.models import Agency, AgencyToken
from shared_apps.agencies.queries import operations_of, places_taken, tenants_of

_PER_PAGE = 25


@require_GET
@agency_required
def list_tenants(request: HttpRequest, agency: Agency) -> HttpResponse:
    """The agency's businesses, and how many more it may have."""
    words = request.GET.get("q", "").replace("\0", "").strip()
    found = tenants_of(agency)
    if words:
        found = found.filter(name__icontains=words) | found.filter(slug__icontains=words)
    context = {"page": Paginator(found, _PER_PAGE).get_page(request.GET.get("page")), "words": words, "tab": "tenants"}
    return render(request, "agency/tenants.html", with_frame(agency, context))


@require_http_methods(["GET", "POST"])
@agency_required
def new_tenant(request: HttpRequest, agency: Agency) -> HttpResponse:
    """Ask for a business."""
    form = AgencyTenantForm(request.POST or None, shelf=agency.slug, initial=_start(request))
    if request.method == "POST" and form.is_valid():
        wanted = dict(form.cleaned_data)
        try:
            operation = ask_for_tenant(
                agency=agency, owner=wanted.pop("owner_email"), by=actor_of(request, agency), **wanted
            )
        except Refused as refused:
            refused.show_in(form)
        else:
            return redirect("agency_operation", operation_id=operation.id)
    context = {"form": form, "host": settings.PLATFORM_HOST, "tab": "tenants"}
    return render(request, "agency/new_tenant.html", with_frame(agency, context), status=422 if form.errors else 200)


@require_GET
@agency_required
def list_operations(request: HttpRequest, agency: Agency) -> HttpResponse:
    """What is going on and what was done."""
    page = Paginator(operations_of(agency), _PER_PAGE).get_page(request.GET.get("page"))
    going_on = any(not operation.is_over for operation in page)
    template = "agency/operation_rows.html" if request.htmx else "agency/operations.html"
    return render(request, template, with_frame(agency, {"page": page, "going_on": going_on, "tab": "operations"}))


@require_GET
@agency_required
def show_operation(request: HttpRequest, agency: Agency, operation_id: UUID) -> HttpResponse:
    """How far one has come; the page asks again until it is over."""
    operation = get_object_or_404(operations_of(agency), id=operation_id)
    template = "agency/operation_state.html" if request.htmx else "agency/operation.html"
    return render(request, template, with_frame(agency, {"operation": operation, "tab": "operations"}))


@require_http_methods(["GET", "POST"])
@agency_required
def list_tokens(request: HttpRequest, agency: Agency) -> HttpResponse:
    """The agency's tokens, and a new one: its text is on the one page that follows and nowhere else."""
    form = TokenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made, text = access.create_token(agency=agency, by=actor_of(request, agency), **form.wanted())
        except Refused as refused:
            refused.show_in(form)
        else:
            keep_for_next(request, about=str(made.id), secret=text)
            return redirect("agency_tokens")
    about, text = shown_now(request)
    made = agency.tokens.filter(id=about).first() if about else None
    context = {"form": form, "made": made, "text": text, "tokens": token_rows(agency), "tab": "tokens"}
    answer = render(request, "agency/tokens.html", with_frame(agency, context), status=422 if form.errors else 200)
    answer["Cache-Control"] = "no-store"
    return answer


@require_POST
@agency_required
def revoke_token(request: HttpRequest, agency: Agency, token_id: UUID) -> HttpResponse:
    """Make a token worthless at once."""
    try:
        token = access.revoke_token(agency=agency, token_id=token_id, by=actor_of(request, agency))
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("“%(name)s” opens nothing any more.") % {"name": token.name})
    return redirect("agency_tokens")


def _start(request: HttpRequest) -> dict[str, str]:
    """The blueprint that a link named."""
    named = request.GET.get("blueprint", "")
    return {"blueprint": named} if named else {}


def token_rows(agency: Agency) -> list[tuple[AgencyToken, str, str]]:
    """Its tokens, the newest first, each with its state and the name of the dialog that asks before revoking it."""
    now, rows = clock.now(), agency.tokens.order_by("-created_at")
    return [(row, row.state_at(now), f"revoke-{row.id}") for row in rows]


def actor_of(request: HttpRequest, agency: Agency) -> str:
    """How the audit log names somebody of an agency."""
    return f"agency:{agency.slug}/{request.user.email}"


def with_frame(agency: Agency, context: dict) -> dict:
    """What every page of the place shows of the agency itself."""
    port = f":{settings.PUBLIC_PORT}" if settings.PUBLIC_PORT else ""
    taken = len(places_taken(agency))
    frame = {"agency": agency, "taken": taken, "share": min(100, 100 * taken // max(agency.tenant_limit, 1))}
    return {**context, **frame, "scheme": settings.PUBLIC_SCHEME, "port": port}
