"""What a creator types about the parts of lessons."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from marque.kit.moments import WallField
from tenant_apps.courses.languages import LANGUAGES
from tenant_apps.materials.models import ZIP, Asked
from tenant_apps.materials.models.parts import FAR
from tenant_apps.materials.offering import BadOptions, offered
from tenant_apps.media.choosing import AssetField
from tenant_apps.media.models import Asset
from tenant_apps.media.studio import OneKindChooser
from tenant_apps.media.whose import assets_of


class PartForm(forms.Form):
    """A row; its key says which one it was."""

    key = forms.UUIDField(required=False, widget=forms.HiddenInput)


class SpotForm(PartForm):
    """A place on a picture."""

    title = forms.CharField(label=_("Name"), max_length=120)
    x = forms.IntegerField(label=_("From the left, in thousandths"), min_value=0, max_value=FAR)
    y = forms.IntegerField(label=_("From the top, in thousandths"), min_value=0, max_value=FAR)
    text = forms.CharField(
        label=_("What it says"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class StepForm(PartForm):
    """A step of a project."""

    title = forms.CharField(label=_("What to do"), max_length=160)
    text = forms.CharField(label=_("How"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 3}))


class ListingForm(PartForm):
    """A piece of code; its blanks are part of it."""

    title = forms.CharField(label=_("Name of the file"), max_length=120, required=False)
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)
    code = forms.CharField(
        label=_("Code"),
        max_length=40_000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false", "translate": "no"}),
    )


class QuestionForm(PartForm):
    """A question of a survey."""

    title = forms.CharField(label=_("Question"), max_length=300)
    asked = forms.ChoiceField(label=_("Answered"), choices=Asked)
    options = forms.CharField(
        label=_("Answers to choose from"),
        help_text=_("One on each line."),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    is_required = forms.BooleanField(label=_("Must be answered"), required=False)

    def clean(self) -> dict[str, Any]:
        """Choosing needs something to choose from."""
        cleaned = super().clean() or {}
        lines = str(cleaned.get("options") or "").splitlines()
        try:
            cleaned["options"] = offered(cleaned.get("asked", ""), lines)
        except BadOptions as refused:
            refused.show_in(self)
        return cleaned


class SurveyForm(forms.Form):
    """How a survey is answered."""

    is_anonymous = forms.BooleanField(
        label=_("Anonymous: nobody can see who said what"),
        help_text=_("Results show from three answers on. Once somebody has answered, this stays as it is."),
        required=False,
    )


class EmbedForm(forms.Form):
    """What another site shows."""

    address = forms.URLField(label=_("Address"), max_length=500, assume_scheme="https")


class PackageForm(forms.Form):
    """A zip that is here, or one that is sent now."""

    asset = AssetField(
        label=_("A zip among your files"),
        queryset=Asset.objects.none(),
        widget=OneKindChooser(content_type=ZIP),
        required=False,
        help_text=_("Large ones are sent under Files, Upload films: they go on after a broken line. The most is 2 GB."),
    )
    file = forms.FileField(
        label=_("Or a zip from this device"), required=False, widget=forms.FileInput(attrs={"accept": ".zip"})
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["asset"].queryset = assets_of(user).filter(content_type=ZIP)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """One of the two."""
        cleaned = super().clean() or {}
        if not self.errors and bool(cleaned.get("asset")) == bool(cleaned.get("file")):
            self.add_error("file", _("Choose one zip: one that is here, or one from this device."))
        return cleaned


class SessionForm(forms.Form):
    """When everybody meets, in the business's time zone."""

    starts_at = WallField(label=_("Begins"))
    minutes = forms.IntegerField(label=_("Minutes"), min_value=5, max_value=1440, initial=60)
    link = forms.URLField(
        label=_("Link"),
        help_text=_("Learners see it from a quarter of an hour before until the end."),
        max_length=500,
        required=False,
        assume_scheme="https",
    )

    def __init__(self, *args: Any, zone: ZoneInfo, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = zone

    def clean_starts_at(self) -> Any:
        """The moment that was meant: what was typed is the business's own time."""
        return self.cleaned_data["starts_at"].replace(tzinfo=self.zone)


def rows_form(form: type[PartForm], *, most: int) -> Any:
    """As many rows as there are, and two to fill in."""
    return forms.formset_factory(form, extra=2, max_num=most, validate_max=True, can_order=True, can_delete=True)
