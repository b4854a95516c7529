"""`seed_demo`: fill the demo."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from provisioning.demo.seed import seed


class Command(BaseCommand):
    """The platform, Okafor and a second school; adds only what is missing."""

    help = __doc__ or ""

    def handle(self, *args: Any, **options: Any) -> None:
        """Run it; refused outside of demo and test."""
        if not settings.PRACTICE:
            raise CommandError("The demo is for MARQUE_MODE=demo only.")
        seed()
