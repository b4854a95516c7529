"""A form that is not right, as a refusal."""

from __future__ import annotations

from typing import Any

from django import forms

from marque.kit.errors import Refused


class NotUnderstood(Refused):
    """What the form itself says."""


def checked(form: forms.Form) -> dict[str, Any]:
    """The form's values, else the first thing wrong with it."""
    if form.is_valid():
        return form.cleaned_data
    name, errors = next(iter(form.errors.items()))
    label = form.fields[name].label if name in form.fields else None
    raise NotUnderstood(f"{label or name}: {errors[0]}" if name != "__all__" else errors[0])
