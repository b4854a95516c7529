"""Middleware, templates, addresses."""

from marque.config.settings.base import MODE, PRACTICE
from marque.kit import env

PLATFORM_HOST = env.text("PLATFORM_HOST", "localhost") if PRACTICE else env.text("PLATFORM_HOST")
PUBLIC_PORT = env.text("PUBLIC_PORT", "8000" if MODE != "production" else "")
# SCORM packages are played below it, each on a host of its own
CONTENT_HOST = env.text("CONTENT_HOST", f"content.{PLATFORM_HOST}") if PRACTICE else env.text("CONTENT_HOST")
if not PRACTICE and f".{CONTENT_HOST}".endswith(f".{PLATFORM_HOST}"):
    raise env.BadEnvironment(
        f"CONTENT_HOST={CONTENT_HOST} is below PLATFORM_HOST: browsers would take scripts of unknown packages for "
        "neighbours of your businesses. Set it to a domain that is nothing else's."
    )
PUBLIC_SCHEME = "https" if MODE == "production" else "http"

ROOT_URLCONF = "marque.config.urls_none"
WSGI_APPLICATION = "marque.config.wsgi.application"
ASGI_APPLICATION = "marque.config.asgi.application"

MIDDLEWARE = [
    "marque.kit.logs.RequestIdMiddleware",
    "marque.kit.nul.NulMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # before the tenants' own: no session and no page of theirs is near somebody else's scripts
    "tenant_apps.materials.scorm.serving.PackageHostMiddleware",
    "shared_apps.tenants.middleware.TenantMiddleware",
    # before the kept pages: an affiliate's link is answered by the plain address
    "tenant_apps.affiliates.middleware.ViaMiddleware",
    # before CSP: a kept page keeps its policy, which is slow to build
    "marque.kit.pagecache.middleware.PageCacheMiddleware",
    "marque.kit.csp.PathPolicyMiddleware",
    "themes.hints.SignedInHintMiddleware",
    "tenant_apps.place.middleware.PlaceMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "themes.clocks.BusinessClockMiddleware",
    "tenant_apps.studio.middleware.StudioMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "themes.context.site",
            ],
        },
    }
]
REST_FRAMEWORK = {"DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema"}
SPECTACULAR_SETTINGS = {
    "TITLE": "Marque platform API",
    "DESCRIPTION": "Run a fleet of creator businesses: make them, move them, look after their domains.",
    "VERSION": "1",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "SERVE_AUTHENTICATION": [],
    "ENUM_NAME_OVERRIDES": {
        "TenantState": "shared_apps.tenants.models.Tenant.State",
        "PriceKind": "tenant_apps.catalog.terms.PriceKind",
        "LessonKind": "tenant_apps.courses.models.LessonKind",
        "QuestionKind": "tenant_apps.assessments.models.QuestionKind",
        "OrderKind": "tenant_apps.orders.models.OrderKind",
        "OfferState": "tenant_apps.catalog.models.OfferState",
        "OrderState": "tenant_apps.orders.models.OrderState",
        "SubscriptionState": "tenant_apps.orders.models.SubscriptionState",
        "PayoutState": "tenant_apps.ledger.models.PayoutState",
    },
}
# for each token, of an agency or of a business; all of a business's together have three times as many
API_CALLS_A_MINUTE = env.integer("API_CALLS_A_MINUTE", 600, minimum=1)
