"""Finding a certificate, and naming one."""

from django import forms
from django.utils.translation import gettext_lazy as _

from tenant_apps.certificates.actions import NAME_LENGTH


class NumberForm(forms.Form):
    """The number on the paper."""

    number = forms.CharField(label=_("Number"), max_length=40, error_messages={"required": _("Type the number.")})


class NameForm(forms.Form):
    """The name to stand on a certificate that was issued without one."""

    name = forms.CharField(
        label=_("Your name, as it should stand on the certificate"),
        max_length=NAME_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Write the name as it should stand on the certificate.")},
    )


class CompareForm(forms.Form):
    """The name on a paper whose learner had it erased here."""

    name = forms.CharField(
        label=_("The name on the paper"),
        max_length=NAME_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Type the name as it stands on the paper.")},
    )
