"""What a creator types about sequences."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from tenant_apps.courses.models import Course
from tenant_apps.sequences.models import SequenceStep, Trigger


class SequenceForm(forms.Form):
    """Its name, and whom it greets."""

    name = forms.CharField(label=_("Name"), max_length=120, strip=True)
    trigger = forms.ChoiceField(label=_("Starts when"), choices=Trigger.choices)
    course = forms.ModelChoiceField(
        label=_("Which course"),
        help_text=_("Where it starts with an enrolment."),
        queryset=Course.objects.none(),
        required=False,
        empty_label=_("Any course"),
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["course"].queryset = Course.objects.order_by("title")  # type: ignore[attr-defined]


class StepForm(forms.ModelForm):
    """One email."""

    class Meta:
        model = SequenceStep
        fields = ["subject", "body", "wait_days"]
        widgets = {"body": forms.Textarea(attrs={"rows": 14})}
        help_texts = {
            "body": _(
                "An empty line begins a new paragraph. {first_name}, {course} and {business} are filled in; "
                "{course_link} becomes a button to the course. "
                "Where somebody left a checkout: {offer} and {checkout_link}."
            ),
            "wait_days": _("After the email before it, at 09:00 where the learner lives. 0 sends it straight away."),
        }


class PlaceForm(forms.Form):
    """A place among the steps."""

    position = forms.IntegerField(min_value=1, max_value=1000)
