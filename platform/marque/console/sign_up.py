"""Sign-up on the platform's site: a form, then a page that watches the business being made."""

from allauth.core.internal.ratelimit import consume
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from marque.console.forms import SignUpForm
from marque.console.provision import ask_for_tenant
from marque.kit.tenancy.context import enter
from provisioning.blueprints.shelf import blueprints
from shared_apps.operations.models import Operation
from shared_apps.plans.models import Interval, Plan
from shared_apps.tenants.models import Tenant
from tenant_apps.accounts.links import sign_in_url
from tenant_apps.accounts.models import User

_MINE = "sign_up"
_RATE = {"sign_up": "10/h/ip"}


@require_http_methods(["GET", "POST"])
def sign_up(request: HttpRequest) -> HttpResponse:
    """Start a business."""
    form = SignUpForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if settings.MODE == "production" and not consume(request, app="marque", action="sign_up", config=_RATE):
            form.add_error(None, _("Too many new sites from your network. Try again in an hour."))
        else:
            operation = ask_for_tenant(wanted=form.cleaned_data, by=form.cleaned_data["owner_email"])
            request.session[_MINE] = str(operation.id)
            return redirect("sign_up_progress", operation_id=operation.id)
    context = {"form": form, "host": settings.PLATFORM_HOST, "blueprints": blueprints(), "plans": _plans()}
    return render(request, "sign_up/form.html", context, status=422 if form.errors else 200)


def _plans() -> list[Plan]:
    """The plans that can be picked, each with the price that is shown: the monthly one, in the first currency."""
    plans = list(Plan.objects.public().prefetch_related("prices"))
    for plan in plans:
        prices = sorted(plan.prices.all(), key=lambda price: (price.interval != Interval.MONTH, price.pk))
        plan.shown = prices[:1]  # type: ignore[attr-defined]
    return plans


@require_GET
def sign_up_progress(request: HttpRequest, operation_id: str) -> HttpResponse:
    """How far it has come; only the browser that asked may look."""
    operation = get_object_or_404(
        Operation, id=operation_id if request.session.get(_MINE) == str(operation_id) else None
    )
    template = "sign_up/state.html" if request.htmx else "sign_up/progress.html"
    context = {"operation": operation, "studio": _way_in(operation), "email": operation.payload["owner_email"]}
    return render(request, template, context)


def _way_in(operation: Operation) -> str:
    """A link into the new Studio, where no mail can be read: in the demo, without SMTP. Else it is mailed only."""
    if not operation.finished_at or not settings.PRACTICE or settings.EMAIL_HOST:
        return ""
    tenant = Tenant.objects.get(slug=operation.result["slug"]).as_current()
    with enter(tenant):
        return sign_in_url(User.objects.get(email__iexact=operation.payload["owner_email"]), "/studio/")
