from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PointsConfig(AppConfig):
    name = "tenant_apps.points"
    label = "points"
    verbose_name = _("Points and levels")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Stand on a learner's dashboard."""
        from tenant_apps.points import corners  # noqa: F401  inline: models are not ready before this
