"""What a visitor may ask of the catalogue."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from tenant_apps.courses.models import Level


class CatalogueForm(forms.Form):
    """Search words and levels. Nonsense in the address is ignored, not shown as an error."""

    q = forms.CharField(label=_("Search courses"), required=False, max_length=80, strip=True)
    level = forms.MultipleChoiceField(choices=Level, required=False)

    def wanted(self) -> tuple[str, list[str]]:
        """The words, and the levels that exist."""
        self.is_valid()
        words = self.cleaned_data.get("q") or ""
        levels = [level for level in self.data.getlist("level") if level in Level.values]
        return words, levels
