"""/studio/courses/…"""

from django.urls import path

from tenant_apps.courses.studio import lessons, modules, pages

app_name = "studio_courses"
_MODULE = "<uuid:key>/modules/<uuid:module>"
_LESSON = "<uuid:key>/lessons/<uuid:lesson>"
urlpatterns = [
    path("", pages.index, name="index"),
    path("new/", pages.new, name="new"),
    path("<uuid:key>/", pages.outline, name="outline"),
    path("<uuid:key>/details/", pages.details, name="details"),
    path("<uuid:key>/publication/", pages.publication, name="publication"),
    path("<uuid:key>/undo/", pages.undo, name="undo"),
    path("<uuid:key>/modules/", modules.add, name="modules"),
    path(f"{_MODULE}/settings/", modules.settings, name="module_settings"),
    path(f"{_MODULE}/title/", modules.title, name="module_title"),
    path(f"{_MODULE}/position/", modules.position, name="module_position"),
    path(f"{_MODULE}/removal/", modules.removal, name="module_removal"),
    path(f"{_MODULE}/archive/", modules.archive, name="module_archive"),
    path(f"{_MODULE}/restoration/", modules.restoration, name="module_restoration"),
    path(f"{_MODULE}/lessons/", lessons.add, name="lessons"),
    path(f"{_LESSON}/", pages.lesson, name="lesson"),
    path(f"{_LESSON}/settings/", lessons.settings, name="lesson_settings"),
    path(f"{_LESSON}/title/", lessons.title, name="lesson_title"),
    path(f"{_LESSON}/position/", lessons.position, name="lesson_position"),
    path(f"{_LESSON}/removal/", lessons.removal, name="lesson_removal"),
    path(f"{_LESSON}/archive/", lessons.archive, name="lesson_archive"),
    path(f"{_LESSON}/restoration/", lessons.restoration, name="lesson_restoration"),
]
