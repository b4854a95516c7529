"""`/api/v1/` on the platform's host."""

from django.urls import path, re_path
from drf_spectacular.views import SpectacularJSONAPIView

from marque.api import docs
from marque.api.views import copies, domains, manifests, operations, platform, tenants

app_name = "api"
_ONE = "api/v1/tenants/<str:slug>/"
_DOMAIN = f"{_ONE}domains/<str:domain>/"

# what the description covers
resources = [
    path("api/v1/whoami/", platform.Whoami.as_view(), name="whoami"),
    path("api/v1/blueprints/", platform.Blueprints.as_view(), name="blueprints"),
    path("api/v1/operations/", operations.Operations.as_view(), name="operations"),
    path("api/v1/operations/<uuid:operation_id>/", operations.OneOperation.as_view(), name="operation"),
    path("api/v1/tenants/", tenants.Tenants.as_view(), name="tenants"),
    path(_ONE, tenants.OneTenant.as_view(), name="tenant"),
    path(f"{_ONE}suspension/", tenants.Suspension.as_view(), name="suspension"),
    path(f"{_ONE}archive/", tenants.Archive.as_view(), name="archive"),
    path(f"{_ONE}deletion/", tenants.Deletion.as_view(), name="deletion"),
    path(f"{_ONE}address/", tenants.Address.as_view(), name="address"),
    path(f"{_ONE}manifest/", manifests.OneManifest.as_view(), name="manifest"),
    path(f"{_ONE}blueprints/", copies.Blueprints.as_view(), name="saved_blueprints"),
    path(f"{_ONE}forks/", copies.Forks.as_view(), name="forks"),
    path("api/v1/manifests/plans/", manifests.Plans.as_view(), name="plans"),
    path("api/v1/manifests/applications/", manifests.Applications.as_view(), name="applications"),
    path(f"{_ONE}domains/", domains.Domains.as_view(), name="domains"),
    path(_DOMAIN, domains.OneDomain.as_view(), name="domain"),
    path(f"{_DOMAIN}verification/", domains.Verification.as_view(), name="verification"),
    path(f"{_DOMAIN}checks/", domains.Checks.as_view(), name="checks"),
    path(f"{_DOMAIN}primary/", domains.Primary.as_view(), name="primary"),
]
urlpatterns = [
    *resources,
    path("api/v1/schema/", SpectacularJSONAPIView.as_view(patterns=resources), name="schema"),
    path("api/v1/docs/", docs.read, name="docs"),
    re_path(r"^api/", platform.nothing_here, name="nothing"),
]
