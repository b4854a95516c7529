"""/courses/: the catalogue and each course's page."""

from django.urls import path

from tenant_apps.courses import views

app_name = "courses"
urlpatterns = [
    path("", views.catalogue, name="catalogue"),
    path("<slug:slug>/", views.course, name="course"),
]
