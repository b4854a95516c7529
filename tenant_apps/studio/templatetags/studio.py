"""Tags of the Studio's shell: `{% load studio %}`."""

from typing import Any

from django import template
from django.urls import reverse

from shared_apps.billing.actions.dunning import UNPAID
from shared_apps.tenants.models import Tenant
from tenant_apps.accounts.models import Role
from tenant_apps.accounts.permissions import has_role
from tenant_apps.studio.dashboard.checklist import address_of

register = template.Library()


@register.inclusion_tag("studio/pause_notice.html", takes_context=True)
def pause_notice(context: template.Context) -> dict[str, Any]:
    """Why the site is closed, while it is; read only then."""
    request = context.get("request")
    tenant = getattr(request, "tenant", None)
    if tenant is None or tenant.state != Tenant.State.SUSPENDED:
        return {}
    row = Tenant.objects.get(id=tenant.id)
    unpaid = row.state_reason == UNPAID
    page = reverse("studio:plan") if unpaid and has_role(request.user, Role.OWNER) else ""
    return {"paused": row.state_changed_at, "reason": row.state_reason, "unpaid": unpaid, "page": page}


@register.simple_tag
def studio_url(view: str) -> str:
    """The address of a view of another app, or nothing where it is not here."""
    return address_of(view)
