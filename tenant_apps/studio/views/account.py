"""One's own settings in the Studio."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.account import ThemePreferencesForm
from wagtail.admin.views import account as wagtail_account
from wagtail.users.models import UserProfile

from tenant_apps.accounts.models import User


class NameForm(forms.ModelForm):
    """One name; the address is the login, and passwords are changed where everybody does."""

    class Meta:
        model = User
        fields = ["name"]


class LookForm(ThemePreferencesForm):
    """Light or dark, contrast, density."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["theme"].label = _("Light or dark")
        if "keyboard_shortcuts" in self.fields:
            self.fields["keyboard_shortcuts"].help_text = _("Press ? in the Studio to see them.")


class NamePanel(wagtail_account.BaseSettingsPanel):
    """Who one is."""

    name = "name"
    title = _("Name")
    order = 100
    form_class = NameForm


class LookPanel(wagtail_account.ThemeSettingsPanel):
    """How the Studio looks."""

    title = _("How the Studio looks")
    form_class = LookForm


class AccountView(wagtail_account.AccountView):
    """Name, picture, look."""

    def get_panels(self) -> list[wagtail_account.BaseSettingsPanel]:
        """What can be set."""
        profile = UserProfile.get_for_user(self.request.user)
        kinds = (NamePanel, wagtail_account.AvatarSettingsPanel, LookPanel)
        return [kind(self.request, self.request.user, profile) for kind in kinds]
