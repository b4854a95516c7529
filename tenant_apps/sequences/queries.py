"""Reading sequences."""

from __future__ import annotations

from django.db.models import Count, Q, QuerySet

from tenant_apps.sequences.models import Sequence, SequenceStep


def sequences() -> QuerySet[Sequence]:
    """Every sequence with how many steps it has and how many people are on their way."""
    going = Count("runs", filter=Q(runs__finished_at=None), distinct=True)
    found = Sequence.objects.select_related("course")
    return found.annotate(step_count=Count("steps", distinct=True), going=going).order_by("name", "pk")


def steps_of(sequence: Sequence) -> QuerySet[SequenceStep]:
    """The emails in order."""
    return sequence.steps.order_by("position")


def figures(sequence: Sequence) -> dict[str, int]:
    """How many people are under way, and how many are through."""
    going, through = Count("pk", filter=Q(finished_at=None)), Count("pk", filter=Q(finished_at__isnull=False))
    return sequence.runs.aggregate(going=going, through=through)
