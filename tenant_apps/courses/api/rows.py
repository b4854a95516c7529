"""Rows that belong to a lesson and stand in an order, as programs write them: all of them at once."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from marque.kit.errors import Refused
from tenant_apps.api.base import StrictSerializer


class NoSuchRow(Refused):
    """A row of another lesson, or one that is gone."""

    message = _("There is nothing with this id here. Leave the id out to add something.")


class RowTwice(Refused):
    """One row cannot stand in two places."""

    message = _("This id is here twice.")


class RowAsked(StrictSerializer):
    """A row."""

    id = serializers.UUIDField(required=False, help_text="Of one that is there: it is changed and stays the same.")


def rows_asked(field: str, asked: list[dict[str, Any]], known: QuerySet[Any]) -> list[dict[str, Any]]:
    """The same rows with the keys of those that are known; raises NoSuchRow and RowTwice."""
    there: set[UUID] = set(known.values_list("key", flat=True)) if any("id" in row for row in asked) else set()
    used: set[UUID] = set()
    for place, row in enumerate(asked):
        key = row.pop("id", None)
        if key is None:
            continue
        if key not in there | used:
            raise NoSuchRow(field=f"{field}.{place}.id")
        if key in used:
            raise RowTwice(field=f"{field}.{place}.id")
        used.add(key)
        row["key"] = key
    return asked
