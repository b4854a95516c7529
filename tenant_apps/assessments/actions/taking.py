"""How a quiz is taken, by some of what is said of it: the rest stays."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from typing import Any

from django.db import transaction

from marque.kit.errors import Refused
from tenant_apps.assessments.actions.banks import DrawnTwice, draw_from, end_draw
from tenant_apps.assessments.actions.rules import Rules, set_rules
from tenant_apps.assessments.models import Bank, Quiz


@dataclass(frozen=True)
class Draw:
    """How many questions are drawn from a bank; with a tag only of those that have it."""

    bank: Bank
    count: int
    tag: str = ""

    @property
    def place(self) -> tuple[int, str]:
        """From where."""
        return self.bank.pk, " ".join(self.tag.split()).lower()


@transaction.atomic
def change_rules(*, quiz: Quiz, from_banks: Iterable[Draw] | None = None, by: Any = None, **changes: Any) -> Quiz:
    """Say of a quiz's rules what is said, and all it draws from banks where that is; raises what the two refuse.

    `changes` go by the names of `Rules`. A draw that is refused is named by its place: `from_banks.0.tag`.
    """
    held = Quiz.objects.select_for_update(no_key=True, of=("self",)).select_related("lesson__course").get(pk=quiz.pk)
    if changes:
        now = Rules(**{each.name: getattr(held, each.name) for each in fields(Rules)})
        set_rules(quiz=held, rules=replace(now, **changes), by=by)
    if from_banks is not None:
        _draw_only(held, list(from_banks), by)
    return held


def _draw_only(quiz: Quiz, wanted: list[Draw], by: Any) -> None:
    asked = {draw.place: draw.count for draw in wanted}
    there = {(row.bank_id, row.tag): row for row in quiz.bank_draws.all()}
    for place, row in there.items():
        if asked.get(place) != row.count:
            end_draw(draw=row, by=by)
    drawn = {place for place, row in there.items() if asked.get(place) == row.count}
    seen: set[tuple[int, str]] = set()
    for n, draw in enumerate(wanted):
        try:
            if draw.place in seen:
                raise DrawnTwice
            if draw.place not in drawn:
                draw_from(quiz=quiz, bank=draw.bank, count=draw.count, tag=draw.tag, by=by)
        except Refused as refused:
            refused.field = f"from_banks.{n}.{refused.field}"
            raise
        seen.add(draw.place)
