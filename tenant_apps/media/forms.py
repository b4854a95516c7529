"""Adding a file, and giving it another title."""

from typing import Any

from babel import Locale
from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from marque.kit.errors import Refused
from tenant_apps.media import actions
from tenant_apps.media.formats import FORMATS
from tenant_apps.media.models import Asset

# the languages films are captioned in most, by their codes (BCP 47)
_LANGUAGES = (
    "ar bg bn cs da de el en es et fa fi fr he hi hr hu id it ja ko lt lv ms nb nl pl pt pt-BR ro ru sk sl sr sv sw ta "
    "te th tr uk ur vi zh-Hans zh-Hant"
)
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


def _languages() -> list[tuple[str, str]]:
    named = [(code, Locale.parse(code, sep="-").get_display_name("en") or code) for code in _LANGUAGES.split()]
    return sorted(named, key=lambda pair: pair[1])


class CaptionForm(forms.Form):
    """Captions in a language."""

    language = forms.ChoiceField(label=_("Language"), choices=_languages, initial="en")
    file = forms.FileField(
        label=_("Captions"),
        help_text=_("WebVTT or SubRip, in UTF-8."),
        widget=forms.FileInput(attrs={"accept": ".vtt,.srt"}),
    )


class ChaptersForm(forms.Form):
    """Chapters, a line each."""

    chapters = forms.CharField(
        label=_("Chapters"),
        required=False,
        max_length=30_000,
        widget=forms.Textarea(attrs={"rows": 6, "placeholder": "0:00 Why\n4:30 The renewal letter"}),
        help_text=_("A time and a name on each line. Empty: no chapters."),
    )

    @staticmethod
    def written(asset: Asset) -> str:
        """The chapters as they are typed."""
        return "\n".join(f"{part.seconds // 60}:{part.seconds % 60:02} {part.title}" for part in asset.chapters.all())
