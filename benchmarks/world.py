"""The demo's businesses in the services' own database, made once."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "marque.config.settings")

import django


def prepare() -> None:
    """Set Django up; migrate and seed what is missing."""
    django.setup()
    from provisioning.demo.seed import seed
    from provisioning.migrations import migrate_everything

    print("Preparing the demo's businesses …", flush=True)
    migrate_everything(verbosity=0)
    seed()
