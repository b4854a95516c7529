"""The outbox of facts as a Django app."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class FactsConfig(AppConfig):
    """Loads every app's facts and subscribers."""

    name = "marque.kit.facts"
    label = "facts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        autodiscover_modules("events")
        autodiscover_modules("subscribers")
