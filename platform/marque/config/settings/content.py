"""Files, static assets and Wagtail."""

from marque.config.settings.base import DATA_DIR, MODE, ROOT
from marque.kit import env

STORAGES = {
    "default": {"BACKEND": "marque.kit.tenancy.storage.TenantStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if MODE == "test"
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
MEDIA_ROOT = DATA_DIR / "media"
# Blueprints that agencies saved: a folder for each shelf, in it a folder for each blueprint.
BLUEPRINTS_ROOT = env.path("BLUEPRINTS_ROOT", DATA_DIR / "blueprints")
MEDIA_URL = "/media/"
# Where the web server in front may read MEDIA_ROOT by itself (X-Accel-Redirect); empty: we send files.
# the header in which a CDN or the web server says the country of the visitor's address; evidence for the tax office
COUNTRY_HEADER = env.text("COUNTRY_HEADER", "")
MEDIA_ACCEL_PREFIX = env.text("MEDIA_ACCEL_PREFIX", "")
MEDIA_QUOTA_BYTES = env.integer("MEDIA_QUOTA_BYTES", 20 << 30)
STATIC_URL = "/static/"
STATIC_ROOT = env.path("STATIC_ROOT", DATA_DIR / "static")
STATICFILES_DIRS = [ROOT / "themes" / "static"]

WAGTAIL_SITE_NAME = "Studio"
WAGTAILADMIN_BASE_URL = ""
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
# Sign-in, passwords and addresses are the accounts app's; who publishes is decided by role, not by moderation.
WAGTAIL_FRONTEND_LOGIN_URL = "/accounts/login/"
WAGTAILADMIN_LOGIN_URL = "account_login"
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_WORKFLOW_ENABLED = False
WAGTAILADMIN_COMMENTS_ENABLED = False
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 25_000_000
WAGTAILIMAGES_EXTENSIONS = ["gif", "jpg", "jpeg", "png", "webp", "avif"]
WAGTAILEMBEDS_RESPONSIVE_HTML = True
TAGGIT_CASE_INSENSITIVE = True
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
