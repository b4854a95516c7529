"""`migrate`: the registry, the templates, the tenants. Wins over django-tenants', which uses the wrong login."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.migrations.autodetector import MigrationAutodetector

from marque.kit.errors import Refused
from provisioning.migrations import migrate_everything


class Command(BaseCommand):
    """Bring every schema to this release."""

    help = __doc__ or ""
    autodetector = MigrationAutodetector  # Django's check wants `migrate` and `makemigrations` to share it

    def handle(self, *args: Any, **options: Any) -> None:
        """Run it; fails when a tenant does, and says where."""
        try:
            outcome = migrate_everything(verbosity=options["verbosity"])
        except Refused as refused:
            raise CommandError(str(refused)) from None
        if outcome.failed:
            listed = "\n".join(f"{slug}: {error}" for slug, error in outcome.failed.items())
            raise CommandError(f"{outcome.stopped or 'Some businesses stay behind.'}\n{listed}")
