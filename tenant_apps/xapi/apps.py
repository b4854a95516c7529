from django.apps import AppConfig


class XapiConfig(AppConfig):
    name = "tenant_apps.xapi"
    label = "xapi"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Teach the webhooks' workers to speak to stores of learning records."""
        from tenant_apps.xapi import dialect  # noqa: F401  (models must be loaded first)
