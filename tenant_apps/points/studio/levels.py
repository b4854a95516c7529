"""Levels: a name and the points it takes."""

from __future__ import annotations

from django.forms import ModelForm
from django.urls import reverse
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.views.generic import CreateView, DeleteView, EditView
from wagtail.admin.viewsets.model import ModelViewSet

from tenant_apps.points import actions
from tenant_apps.points.models import PointLevel


class LevelForm(WagtailAdminModelForm):
    """A level, kept through the action."""

    class Meta:
        model = PointLevel
        fields = ["name", "threshold", "badge"]

    def save(self, commit: bool = True) -> PointLevel:
        """Keep it."""
        known = self.instance if self.instance.pk else None
        self.instance = actions.save_level(level=known, by=self.for_user, **self.cleaned_data)
        return self.instance


class _ToRules:
    def get_success_url(self) -> str:
        """Back to the page with all of them."""
        return reverse("studio_points:rules")


class _Create(_ToRules, CreateView):
    pass


class _Edit(_ToRules, EditView):
    pass


class _Remove(_ToRules, DeleteView):
    def delete_action(self) -> None:
        actions.remove_level(level=self.object, by=self.request.user)


class LevelViewSet(ModelViewSet):
    """The levels of a business."""

    model = PointLevel
    icon = "star"
    list_display = ["name", "threshold", "badge"]
    search_fields = ["name"]
    copy_view_enabled = False
    add_view_class = _Create
    edit_view_class = _Edit
    delete_view_class = _Remove

    def get_form_class(self, for_update: bool = False) -> type[ModelForm]:
        """One form for both."""
        return LevelForm


level_viewset = LevelViewSet("point_levels", url_prefix="point_levels")
