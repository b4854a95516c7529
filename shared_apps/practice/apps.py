from django.apps import AppConfig


class PracticeConfig(AppConfig):
    name = "shared_apps.practice"
    label = "practice"
