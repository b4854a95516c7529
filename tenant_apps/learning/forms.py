"""What a player reports, and what an author asks of viewers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tenant_apps.learning.actions.board import MOST_LETTERS, PostGone
from tenant_apps.learning.models import MOST_ANGLES, Cohort, CohortPost, FilmTerms
from tenant_apps.learning.played import WRITTEN, Spans, read
from tenant_apps.media.choosing import AssetField
from tenant_apps.media.formats import Kind
from tenant_apps.media.models import Asset
from tenant_apps.media.studio import OneKindChooser
from tenant_apps.media.whose import assets_of


class PlayedForm(forms.Form):
    """Which seconds were played since the last report, `0-10,42-60`, and where the player stands."""

    played = forms.RegexField(WRITTEN)
    seconds = forms.IntegerField(min_value=0, max_value=86_400)

    def clean_played(self) -> Spans:
        """Pairs of the first second and the one after the last."""
        return read(self.cleaned_data["played"])


class AngleForm(forms.Form):
    """One further camera."""

    key = forms.UUIDField(required=False, widget=forms.HiddenInput)
    asset = AssetField(label=_("Film"), queryset=Asset.objects.none(), widget=OneKindChooser(kind=Kind.VIDEO))
    label = forms.CharField(label=_("What it shows"), max_length=40)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["asset"].queryset = assets_of(user).films()  # type: ignore[attr-defined]


AngleRows = forms.formset_factory(
    AngleForm, extra=2, max_num=MOST_ANGLES, validate_max=True, can_order=True, can_delete=True
)


class FilmTermsForm(forms.ModelForm):
    """What an author asks of viewers."""

    least_percent = forms.IntegerField(
        label=_("Must be watched, in percent"),
        min_value=1,
        max_value=100,
        required=False,
        help_text=_("Only seconds that were really played count. Empty: learners decide when they are done."),
    )

    class Meta:
        model = FilmTerms
        fields = ["least_percent", "names_viewer", "may_be_kept"]
        help_texts = {
            "names_viewer": _("Their name and email wander over the film, so that recordings have an owner."),
            "may_be_kept": _("For trains and planes. The film is removed when their place in the course ends."),
        }


class PostForm(forms.Form):
    """Something for a cohort's board; `to` is the post it answers."""

    text = forms.CharField(
        label=_("Write to the cohort"), max_length=MOST_LETTERS, widget=forms.Textarea(attrs={"rows": 3}), strip=True
    )
    to = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def answered(self, cohort: Cohort) -> CohortPost | None:
        """The post it answers; one that is gone refuses the answer, and is no new post. Raises PostGone."""
        key = self.cleaned_data["to"]
        if key is None:
            return None
        found = cohort.posts.filter(key=key, to=None).first()
        if found is None:
            raise PostGone
        return found
