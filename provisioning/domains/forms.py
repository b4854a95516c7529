"""The form that connects a domain."""

from django import forms
from django.utils.translation import gettext_lazy as _


class DomainForm(forms.Form):
    """A domain as its owner types it."""

    domain = forms.CharField(
        label=_("Domain"),
        max_length=300,
        help_text=_("Like yourname.com or learn.yourname.com. You keep it where you bought it."),
        widget=forms.TextInput(
            attrs={"autocapitalize": "none", "spellcheck": "false", "autocomplete": "off", "inputmode": "url"}
        ),
    )
    primary = forms.BooleanField(label=_("Make it my main domain once it works"), required=False, initial=True)
