"""Adding a file, and giving it another title."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from marque.kit.errors import Refused
from tenant_apps.media import actions
from tenant_apps.media.formats import FORMATS
from tenant_apps.media.models import Asset

_ACCEPTED = ",".join(f".{extension}" for item in FORMATS for extension in item.extensions)


class AssetForm(WagtailAdminModelForm):
    """A new file. Checking it and storing it are one step, so that every refusal shows beside the field."""

    title = forms.CharField(
        label=_("Title"), max_length=200, required=False, help_text=_("Left empty, the file's name is taken.")
    )
    file = forms.FileField(label=_("File"), widget=forms.FileInput(attrs={"accept": _ACCEPTED}))

    class Meta:
        model = Asset
        fields = ["file", "title"]

    def clean(self) -> dict[str, Any]:
        """Add the file, unless something else is wrong."""
        cleaned = super().clean() or {}
        if not self.errors:
            try:
                self.added = actions.add_asset(file=cleaned["file"], title=cleaned["title"], by=self.for_user)
            except Refused as refused:
                self.add_error("file", str(refused))
        return cleaned

    def _post_clean(self) -> None:
        """The action has made the row; the form's own instance stays unused."""

    def save(self, commit: bool = True) -> Asset:
        """The asset that was added."""
        self.instance = self.added
        return self.added


class TitleForm(WagtailAdminModelForm):
    """The title alone: another file is another asset."""

    class Meta:
        model = Asset
        fields = ["title"]

    def save(self, commit: bool = True) -> Asset:
        """Rename through the action."""
        return actions.rename_asset(asset=self.instance, title=self.cleaned_data["title"], by=self.for_user)
