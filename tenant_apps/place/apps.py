from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlaceConfig(AppConfig):
    name = "tenant_apps.place"
    label = "place"
    verbose_name = _("Learner’s place")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Stand beside lessons and on the dashboard."""
        from tenant_apps.place import corners  # noqa: F401  inline: models are not ready before this
