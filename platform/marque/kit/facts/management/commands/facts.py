"""`manage.py facts`: print the map of facts, or write it to docs/facts.md."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from marque.kit.facts import map as facts_map


class Command(BaseCommand):
    """Prints each fact and its subscribers."""

    help = "Print which app publishes which fact and who listens; --write makes docs/facts.md."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Only --write."""
        parser.add_argument("--write", action="store_true", help="write docs/facts.md")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print, or write, the map."""
        if options["write"]:
            facts_map.path().parent.mkdir(exist_ok=True)
            facts_map.path().write_text(facts_map.as_markdown())
            self.stdout.write(f"Wrote {facts_map.path()}")
            return
        for fact, listeners in facts_map.mapped():
            self.stdout.write(fact.name())
            for listener in listeners:
                self.stdout.write(f"  → {listener.name}")
