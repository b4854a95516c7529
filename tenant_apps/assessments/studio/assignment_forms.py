"""What a creator types about an assignment."""

from __future__ import annotations

from itertools import zip_longest
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from marque.kit.moments import WallField
from tenant_apps.assessments.actions import LevelDraft, Terms
from tenant_apps.assessments.actions.assigning import MOST_LEVELS, RANGES
from tenant_apps.assessments.feedback import levels_in
from tenant_apps.assessments.models import Assignment, Criterion, DoneWhen, Late, PeerScore
from tenant_apps.assessments.studio.pictures import offer_pictures
from tenant_apps.media.formats import Kind
from tenant_apps.media.models import Asset

FEWEST_LEVELS = 3


def _number(name: str, label: Promise, **more: Any) -> forms.IntegerField:
    least, most = RANGES[name]
    return forms.IntegerField(label=label, min_value=least, max_value=most, **more)


class TermsForm(forms.Form):
    """What may be handed in, until when, and what it is worth."""

    kinds = forms.MultipleChoiceField(
        label=_("Files"), choices=Kind, required=False, widget=forms.CheckboxSelectMultiple
    )
    takes_text = forms.BooleanField(label=_("Words may be written"), required=False)
    most_files = _number("most_files", _("Most files"))
    most_megabytes = _number("most_megabytes", _("Most megabytes for a file"))
    points = _number(
        "points",
        _("Points"),
        help_text=_("Empty: passed or returned, without a number. With a rubric its points count."),
        required=False,
    )
    pass_mark = _number("pass_mark", _("Pass mark, in percent"))
    due_at = WallField(
        label=_("Due on"),
        required=False,
    )
    due_days = _number("due_days", _("Or days after the lesson opens"), required=False)
    due_cohort_day = _number(
        "due_cohort_day",
        _("Or on a day of the cohort"),
        help_text=_("Day 1 is its first. Whoever is in no cohort has no date."),
        required=False,
    )
    late = forms.ChoiceField(label=_("Late work"), choices=Late)
    late_percent = _number("late_percent", _("Percent off for each day"), required=False)
    grace_hours = _number("grace_hours", _("Hours of grace"), required=False)
    tries_allowed = _number("tries_allowed", _("Tries"), help_text=_("Empty: as many as it takes."), required=False)
    done_when = forms.ChoiceField(label=_("The lesson is done when"), choices=DoneWhen)
    peer_reviews = _number(
        "peer_reviews",
        _("Reviews by other learners"),
        help_text=_("Each reviews so many works, by the rubric, without names. 0: nobody does."),
        required=False,
    )
    peer_days = _number("peer_days", _("Days for a review"), required=False)
    peer_score = forms.ChoiceField(label=_("The score"), choices=PeerScore)

    def __init__(self, *args: Any, zone: ZoneInfo, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = zone
        self.fields["due_at"].help_text = _("In %(zone)s.") % {"zone": zone.key}

    def clean_due_at(self) -> Any:
        """The moment on the business's clock."""
        at = self.cleaned_data["due_at"]
        return at.replace(tzinfo=self.zone) if at else None

    def terms(self) -> dict[str, Any]:
        """The values; a number left empty is as usual."""
        usual, left = Terms(), ("late_percent", "grace_hours", "peer_reviews", "peer_days")
        empty = {name: getattr(usual, name) for name in left if self.cleaned_data[name] is None}
        return self.cleaned_data | empty


class CriterionForm(forms.Form):
    """A criterion and its levels; rows left empty are no levels."""

    title = forms.CharField(label=_("What is looked at"), max_length=120, strip=True)

    def levels(self) -> list[LevelDraft]:
        """The levels as typed; points that are no number are refused by the action."""
        names, points, words = (self.data.getlist(name)[:MOST_LEVELS] for name in ("level", "points", "description"))
        rows = zip_longest(names, points[: len(names)], words[: len(names)], fillvalue="")
        return [
            LevelDraft(name.strip()[:60], _whole(number), word.strip()[:300])
            for name, number, word in rows
            if name.strip()
        ]


class ExampleForm(forms.Form):
    """A work that the creator marks for the reviewers."""

    asset = forms.ModelChoiceField(
        label=_("Its picture"),
        queryset=Asset.objects.none(),
        required=False,
        empty_label=_("None"),
        to_field_name="key",
    )
    text = forms.CharField(label=_("The work in words"), widget=forms.Textarea(attrs={"rows": 3}), required=False)
    words = forms.CharField(label=_("Why it is marked so"), widget=forms.Textarea(attrs={"rows": 3}), required=False)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_pictures(self, "asset", user)

    def levels(self) -> dict[str, str]:
        """The level of each criterion, as posted."""
        return levels_in(self.data)


def level_rows(form: CriterionForm, criterion: Criterion | None) -> list[LevelDraft]:
    """What the level rows show: what was typed, else what is stored, and empty ones."""
    if form.is_bound:
        rows = form.levels()
    else:
        rows = (
            [LevelDraft(each.title, each.points, each.description) for each in criterion.levels.all()]
            if criterion
            else []
        )
    return (rows + [LevelDraft("")] * max(1, FEWEST_LEVELS - len(rows)))[:MOST_LEVELS]


def stored_terms(assignment: Assignment, zone: ZoneInfo) -> dict[str, Any]:
    """The terms as the form shows them."""
    found = {name: getattr(assignment, name) for name in TermsForm.base_fields}
    if assignment.due_at:
        found["due_at"] = assignment.due_at.astimezone(zone).replace(tzinfo=None)
    return found


def _whole(text: str) -> int:
    return int(text) if text.strip().isdecimal() and len(text) < 6 else -1
