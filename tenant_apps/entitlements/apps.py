from django.apps import AppConfig


class EntitlementsConfig(AppConfig):
    name = "tenant_apps.entitlements"
    label = "entitlements"
    default_auto_field = "django.db.models.BigAutoField"
