from importlib import import_module

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class PeopleConfig(AppConfig):
    """Lets every app register what it says about a person."""

    name = "tenant_apps.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Find what they say, and listen to sign-ins."""
        autodiscover_modules("panels")
        import_module("tenant_apps.people.receivers")
