"""/learn/: the member's courses, and the player."""

from django.urls import path

from tenant_apps.learning import views

app_name = "learning"
urlpatterns = [
    path("", views.dashboard, name="dashboard"),
    path("played/<str:token>", views.played, name="played"),
    path("<slug:course>/", views.course, name="course"),
    path("<slug:course>/<slug:lesson>/", views.lesson, name="lesson"),
    path("<slug:course>/cohorts/<uuid:cohort>/", views.cohort, name="cohort"),
    path("<slug:course>/<slug:lesson>/completion/", views.completion, name="completion"),
]
