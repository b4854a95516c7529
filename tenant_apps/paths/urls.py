"""/paths/: every path and each path's page."""

from django.urls import path

from tenant_apps.paths import views

app_name = "paths"
urlpatterns = [
    path("", views.paths, name="paths"),
    path("<slug:slug>/", views.path, name="path"),
    path("<slug:slug>/joining/", views.joining, name="joining"),
    path("<slug:slug>/leaving/", views.leaving, name="leaving"),
]
