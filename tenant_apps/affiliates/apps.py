from django.apps import AppConfig


class AffiliatesConfig(AppConfig):
    name = "tenant_apps.affiliates"
    label = "affiliates"
    default_auto_field = "django.db.models.BigAutoField"
