from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PathsConfig(AppConfig):
    name = "tenant_apps.paths"
    label = "paths"
    verbose_name = _("Learning paths")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell receipts where a bought path is and courses what waits, stand in the queue and on the dashboard."""
        from tenant_apps.paths import asked, corners, doors, ways  # noqa: F401  (models must be loaded first)
