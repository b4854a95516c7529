"""`/console/payouts/batches/`."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from marque.console.batches import deciding, views


class Currency(StringConverter):
    """Three capital letters (ISO 4217)."""

    regex = "[A-Z]{3}"


register_converter(Currency, "currency")

_HERE = "console/payouts/batches/"
urlpatterns = [
    path(_HERE, views.list_batches, name="console_batches"),
    path(f"{_HERE}new/<currency:currency>/", views.new_batch, name="console_new_batch"),
    path(f"{_HERE}<str:code>/", views.show_batch, name="console_batch"),
    path(f"{_HERE}<str:code>/file/", views.fetch_file, name="console_batch_file"),
    *(
        path(f"{_HERE}<str:code>/{noun}/", deciding.decide, {"noun": noun}, name=f"console_batch_{noun}")
        for noun in deciding.ACTS
    ),
]
