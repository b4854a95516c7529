"""What a list to choose from is searched by."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm


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
