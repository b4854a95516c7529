"""What a creator says about when things open."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from string import ascii_uppercase
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from marque.kit.zones import zones_by_region
from tenant_apps.courses import queries as courses
from tenant_apps.courses.models import Course, Lesson, Module, NewLessons
from tenant_apps.courses.permissions import courses_of
from tenant_apps.courses.rules import (
    LONGEST_WAIT,
    MOST_CONDITIONS,
    Condition,
    Group,
    ImpossibleRule,
    Node,
    conditions,
    read,
    written,
)
from themes.brand import current_brand

WHEN = [
    ("", _("No condition")),
    ("enrolled", _("Days after enrolment")),
    ("visited", _("Days after the first visit")),
    ("released", _("Days after the one before opened")),
    ("date", _("From a date")),
    ("cohort", _("Day of the cohort")),
    ("completed", _("When something is finished")),
    ("scored", _("When a quiz or an assignment has a score")),
]
# as many as there may be conditions, since each may be a group of one
LETTERS = ascii_uppercase[:MOST_CONDITIONS]
_USES = {
    **dict.fromkeys(("enrolled", "visited", "released", "cohort"), ("days",)),
    "date": ("at", "zone"),
    "completed": ("thing",),
    "scored": ("thing", "percent"),
}


class ModeForm(forms.Form):
    """How the conditions go together."""

    mode = forms.ChoiceField(
        label=_("It opens when"),
        choices=[("all", _("all of these hold")), ("any", _("any of these holds"))],
        widget=forms.RadioSelect,
        initial="all",
    )


class ConditionForm(forms.Form):
    """One condition; which fields count depends on the first."""

    when = forms.ChoiceField(label=_("Condition"), choices=WHEN, required=False)
    days = forms.IntegerField(label=_("Days"), min_value=0, max_value=LONGEST_WAIT, required=False)
    at = forms.CharField(
        label=_("Date and time"), required=False, widget=forms.DateTimeInput(attrs={"type": "datetime-local"})
    )
    zone = forms.ChoiceField(label=_("Time zone"), required=False)
    thing = forms.ChoiceField(label=_("What"), required=False)
    percent = forms.IntegerField(label=_("At least, %"), min_value=1, max_value=100, required=False)
    group = forms.ChoiceField(
        label=_("Together with"),
        choices=[("", _("by itself")), *((letter, letter) for letter in LETTERS)],
        required=False,
    )

    def __init__(self, *args: Any, things: Any = (), zones: Any = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["thing"].choices = [("", "–"), *things]  # type: ignore[attr-defined]
        self.fields["zone"].choices = zones  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """What the condition needs is there."""
        cleaned = super().clean() or {}
        uses = _USES.get(cleaned.get("when", ""), ())
        for name in self.errors.keys() - {"when", "group", *uses}:
            del self.errors[name]  # of what is not shown
        for name in uses:
            if name != "zone" and cleaned.get(name) in (None, "") and name not in self.errors:
                self.add_error(name, _("This condition needs it."))
        if cleaned.get("when") and not self.errors:
            try:
                read(written(Group("all", (self.condition(),))))
            except ImpossibleRule as refused:
                self.add_error(None, str(refused))
        return cleaned

    def condition(self) -> Condition:
        """The condition as typed."""
        said = self.cleaned_data
        what, _colon, key = said.get("thing", "").partition(":")
        made: dict[str, Any] = {"when": said["when"]}
        for name in _USES[said["when"]]:
            made |= {"key": key, "what": what} if name == "thing" else {name: said[name]}
        if said["when"] == "scored":
            made["what"] = ""
        return Condition(**made)


class _Conditions(forms.BaseFormSet):
    def excuse(self) -> None:
        """Nothing is wrong yet with what is still being written."""
        for form in self.forms:
            form.errors.clear()

    def node(self, mode: str) -> Group:
        """The rule that was typed: rows by themselves, and rows of one letter together in the other way."""
        alone: list[Node] = []
        together: dict[str, list[Node]] = {}
        for form in self.forms:
            if form.cleaned_data.get("when"):
                letter = form.cleaned_data["group"]
                (together.setdefault(letter, []) if letter else alone).append(form.condition())
        other = "any" if mode == "all" else "all"
        groups = [Group(other, tuple(parts)) if len(parts) > 1 else parts[0] for parts in together.values()]
        return Group(mode, (*alone, *groups))


def condition_rows(course: Course, rule: Group | None, data: Any = None, *, user: Any, other: str = "") -> Any:
    """The rows of a rule's conditions, and two more; of other courses those this user knows of.

    Lessons are offered of one `other` course, by its key, beside those the rule names already.
    """
    known = {"things": _things(course, user, rule, other, data), "zones": _zones(rule)}
    formset = forms.formset_factory(
        ConditionForm, formset=_Conditions, extra=2, max_num=MOST_CONDITIONS, absolute_max=MOST_CONDITIONS
    )
    return formset(data, prefix="rule", initial=_initial(rule), form_kwargs=known)


def _initial(rule: Group | None) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    letters = iter(LETTERS)
    for part in rule.parts if rule else ():
        if isinstance(part, Condition):
            rows.append(_row(part, ""))
            continue
        letter = next(letters) if part.mode != rule.mode else ""  # type: ignore[union-attr]
        rows += [_row(inner, letter) for inner in part.parts if isinstance(inner, Condition)]
    return rows


def _row(each: Condition, letter: str) -> dict[str, Any]:
    what = "lesson" if each.when == "scored" else each.what
    shown: dict[str, Any] = {"when": each.when, "at": each.at, "zone": each.zone, "group": letter}
    if "days" in _USES[each.when]:
        shown["days"] = each.days
    return shown | {"thing": f"{what}:{each.key}" if each.key else "", "percent": each.percent or None}


class OtherForm(forms.Form):
    """Another course, whose lessons a condition may name."""

    other = forms.ModelChoiceField(
        label=_("Course"), queryset=Course.objects.none(), to_field_name="key", required=False
    )

    def __init__(self, *args: Any, course: Course, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["other"].queryset = _others(course, user)  # type: ignore[attr-defined]

    def key(self) -> str:
        """The course that was chosen, if it is one they know of."""
        found = self.cleaned_data.get("other") if self.is_valid() else None
        return str(found.key) if found else ""


def _others(course: Course, user: Any) -> Any:
    return (courses_of(user) | Course.objects.published()).exclude(pk=course.pk).order_by("title")


def _picked(data: Any) -> Iterator[UUID]:
    """The lessons that conditions name while they are being written."""
    for name in data or ():
        what, _colon, key = data[name].partition(":")
        if name.endswith("-thing") and what == "lesson":
            with suppress(ValueError):
                yield UUID(key)


def _lessons_elsewhere(course: Course, others: Any, rule: Group | None, other: str, data: Any) -> list[Any]:
    wanted = Q(key__in=[each.key for each in conditions(rule) if each.names_lesson])
    wanted |= Q(key__in=list(_picked(data)), course__in=others)
    if other:
        wanted |= Q(course__key=other)
    found = Lesson.objects.published().exclude(course=course).filter(wanted).select_related("course", "module")
    rows = found.defer("body").order_by("course__title", "module__position", "position")
    return [(f"lesson:{one.key}", f"{one.course.title}: {one.title}") for one in rows]


def _things(course: Course, user: Any, rule: Group | None, other: str, data: Any) -> list[Any]:
    tree = courses.outline(course)
    lessons = [(f"lesson:{one.key}", one.title) for branch in tree for one in branch.lessons]
    modules = [(f"module:{branch.module.key}", branch.module.title) for branch in tree]
    others = _others(course, user)
    return [
        (_("Lessons"), lessons),
        (_("Modules"), modules),
        (_("Other courses"), [(f"course:{each.key}", each.title) for each in others]),
        (_("Lessons of other courses"), _lessons_elsewhere(course, others, rule, other, data)),
    ]


def _zones(rule: Group | None) -> list[Any]:
    named = {row["zone"] for row in _initial(rule)} | {current_brand().time_zone, "UTC"}
    return [("", _("each learner’s own")), *((name, name) for name in sorted(named - {""})), *zones_by_region()]


class PolicyForm(forms.Form):
    """For lessons that come later."""

    new_lessons = forms.ChoiceField(label=_("A lesson added later"), choices=NewLessons, widget=forms.RadioSelect)


def part_of(course: Course, key: Any) -> Module | Lesson | None:
    """The live module or lesson of this key."""
    module = course.modules.live().filter(key=key).first()
    return module or course.lessons.live().filter(key=key).select_related("module").first()
