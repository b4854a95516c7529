"""Access in the API."""

from django.urls import path

from tenant_apps.entitlements.api import resources as entitlements

_ONE = "entitlements/<uuid:entitlement_id>/"
resources = [
    path("entitlements/", entitlements.Entitlements.as_view(), name="entitlements"),
    path("entitlements/explanation/", entitlements.Explanation.as_view(), name="explanation"),
    path(_ONE, entitlements.OneEntitlement.as_view(), name="entitlement"),
    path(f"{_ONE}revocation/", entitlements.Revocation.as_view(), name="revocation"),
]
