"""Courses, modules and lessons in the API."""

from django.urls import path

from tenant_apps.courses.api import lessons, modules, releases
from tenant_apps.courses.api import resources as courses

_COURSE, _MODULE, _LESSON = "courses/<uuid:course_id>/", "modules/<uuid:module_id>/", "lessons/<uuid:lesson_id>/"
resources = [
    path("courses/", courses.Courses.as_view(), name="courses"),
    path(_COURSE, courses.OneCourse.as_view(), name="course"),
    path(f"{_COURSE}publication/", courses.CoursePublication.as_view(), name="course_publication"),
    path(f"{_COURSE}outline/", courses.Outline.as_view(), name="course_outline"),
    path(f"{_COURSE}modules/", modules.CourseModules.as_view(), name="course_modules"),
    path("modules/", modules.Modules.as_view(), name="modules"),
    path(_MODULE, modules.OneModule.as_view(), name="module"),
    path(f"{_MODULE}position/", modules.ModulePosition.as_view(), name="module_position"),
    path(f"{_MODULE}release/", releases.ModuleRelease.as_view(), name="module_release"),
    path(f"{_MODULE}archive/", modules.ModuleArchive.as_view(), name="module_archive"),
    path(f"{_MODULE}lessons/", lessons.ModuleLessons.as_view(), name="module_lessons"),
    path("lessons/", lessons.Lessons.as_view(), name="lessons"),
    path(_LESSON, lessons.OneLesson.as_view(), name="lesson"),
    path(f"{_LESSON}position/", lessons.LessonPosition.as_view(), name="lesson_position"),
    path(f"{_LESSON}publication/", lessons.LessonPublication.as_view(), name="lesson_publication"),
    path(f"{_LESSON}release/", releases.LessonRelease.as_view(), name="lesson_release"),
    path(f"{_LESSON}archive/", lessons.LessonArchive.as_view(), name="lesson_archive"),
]
