"""`manage.py analytics SLUG --again`: count what changed, or make all counters of a business again."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from marque.kit.tenancy.context import enter
from shared_apps.tenants.models import Tenant
from tenant_apps.analytics import actions


class Command(BaseCommand):
    """Count what learners did."""

    help = "Counts what learners of a business did since it was last counted; with --again from the first row on."

    def add_arguments(self, parser: CommandParser) -> None:
        """A business, and whether from the start."""
        parser.add_argument("slug")
        parser.add_argument("--again", action="store_true", help="make the counters again; the numbers are the same")

    def handle(self, *args: Any, **options: Any) -> None:
        """Count until nothing is due."""
        tenant = Tenant.objects.prefetch_related("domains").filter(slug=options["slug"]).first()
        if tenant is None:
            raise CommandError(f"There is no business “{options['slug']}”.")
        with enter(tenant.as_current()):
            if options["again"]:
                actions.count_again()
            rows = 0
            while counted := actions.count_due():
                rows += counted
        self.stdout.write(f"Counted {rows} rows.")
