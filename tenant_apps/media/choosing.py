"""What a file or another thing of a list is chosen by: words of its title, and whose it is."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm

from marque.kit.cursors import number_in


class TitleFilter(BaseFilterForm):
    """Some of the list, by words of their titles."""

    q = forms.CharField(
        label=_("Search"), required=False, widget=forms.TextInput(attrs={"placeholder": _("Words of the title")})
    )

    def filter(self, objects: QuerySet[Any]) -> QuerySet[Any]:
        """Those with the words in their title."""
        if words := self.cleaned_data["q"]:
            self.is_searching, self.search_query = True, words
            objects = objects.filter(title__icontains=words)
        return objects


class AssetField(forms.ModelChoiceField):
    """A file somebody chooses among theirs. One that is not theirs is refused and not named."""

    def bound_data(self, data: Any, initial: Any) -> Any:
        """What the page shows as chosen."""
        pk = number_in(str(data or ""))
        return data if pk and self.queryset.filter(pk=pk).exists() else None  # type: ignore[union-attr]
