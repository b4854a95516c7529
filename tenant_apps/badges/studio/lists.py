"""Badges, and who holds them."""

from typing import Any
from urllib.parse import unquote

from django import forms
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import DeleteView
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet

from marque.kit.columns import DayColumn
from marque.kit.errors import Refused
from tenant_apps.badges import actions
from tenant_apps.badges.models import Badge, BadgeAward
from tenant_apps.certificates.actions import add_picture
from tenant_apps.courses.models import GRADED, Lesson
from tenant_apps.courses.studio.choosers import course_chooser_viewset, lesson_chooser_viewset
from tenant_apps.people.models import Person


class BadgeForm(WagtailAdminModelForm):
    """What it looks like, what it stands for, and how it is earned."""

    drawing = forms.FileField(
        label=_("Picture"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg"}),
        help_text=_("A square PNG or JPEG. Left empty, we draw one in your colours."),
    )

    class Meta:
        model = Badge
        fields = ["name", "description", "criteria", "course", "path", "lesson", "least_score"]
        widgets = {
            "course": course_chooser_viewset.widget_class(),
            "lesson": lesson_chooser_viewset.widget_class(),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        graded = Lesson.objects.live().filter(kind__in=GRADED)
        self.fields["lesson"].queryset = graded  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A lesson and its score go together; the picture is checked and kept."""
        cleaned = super().clean() or {}
        if bool(cleaned.get("lesson")) != bool(cleaned.get("least_score")):
            actions.HalfAScore().show_in(self)
        if cleaned.get("drawing") and not self.errors:
            try:
                self.instance.picture = add_picture(file=cleaned["drawing"], by=self.for_user)
            except Refused as refused:
                self.add_error("drawing", str(refused))
        return cleaned

    def save(self, commit: bool = True) -> Badge:
        """Write it down."""
        told = {name: self.cleaned_data[name] for name in self.Meta.fields}
        self.instance = actions.save_badge(badge=self.instance, picture=self.instance.picture, **told, by=self.for_user)
        return self.instance


class AwardForm(WagtailAdminModelForm):
    """A badge by hand."""

    email = forms.EmailField(label=_("Learner’s email"))

    class Meta:
        model = BadgeAward
        fields = ["badge"]

    def clean_email(self) -> str:
        """Somebody the business knows."""
        found = Person.objects.known_as(self.cleaned_data["email"]).first()
        if found is None:
            raise forms.ValidationError(str(actions.NobodyThere()))
        self.person = found
        return found.email

    def _post_clean(self) -> None:
        """The action makes the row; the form's own instance stays unused."""

    def save(self, commit: bool = True) -> BadgeAward:
        """Award it."""
        self.instance = actions.award(badge=self.cleaned_data["badge"], person=self.person, by=self.for_user)
        return self.instance


class ReasonForm(WagtailAdminModelForm):
    """Why it is taken back."""

    reason = forms.CharField(label=_("Withdraw it, because"), max_length=200, strip=True)

    class Meta:
        model = BadgeAward
        fields: list[str] = []

    def save(self, commit: bool = True) -> BadgeAward:
        """Withdraw it."""
        self.instance = actions.withdraw(award=self.instance, reason=self.cleaned_data["reason"], by=self.for_user)
        return self.instance


class _ToReason(DeleteView):
    """Nothing is deleted: where others delete, a badge is withdrawn, with a reason."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """On to the page that asks why."""
        award = get_object_or_404(BadgeAward, pk=unquote(str(kwargs["pk"])))
        return redirect("badge_awards:edit", award.pk)


class BadgeViewSet(ModelViewSet):
    """What can be achieved."""

    model = Badge
    icon = "star"
    menu_label = _("Badges")
    list_display = [
        "name",
        Column("course", label=_("For finishing"), classname="wide-column"),
        Column("path", label=_("For finishing the path"), classname="wide-column"),
        Column("lesson", label=_("For a score in"), classname="wide-column"),
        Column("least_score", label=_("Score, in percent"), classname="wide-column"),
    ]
    search_fields = ["name"]
    copy_view_enabled = False

    def get_form_class(self, for_update: bool = False) -> type[BadgeForm]:
        """One form for both."""
        return BadgeForm


class AwardViewSet(ModelViewSet):
    """Who holds which."""

    model = BadgeAward
    icon = "star"
    menu_label = _("Awarded")
    list_display = [
        "badge",
        Column("person", label=_("Learner")),
        Column("serial", label=_("Number"), sort_key="serial", classname="wide-column"),
        DayColumn("awarded_at", label=_("Awarded"), sort_key="awarded_at"),
        DayColumn("withdrawn_at", label=_("Withdrawn"), sort_key="withdrawn_at", classname="wide-column"),
    ]
    list_filter = ["badge"]
    search_fields = ["serial"]
    copy_view_enabled = False
    delete_view_class = _ToReason

    def get_form_class(self, for_update: bool = False) -> type[WagtailAdminModelForm]:
        """By hand, or back again."""
        return ReasonForm if for_update else AwardForm


class BadgeGroup(ViewSetGroup):
    """Badges in the menu."""

    menu_label = _("Badges")
    menu_name = "badges"
    menu_icon = "star"
    menu_order = 345
    items = (
        BadgeViewSet("badge_kinds", url_prefix="badges"),
        AwardViewSet("badge_awards", url_prefix="badge_awards"),
    )
