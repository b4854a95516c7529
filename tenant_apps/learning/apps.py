from django.apps import AppConfig


class LearningConfig(AppConfig):
    name = "tenant_apps.learning"
    label = "learning"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell the catalogue where a bought course is, and course pages who is enrolled already."""
        from tenant_apps.learning import doors  # noqa: F401  (models must be loaded first)
