"""Which apps each kind of tenant carries.

`public` is the registry alone. `platform` carries everything `business` carries, and the console (DESIGN §4): Django's
delete cascades and Wagtail's index ask every installed model's table.
"""

REGISTRY_APPS = [
    "shared_apps.tenants",
    "shared_apps.operations",
    "shared_apps.releases",
    "shared_apps.agencies",
    "shared_apps.copies",
    "shared_apps.practice",
    "shared_apps.settlements",
    "shared_apps.inbox",
    "shared_apps.plans",
    "shared_apps.billing",
]

_KIT = ["marque.kit.facts", "marque.kit.commands", "marque.kit.mail"]
_CONTRIB = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.sitemaps",
]
_SIGN_IN = ["allauth", "allauth.account"]
_WAGTAIL = [
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
]
_TENANT_APPS = [
    "tenant_apps.accounts",
    "tenant_apps.api",
    "tenant_apps.people",
    "tenant_apps.media",
    "tenant_apps.payments",
    "tenant_apps.catalog",
    "tenant_apps.orders",
    "tenant_apps.entitlements",
    "tenant_apps.ledger",
    "tenant_apps.courses",
    "tenant_apps.learning",
    "tenant_apps.materials",
    "tenant_apps.assessments",
    "tenant_apps.paths",
    "tenant_apps.certificates",
    "tenant_apps.badges",
    "tenant_apps.points",
    "tenant_apps.place",
    "tenant_apps.sequences",
    "tenant_apps.analytics",
    "tenant_apps.affiliates",
    "tenant_apps.webhooks",
    "tenant_apps.xapi",
    "tenant_apps.studio",
]
# Ours come before Wagtail and allauth: their templates are overridden by app order.
_COMMON = ["page_builder", *_TENANT_APPS, "themes", *_KIT, *_WAGTAIL, *_SIGN_IN, *_CONTRIB]

HAS_MULTI_TYPE_TENANTS = True
MULTI_TYPE_DATABASE_FIELD = "type"
TENANT_TYPES = {
    "public": {
        "APPS": ["provisioning", "provisioning.domains", "marque.kit.tenancy", "django_tenants", *REGISTRY_APPS],
        "URLCONF": "marque.config.urls_none",
    },
    "platform": {"APPS": ["marque.console", "marque.api", *_COMMON], "URLCONF": "marque.config.urls_platform"},
    "business": {"APPS": _COMMON, "URLCONF": "marque.config.urls_tenant"},
}
_EVERYWHERE = ["django.contrib.staticfiles", "rest_framework", "drf_spectacular", "django_htmx", "csp"]

# `provisioning` stands before django_tenants: its `migrate` command wins. The console comes before page_builder.
INSTALLED_APPS = list(dict.fromkeys([*TENANT_TYPES["public"]["APPS"], *TENANT_TYPES["platform"]["APPS"], *_EVERYWHERE]))

TENANT_MODEL = "tenants.Tenant"
TENANT_DOMAIN_MODEL = "tenants.Domain"
AUTH_USER_MODEL = "accounts.User"

# How the tables of libraries are written down.
SERIAL_DECLARATIONS = "marque.config.serialise"
