"""The whole business in one signed file, for its owner to take along."""

from datetime import timedelta
from uuid import UUID, uuid4

from celery import current_app
from django.contrib import messages
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from kombu.exceptions import OperationalError

from marque.kit import clock
from marque.kit.errors import Refused
from marque.kit.signing import sign, unsign
from marque.kit.tenancy.addresses import path_to
from marque.kit.vault import in_vault
from shared_apps.copies.models import OwnCapsule
from shared_apps.operations import actions as operations
from shared_apps.operations.models import Operation
from shared_apps.tenants.models import Tenant
from tenant_apps.accounts.models import Role
from tenant_apps.accounts.permissions import role_required

PURPOSE, KIND = "capsule", "capsule.make"
LINK_LIFETIME = timedelta(minutes=30)
owners = role_required(Role.OWNER)


@owners
@require_http_methods(["GET", "HEAD", "POST"])
def capsule(request: HttpRequest) -> HttpResponse:
    """What there is to download, how far the next one is, and a button that asks for one."""
    if request.tenant.type != Tenant.Type.BUSINESS:
        raise Http404
    if request.method == "POST":
        _ask(request)
        return redirect("studio_capsule")
    latest = Operation.objects.filter(kind=KIND, tenant_id=request.tenant.id).order_by("-created_at").first()
    made = OwnCapsule.objects.open(clock.now()).filter(tenant_id=request.tenant.id)
    values = {"operation": latest, "capsules": [(one, _link(request, one)) for one in made]}
    template = "studio/capsule_state.html" if request.htmx else "studio/capsule.html"
    return render(request, template, values)


@owners
@require_safe
def download(request: HttpRequest, token: str) -> HttpResponseBase:
    """The file, for the owner the link was made for, for half an hour."""
    try:
        key, user_key = unsign(PURPOSE, token)
        found = OwnCapsule.objects.open(clock.now()).filter(id=UUID(key), tenant_id=request.tenant.id).first()
    except (Refused, ValueError, TypeError):
        raise Http404 from None
    if found is None or user_key != str(request.user.key):
        raise Http404
    answer = FileResponse(in_vault(found.path).open("rb"), as_attachment=True, filename=found.name)
    answer.headers["Content-Type"] = "application/octet-stream"
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _ask(request: HttpRequest) -> None:
    going = Operation.objects.filter(kind=KIND, tenant_id=request.tenant.id, finished_at=None, failed_at=None)
    if going.exists():
        messages.info(request, _("Your file is being made already."))
        return
    payload = {"tenant": str(request.tenant.id), "capsule": str(uuid4()), "email": request.user.email}
    operation = operations.ask(kind=KIND, by=request.user.email, payload=payload, tenant_id=request.tenant.id)
    transaction.on_commit(lambda: _nudge(operation), using="control")


def _nudge(operation: Operation) -> None:
    """By name: the task belongs to a floor above, and runs where the owner's login is."""
    try:
        current_app.send_task("provisioning.run_operation", [str(operation.id)], queue="provisioning")
    except OperationalError:
        return  # the sweep finds it


def _link(request: HttpRequest, one: OwnCapsule) -> str:
    return path_to("studio_capsule_file", sign(PURPOSE, [str(one.id), str(request.user.key)], LINK_LIFETIME))
