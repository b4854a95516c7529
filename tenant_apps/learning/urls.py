"""/learn/: the member's courses, and the player."""

from django.urls import path

from tenant_apps.learning import views, views_cohort, views_emails, views_place

app_name = "learning"
urlpatterns = [
    path("", views.dashboard, name="dashboard"),
    path("my/emails/<str:token>/", views_emails.digest_stop, name="digest_stop"),
    path("my/places/<str:token>/", views_place.place_opening, name="place_opening"),
    path("played/<str:token>", views.played, name="played"),
    path("<slug:course>/", views.course, name="course"),
    path("<slug:course>/<slug:lesson>/", views.lesson, name="lesson"),
    path("<slug:course>/cohorts/<uuid:cohort>/", views_cohort.cohort, name="cohort"),
    path("<slug:course>/cohorts/<uuid:cohort>/posts/", views_cohort.posts, name="posts"),
    path("<slug:course>/cohorts/<uuid:cohort>/posts/<uuid:post>/removal/", views_cohort.removal, name="post_removal"),
    path("<slug:course>/cohorts/<uuid:cohort>/quiet/", views_cohort.quiet, name="quiet"),
    path("<slug:course>/<slug:lesson>/completion/", views.completion, name="completion"),
]
