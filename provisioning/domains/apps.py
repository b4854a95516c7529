from django.apps import AppConfig


class DomainsConfig(AppConfig):
    name = "provisioning.domains"
    label = "domains"
