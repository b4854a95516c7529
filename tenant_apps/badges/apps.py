from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BadgesConfig(AppConfig):
    name = "tenant_apps.badges"
    label = "badges"
    verbose_name = _("Badges")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Stand on a learner's account page."""
        from tenant_apps.badges import panels  # noqa: F401  (models must be loaded first)
