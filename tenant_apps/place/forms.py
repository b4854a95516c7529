"""What a device says it did, and what a learner looks for."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from tenant_apps.learning.models import LearnerChoice
from tenant_apps.learning.played import WRITTEN, Spans, read
from tenant_apps.people.models import Person
from tenant_apps.place.actions.acts import DOING
from tenant_apps.place.actions.reminders import NoDay
from tenant_apps.place.keeping import MOST_LESSONS
from tenant_apps.place.models import AROUND, LONGEST_NOTE, LONGEST_QUOTE, DateWish, Reminder

MOST = 50
_NEEDS = {
    "note.remove": ("note",),
    "note.keep": ("lesson", "note"),
    "film.play": ("lesson", "played"),
    "step.tick": ("step",),
}


class Unreadable(ValueError):
    """Not a list of acts."""


class ActForm(forms.Form):
    """One act. Which fields it needs depends on its kind."""

    key = forms.UUIDField()
    kind = forms.ChoiceField(choices=[(kind, kind) for kind in DOING])
    lesson = forms.UUIDField(required=False)
    note = forms.UUIDField(required=False)
    step = forms.UUIDField(required=False)
    # a film on the lesson's page, where it is not the lesson's own
    block = forms.UUIDField(required=False)
    base = forms.IntegerField(required=False, min_value=0)
    text = forms.CharField(required=False, max_length=LONGEST_NOTE, strip=False)
    seconds = forms.IntegerField(required=False, min_value=0, max_value=86_400)
    quote = forms.CharField(required=False, max_length=LONGEST_QUOTE, strip=False)
    before = forms.CharField(required=False, max_length=AROUND, strip=False)
    after = forms.CharField(required=False, max_length=AROUND, strip=False)
    on = forms.BooleanField(required=False)
    played = forms.RegexField(WRITTEN, required=False)

    def __init__(self, asked: dict[str, Any]) -> None:
        super().__init__(asked)
        # a device may say anything, also a list
        for name in _NEEDS.get(str(asked.get("kind")), ("lesson",)):
            self.fields[name].required = True

    def clean_played(self) -> Spans:
        """Pairs of seconds; none where no film was played."""
        return read(self.cleaned_data["played"])

    def clean(self) -> dict[str, Any]:
        """A note says something."""
        said = super().clean() or self.cleaned_data
        said["base"] = said.get("base") or 0
        said["text"] = (said.get("text") or "").strip()
        if said.get("kind") == "note.keep" and not said["text"] and not said.get("quote"):
            raise forms.ValidationError(_("A note needs a word."))
        return said


class WishesForm(forms.Form):
    """What a learner wants to be written and shown."""

    reminds = forms.BooleanField(label=_("Remind me by email"), required=False)
    days = forms.TypedMultipleChoiceField(
        label=_("On"), coerce=int, choices=list(WEEKDAYS.items()), required=False, widget=forms.CheckboxSelectMultiple
    )
    hour = forms.TypedChoiceField(label=_("At"), coerce=int, choices=[(hour, f"{hour:02}:00") for hour in range(24)])
    due = forms.BooleanField(
        label=_("Write to me the day before something is due"),
        required=False,
        help_text=_("One email at nine, your time, with all that is due today or tomorrow."),
    )
    live = forms.BooleanField(label=_("Write to me an hour before a live session"), required=False)
    digest = forms.BooleanField(
        label=_("Write to me on mornings when something opens, or a lesson I finished has changed"),
        required=False,
        help_text=_("One email at nine, your time, however much there is to tell."),
    )
    rhythm = forms.BooleanField(label=_("Show my rhythm on the dashboard"), required=False)

    @classmethod
    def of(cls, person: Person, choice: LearnerChoice) -> dict[str, Any]:
        """As things are."""
        reminder = Reminder.objects.filter(person=person).first() or Reminder(days=0, hour=18)
        dates = DateWish.objects.filter(person=person).first() or DateWish()
        return {
            "reminds": reminder.next_at is not None,
            "days": [day for day in WEEKDAYS if reminder.days >> day & 1],
            "hour": reminder.hour,
            "due": dates.due_stopped_at is None,
            "live": dates.live_stopped_at is None,
            "digest": choice.digest_stopped_at is None,
            "rhythm": choice.rhythm_hidden_at is None,
        }

    def clean(self) -> dict[str, Any]:
        """Reminders come on a day."""
        said = super().clean() or self.cleaned_data
        if said.get("reminds") and not said.get("days"):
            self.add_error("days", str(NoDay()))
        return said


class PlanForm(forms.Form):
    """Which lesson is to be kept; all of the course without one."""

    lesson = forms.UUIDField(required=False)


class KeptForm(forms.Form):
    """The lessons a device has, one after the other."""

    who = forms.CharField(max_length=24)
    lessons = forms.CharField(max_length=40 * MOST_LESSONS)

    def clean_lessons(self) -> list[UUID]:
        """As keys; raises ValidationError for anything else."""
        try:
            return [UUID(word) for word in self.cleaned_data["lessons"].split()]
        except ValueError as broken:
            raise forms.ValidationError(_("This could not be read.")) from broken


def _whole(body: bytes) -> str:
    """A script may cut a character in half, which Postgres does not take: such halves become a mark."""
    text = json.dumps(json.loads(body), ensure_ascii=False)
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def read_acts(body: bytes) -> tuple[str, list[dict[str, Any]]]:
    """Whose acts they are, and the acts in order; raises Unreadable."""
    try:
        said = json.loads(_whole(body))
        who, acts = said["who"], said["acts"]
    except (ValueError, KeyError, TypeError, RecursionError) as broken:
        raise Unreadable from broken
    if not isinstance(who, str) or not isinstance(acts, list) or len(acts) > MOST:
        raise Unreadable
    if not all(isinstance(act, dict) for act in acts):
        raise Unreadable
    return who, acts
