from django.apps import AppConfig


class CoursesConfig(AppConfig):
    name = "tenant_apps.courses"
    label = "courses"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell which files lessons use."""
        from tenant_apps.courses import files  # noqa: F401  (models must be loaded first)
