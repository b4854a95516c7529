"""Where a file is used, by the database's own foreign keys: an index of references knows only what was saved alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import PROTECT, Model
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import DeleteView, UsageView

from tenant_apps.media import actions
from tenant_apps.media.models import Asset
from tenant_apps.media.models.assets import AssetQuerySet
from tenant_apps.media.whose import assets_of


@dataclass(frozen=True)
class Usage:
    """What would lose the file."""

    holders: list[Model]

    @property
    def is_protected(self) -> bool:
        """Whether the file has to stay."""
        return bool(self.holders)

    def count(self) -> int:
        """How many."""
        return len(self.holders)


def usage_of(asset: Asset) -> Usage:
    """Everything that shows, plays or hands out the file. One query for each kind of it."""
    kinds = [each for each in Asset._meta.related_objects if each.on_delete is PROTECT]
    return Usage([row for kind in kinds for row in kind.related_model._base_manager.filter(**{kind.field.name: asset})])


class AssetUsageView(UsageView):
    """The list of it."""

    def get_base_object_queryset(self) -> AssetQuerySet:
        """The files this person works with."""
        return assets_of(self.request.user)

    def get_queryset(self) -> list[dict[str, Any]]:
        """What it is called, and what it is."""
        holders = usage_of(self.object).holders
        return [{"label": str(each), "kind": capfirst(each._meta.verbose_name)} for each in holders]

    columns = [Column("label", label=_("Where")), Column("kind", label=_("What"))]

    def get_table(self, object_list: Any, **kwargs: Any) -> Any:
        """Rows as they are."""
        return super(UsageView, self).get_table(object_list, **kwargs)


class AssetDeleteView(DeleteView):
    """A file that is used stays."""

    def get_queryset(self) -> AssetQuerySet:
        """The files this person works with."""
        return assets_of(self.request.user)

    def get_usage(self) -> Usage:
        """What says whether it may go."""
        return usage_of(self.object)

    def delete_action(self) -> None:
        """With what is kept of it elsewhere."""
        actions.remove_asset(asset=self.object, by=self.request.user)
