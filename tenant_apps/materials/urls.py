"""/learn/<course>/<lesson>/…: what learners do in these lessons."""

from django.urls import path

from tenant_apps.materials import views

app_name = "materials"
_LESSON = "<slug:course>/<slug:lesson>"
urlpatterns = [
    path(f"{_LESSON}/steps/<uuid:step>/", views.step, name="step"),
    path(f"{_LESSON}/answers/", views.answers, name="answers"),
    path(f"{_LESSON}/package/", views.run, name="run"),
    path(f"{_LESSON}/session.ics", views.ics, name="ics"),
    path(f"{_LESSON}/replies/", views.replies, name="replies"),
    path(f"{_LESSON}/replies/<uuid:reply>/removal/", views.removal, name="removal"),
    path(f"{_LESSON}/letters/", views.letters, name="mute"),
]
