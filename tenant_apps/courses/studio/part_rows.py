"""Rows of a lesson's parts as a form: what is filled in, in the order of the numbers beside them."""

from __future__ import annotations

from typing import Any

from django.forms import BaseFormSet


def rows_of(formset: BaseFormSet[Any]) -> list[dict[str, Any]]:
    """The filled-in rows that stay, in order; one without a number comes last."""
    left = [form.cleaned_data for form in formset.forms if form.has_changed() or form.initial]
    kept = [row for row in left if row and not row.get("DELETE")]
    placed = sorted(enumerate(kept), key=lambda pair: (pair[1].get("ORDER") or 10_000, pair[0]))
    return [{name: value for name, value in row.items() if name not in ("ORDER", "DELETE")} for _at, row in placed]
