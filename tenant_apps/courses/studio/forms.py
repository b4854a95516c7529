"""What a creator types about courses."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail.admin.rich_text import get_rich_text_editor_widget

from tenant_apps.courses.models import KEPT, Course, Lesson
from tenant_apps.courses.prose import WRITTEN
from tenant_apps.courses.rules import LONGEST_WAIT
from tenant_apps.courses.studio.block_form import LessonBlocksField
from tenant_apps.media.choosing import AssetField
from tenant_apps.media.studio import asset_chooser_viewset
from tenant_apps.media.whose import assets_of


class TitleForm(forms.Form):
    """A new name."""

    title = forms.CharField(label=_("Title"), max_length=120, strip=True)


class PositionForm(forms.Form):
    """A place among siblings, and for a lesson the module it goes to."""

    position = forms.IntegerField(min_value=1, max_value=10_000)
    module = forms.UUIDField(required=False)
    seen = forms.CharField(max_length=16, required=False)


class LessonTitleForm(forms.Form):
    """A new name of a lesson."""

    title = forms.CharField(label=_("Title"), max_length=Lesson._meta.get_field("title").max_length, strip=True)


class NewLessonForm(LessonTitleForm):
    """A lesson to begin with."""

    kind = forms.ChoiceField(choices=Lesson._meta.get_field("kind").choices)


class NewCourseForm(TitleForm):
    """A course to begin with."""


class ModuleSettingsForm(TitleForm):
    """A module's name and release."""

    days = forms.IntegerField(
        label=_("Opens, days after enrolment"),
        help_text=_("At 09:00 in each learner’s time zone. Empty opens it straight away."),
        min_value=0,
        max_value=LONGEST_WAIT,
        required=False,
    )


class LessonSettingsForm(forms.Form):
    """What is set beside the outline; it carries what it showed, so that only what was changed in it is saved."""

    OPENS = [("module", _("With its module")), ("days", _("Days after enrolment")), ("rule", _("By a rule"))]

    title = forms.CharField(label=_("Title"), max_length=160, strip=True)
    opens = forms.ChoiceField(label=_("Opens"), choices=OPENS, widget=forms.RadioSelect)
    days = forms.IntegerField(label=_("Days"), min_value=0, max_value=LONGEST_WAIT, required=False)
    minutes = forms.IntegerField(label=_("Minutes"), min_value=0, max_value=1000, required=False)
    is_preview = forms.BooleanField(label=_("Free preview: anyone may open it"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.show_hidden_initial = True

    def changed(self) -> set[str]:
        """Fields that say something else than they showed, or of which it is not known what they showed."""
        return {*self.changed_data, *(each.name for each in self if each.html_initial_name not in self.data)}

    def as_shown(self) -> SafeString:
        """What the fields showed, for later."""
        return format_html_join("", "{}", ((bound.as_hidden(only_initial=True),) for bound in self))

    @staticmethod
    def read(lesson: Lesson) -> dict[str, Any]:
        """The lesson as this form shows it."""
        days = lesson.wait_days or None
        opens = "rule" if lesson.has_further_rule else "days" if days else "module"
        shown = {"title": lesson.title, "minutes": lesson.minutes, "is_preview": lesson.is_preview}
        return shown | {"opens": opens, "days": days}

    def clean(self) -> dict[str, Any]:
        """Days without a number say nothing."""
        cleaned = super().clean() or {}
        if cleaned.get("opens") == "days" and cleaned.get("days") is None and "days" not in self.errors:
            self.add_error("days", _("Say after how many days."))
        return cleaned

    def wait(self) -> int | None:
        """The release in days."""
        return self.cleaned_data["days"] if self.cleaned_data["opens"] == "days" else None


class LessonForm(forms.ModelForm):
    """Everything a lesson holds."""

    blocks = LessonBlocksField(
        label=_("The page, part by part"),
        help_text=_("Texts, pictures, films and more around the lesson, in the order learners see them."),
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["asset"].queryset = assets_of(user)  # type: ignore[attr-defined]
        blocks: Any = self.fields["blocks"]
        blocks.user, blocks.kept = user, list(self.instance.blocks)
        self.initial["blocks"] = blocks.shown(self.instance)

    def clean_blocks(self) -> Any:
        """The lesson as it is typed has these blocks, too, whether it is saved or shown beside another one."""
        typed = self.cleaned_data["blocks"]
        if typed is not None:
            self.instance.blocks = typed
        return typed

    class Meta:
        model = Lesson
        fields = ["title", "slug", "kind", "asset", "body", "minutes", "is_preview"]
        field_classes = {"asset": AssetField}
        widgets = {
            "asset": asset_chooser_viewset.widget_class(),
            "body": get_rich_text_editor_widget(features=WRITTEN),
        }
        labels = {"asset": _("File"), "slug": _("Address")}
        help_texts = {
            "asset": _(
                "What the lesson shows, plays or hands out: a film, a recording, a PDF, a picture, "
                "a SCORM package, or a file to download. Other kinds of lessons need none."
            )
        }

    def validate_constraints(self) -> None:
        """The action refuses in better words than the database's."""


class ProposalForm(LessonForm):
    """What of a live lesson waits to be approved; the rest of it stays."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in set(self.fields) - set(KEPT):
            del self.fields[name]


class CourseForm(forms.ModelForm):
    """What a course says about itself."""

    class Meta:
        model = Course
        fields = ["title", "slug", "summary", "description", "level", "image_style"]
        widgets = {
            "summary": forms.Textarea(attrs={"rows": 3}),
            "description": get_rich_text_editor_widget(features=WRITTEN),
        }
        help_texts = {"summary": _("One or two sentences, shown in the catalogue and by search engines.")}
