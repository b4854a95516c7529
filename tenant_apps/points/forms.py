"""How members want to stand in the list."""

from django import forms
from django.utils.translation import gettext_lazy as _


class BoardForm(forms.Form):
    """Whether the list shows somebody, and as whom."""

    shown = forms.BooleanField(label=_("Show me in the list"), required=False)
    name = forms.CharField(
        label=_("As"), max_length=40, required=False, help_text=_("Left empty, your first name is shown.")
    )
