from django.apps import AppConfig


class ReleasesConfig(AppConfig):
    name = "shared_apps.releases"
    label = "releases"
    default_auto_field = "django.db.models.BigAutoField"
