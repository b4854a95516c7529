from django.apps import AppConfig


class CopiesConfig(AppConfig):
    name = "shared_apps.copies"
    label = "copies"
