"""The platform's own addresses: marketing site, sign-up, console, the agencies' API."""

from django.urls import include, path
from wagtail.admin import urls as console_urls
from wagtail.documents import urls as document_urls

urlpatterns = [
    path("", include("marque.config.urls_health")),
    path("", include("themes.urls")),
    path("accounts/", include("tenant_apps.accounts.urls")),
    path("account/", include("tenant_apps.people.urls")),
    path("media/", include("tenant_apps.media.urls")),
    path("", include("marque.api.urls")),  # /api/v1/
    path("agency/", include("marque.console.agency.urls")),
    path("webhooks/", include("shared_apps.inbox.urls")),
    path("", include("marque.console.urls")),  # /sign-up/, and the operators' own pages before Wagtail's
    path("console/", include("tenant_apps.studio.urls")),
    path("console/documents/", include(document_urls)),
    path("console/", include(console_urls)),
    path("", include("page_builder.urls")),
    path("", include("page_builder.page_urls")),
]
