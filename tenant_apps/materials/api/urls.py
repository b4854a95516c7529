"""The parts of lessons in the API."""

from django.urls import path

from tenant_apps.materials.api import contents, parts, surveys

_LESSON = "lessons/<uuid:lesson_id>/"
resources = [
    path(f"{_LESSON}spots/", parts.Spots.as_view(), name="lesson_spots"),
    path(f"{_LESSON}steps/", parts.Steps.as_view(), name="lesson_steps"),
    path(f"{_LESSON}listings/", parts.Listings.as_view(), name="lesson_listings"),
    path(f"{_LESSON}survey/", surveys.OneSurvey.as_view(), name="lesson_survey"),
    path(f"{_LESSON}session/", contents.Session.as_view(), name="lesson_session"),
    path(f"{_LESSON}embed/", contents.Embedded.as_view(), name="lesson_embed"),
    path(f"{_LESSON}package/", contents.Played.as_view(), name="lesson_package"),
]
