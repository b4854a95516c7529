"""What a creator types about paths."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.rich_text import get_rich_text_editor_widget

from tenant_apps.courses.models import Course
from tenant_apps.courses.permissions import courses_of
from tenant_apps.courses.prose import WRITTEN
from tenant_apps.paths.models import Path


class TitleForm(forms.Form):
    """A path to begin with."""

    title = forms.CharField(label=_("Title"), max_length=120, strip=True)


class PathForm(forms.ModelForm):
    """What a path says about itself, and how its courses open."""

    class Meta:
        model = Path
        fields = ["title", "slug", "summary", "description", "image_style", "is_enforced"]
        widgets = {
            "summary": forms.Textarea(attrs={"rows": 3}),
            "description": get_rich_text_editor_widget(features=WRITTEN),
        }
        help_texts = {"summary": _("One or two sentences, shown beside the title and by search engines.")}

    def _post_clean(self) -> None:
        """The action changes the path, and refuses in better words than the database's."""


class CourseChoice(forms.ModelChoiceField):
    """Courses by title."""

    def label_from_instance(self, obj: Course) -> str:
        """The title, and whether visitors see it."""
        return obj.title if obj.is_published else str(_("%(title)s (draft)")) % {"title": obj.title}


class StepForm(forms.Form):
    """A course to put in."""

    course = CourseChoice(label=_("Course"), queryset=Course.objects.none(), to_field_name="key")
    is_optional = forms.BooleanField(label=_("Optional"), required=False)

    def __init__(self, *args: Any, path: Path, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        theirs = courses_of(user).exclude(path_steps__path=path).order_by("title")
        self.fields["course"].queryset = theirs  # type: ignore[attr-defined]


class PlaceForm(forms.Form):
    """Where a course stands, or whether the path needs it."""

    position = forms.IntegerField(min_value=1, max_value=1_000, required=False)
    optional = forms.ChoiceField(choices=[("on", ""), ("off", "")], required=False)
