"""`/api/v1/` on a business's host: the resources of its apps, put together."""

from django.urls import include, path, re_path

from tenant_apps.api import resources as shared
from tenant_apps.assessments.api.urls import resources as assessments
from tenant_apps.catalog.api.urls import resources as catalog
from tenant_apps.courses.api.urls import resources as courses
from tenant_apps.entitlements.api.urls import resources as entitlements
from tenant_apps.learning.api.urls import resources as learning
from tenant_apps.ledger.api.urls import resources as ledger
from tenant_apps.materials.api.urls import resources as materials
from tenant_apps.orders.api.urls import resources as orders
from tenant_apps.people.api.urls import resources as people

app_name = "api"
resources = [
    path("whoami/", shared.Whoami.as_view(), name="whoami"),
    *people,
    *catalog,
    *orders,
    *entitlements,
    *ledger,
    *courses,
    *learning,
    *materials,
    *assessments,
]
pages = shared.Pages([path("api/v1/", include(resources))])
urlpatterns = [
    *resources,
    path("schema/", pages.schema, name="schema"),
    path("docs/", pages.read, name="docs"),
    re_path(r"^", shared.nothing_here, name="nothing"),
]
