"""Addresses of the current tenant's views, also where there is no request: tasks, emails, documents."""

from django.conf import settings
from django.urls import reverse

from marque.kit.tenancy.context import require_tenant


def path_to(view: str, *args: object) -> str:
    """The path of a view on the current tenant's site; `reverse` alone only works inside a request."""
    urlconf = str(settings.TENANT_TYPES[require_tenant().type]["URLCONF"])
    return reverse(view, args=args, urlconf=urlconf)
