"""What we ask of somebody who signs up, beyond allauth's email and password. (allauth imports this while it loads.)"""

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from tenant_apps.accounts.models import User


class NameForm(forms.Form):
    """One name field; people have all kinds of names."""

    # as long as a person's, which orders and certificates carry on
    name = forms.CharField(
        label=_("Your name"), max_length=120, strip=True, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    field_order = ("name", "email", "password1")

    def signup(self, request: HttpRequest, user: User) -> None:
        """The adapter has saved the name."""
