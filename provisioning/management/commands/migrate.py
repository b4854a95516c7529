"""`migrate`: the registry, the templates, the tenants. Wins over django-tenants', which uses the wrong login."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db.migrations.autodetector import MigrationAutodetector

from provisioning.migrations import migrate_everything


class Command(BaseCommand):
    """Bring every schema to this release."""

    help = __doc__ or ""
    autodetector = MigrationAutodetector  # Django's check wants `migrate` and `makemigrations` to share it

    def handle(self, *args: Any, **options: Any) -> None:
        """Run it."""
        migrate_everything(verbosity=options["verbosity"])
