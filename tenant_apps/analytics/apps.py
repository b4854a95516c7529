from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AnalyticsConfig(AppConfig):
    name = "tenant_apps.analytics"
    label = "analytics"
    verbose_name = _("Analytics")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Have something to say on a learner's page and on a bank's."""
        from tenant_apps.analytics import figures, notes  # noqa: F401  (models must be loaded first)
