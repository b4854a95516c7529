"""Choosing one course, quiz or assignment among many: a list that searches, beside a form's field."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Model, QuerySet
from django.urls import URLPattern
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.chooser import ChooseResultsView, ChooseView, ChosenMultipleView, ChosenView
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.admin.widgets.chooser import BaseChooser

from tenant_apps.courses.models import GRADED, Course, Lesson
from tenant_apps.courses.permissions import courses_of
from tenant_apps.media.choosing import TitleFilter


class _Theirs:
    """A view that knows only what whoever asks may build, the newest first."""

    filter_form_class = TitleFilter
    ordering = ("-pk",)

    def get_object_list(self) -> QuerySet[Any]:
        return _theirs(self.model_class, self.request.user)  # type: ignore[attr-defined]

    def get_object(self, pk: str) -> Model:
        found: Model = self.get_object_list().get(pk=pk)
        return found

    def get_objects(self, pks: Sequence[str]) -> QuerySet[Any]:
        return self.get_object_list().filter(pk__in=pks)

    def get_display_title(self, instance: Model) -> str:
        return _named(instance)

    @property
    def columns(self) -> list[Column]:
        shown: list[Column] = super().columns  # type: ignore[misc]
        of_lessons = [Column("course", label=_("Course"))]
        return [*shown, *of_lessons] if self.model_class is Lesson else shown  # type: ignore[attr-defined]


class _Choose(_Theirs, ChooseView):
    pass


class _ChooseResults(_Theirs, ChooseResultsView):
    pass


class _Chosen(_Theirs, ChosenView):
    pass


class _ChosenMultiple(_Theirs, ChosenMultipleView):
    pass


class _Widget(BaseChooser):
    def get_display_title(self, instance: Model) -> str:
        return _named(instance)


class _Chooser(ChooserViewSet):
    choose_view_class = _Choose
    choose_results_view_class = _ChooseResults
    chosen_view_class = _Chosen
    chosen_multiple_view_class = _ChosenMultiple
    base_widget_class = _Widget
    # fields ask for it by name
    register_widget = False

    def get_urlpatterns(self) -> list[URLPattern]:
        """Nothing is made here: it is chosen among what there is."""
        return [pattern for pattern in super().get_urlpatterns() if pattern.name != "create"]


class CourseChooserViewSet(_Chooser):
    """Choose a course."""

    model = Course
    icon = "openquote"
    choose_one_text: str | Promise = _("Choose a course")
    choose_another_text: str | Promise = _("Choose another course")


class LessonChooserViewSet(_Chooser):
    """Choose a lesson that is graded."""

    model = Lesson
    icon = "list-ul"
    choose_one_text: str | Promise = _("Choose a quiz or an assignment")
    choose_another_text: str | Promise = _("Choose another")


course_chooser_viewset = CourseChooserViewSet("course_chooser")
lesson_chooser_viewset = LessonChooserViewSet("graded_lesson_chooser")


def _theirs(model: type[Model], user: Any) -> QuerySet[Any]:
    courses = courses_of(user)
    if model is Course:
        return courses
    return Lesson.objects.live().filter(kind__in=GRADED, course__in=courses).select_related("course")


def _named(instance: Model) -> str:
    return f"{instance}, {instance.course}" if isinstance(instance, Lesson) else str(instance)
