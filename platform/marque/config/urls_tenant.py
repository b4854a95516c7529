"""A creator business's addresses: DESIGN §7."""

from django.urls import include, path
from wagtail.admin import urls as studio_urls
from wagtail.documents import urls as document_urls

urlpatterns = [
    path("", include("marque.config.urls_health")),
    path("", include("themes.urls")),
    path("accounts/", include("tenant_apps.accounts.urls")),
    path("account/", include("tenant_apps.people.urls")),
    path("account/", include("tenant_apps.payments.urls_account")),
    path("account/earnings/", include("tenant_apps.ledger.urls")),
    path("media/", include("tenant_apps.media.urls")),
    path("webhooks/", include("tenant_apps.media.urls_notices")),  # before the gateways' own
    path("", include("tenant_apps.orders.urls")),  # /checkout/, /orders/, /account/orders/
    path("", include("tenant_apps.affiliates.urls")),  # /affiliates/, /account/affiliate/
    path("courses/", include("tenant_apps.courses.urls")),
    path("paths/", include("tenant_apps.paths.urls")),
    path("learn/my/paths/", include("tenant_apps.paths.urls_my")),
    path("learn/", include("tenant_apps.assessments.urls")),
    path("portfolios/", include("tenant_apps.assessments.urls_portfolios")),
    path("learn/", include("tenant_apps.materials.urls")),
    path("learn/", include("tenant_apps.points.urls")),  # /learn/my/points/
    path("learn/", include("tenant_apps.place.urls")),  # /learn/my/, before courses
    path("learn/", include("tenant_apps.learning.urls")),
    path("emails/", include("tenant_apps.sequences.urls")),
    path("certificates/", include("tenant_apps.certificates.urls")),
    path("badges/", include("tenant_apps.badges.urls")),
    path("studio/settings/films/", include("tenant_apps.media.urls_hosting")),
    path("studio/settings/payments/", include("tenant_apps.payments.urls")),
    path("api/v1/", include("marque.config.urls_api")),
    path("studio/settings/api/", include("tenant_apps.api.urls")),
    path("studio/settings/webhooks/", include("tenant_apps.webhooks.urls")),
    path("studio/settings/xapi/", include("tenant_apps.xapi.urls")),
    path("studio/settings/domains/", include("provisioning.domains.urls")),
    path("studio/", include("tenant_apps.studio.urls")),  # before Wagtail's own
    path("studio/documents/", include(document_urls)),
    path("studio/", include(studio_urls)),
    path("", include("page_builder.urls")),  # /sitemap.xml, /robots.txt, /manifest.webmanifest
    path("", include("page_builder.page_urls")),
]
