"""What a creator says about learners: why, whom, and from when."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from marque.kit.moments import WallField
from tenant_apps.courses.models import Course, Lesson
from tenant_apps.learning.queries import ruled_lessons


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("Reason"), max_length=300, strip=True, required=False)


class TellForm(forms.Form):
    """Whether people learn of their place by email."""

    tell = forms.BooleanField(label=_("Tell them by email"), required=False, initial=True)


class InviteForm(TellForm):
    """Somebody to have a place, and a word to them."""

    email = forms.EmailField(label=_("Email"), max_length=254)
    name = forms.CharField(label=_("Name"), max_length=120, required=False, strip=True)
    message = forms.CharField(
        label=_("Message"),
        max_length=1000,
        required=False,
        strip=True,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Stands in the email."),
    )
    field_order = ["email", "name", "message", "tell"]


class UnlockForm(ReasonForm):
    """Which lessons, and from when."""

    lessons = forms.MultipleChoiceField(label=_("Lessons"), widget=forms.CheckboxSelectMultiple, required=False)
    opens_at = WallField(
        label=_("From"),
        required=False,
        help_text=_("Empty opens them now."),
    )
    field_order = ["lessons", "opens_at", "reason"]

    def __init__(self, *args: Any, course: Course, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ruled = ruled_lessons(course)
        self.fields["lessons"].choices = [(str(one.key), one.title) for one in self.ruled]  # type: ignore[attr-defined]

    def chosen(self) -> list[Lesson]:
        """The lessons that were chosen."""
        return [one for one in self.ruled if str(one.key) in self.cleaned_data["lessons"]]
