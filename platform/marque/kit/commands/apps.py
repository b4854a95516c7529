"""The command registry as a Django app."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class CommandsConfig(AppConfig):
    """Loads every app's command owners."""

    name = "marque.kit.commands"
    label = "commands"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        autodiscover_modules("fulfilment")
        autodiscover_modules("commands")
