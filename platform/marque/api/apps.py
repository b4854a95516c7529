from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "marque.api"
    label = "platform_api"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell drf-spectacular how callers show who they are."""
        from marque.api import description  # noqa: F401
