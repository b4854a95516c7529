from django.apps import AppConfig


class WebhooksConfig(AppConfig):
    name = "tenant_apps.webhooks"
    label = "webhooks"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Learn the dialect of webhooks; higher apps bring theirs."""
        from tenant_apps.webhooks import standard  # noqa: F401  (models must be loaded first)
