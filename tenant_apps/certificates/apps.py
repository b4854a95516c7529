from django.apps import AppConfig


class CertificatesConfig(AppConfig):
    name = "tenant_apps.certificates"
    label = "certificates"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Offer certificates to the dashboard."""
        from tenant_apps.certificates import keepsakes  # noqa: F401  inline: models are not ready before this
