"""/learn/my/paths/: where a member is."""

from django.urls import path

from tenant_apps.paths import views_my

app_name = "my_paths"
urlpatterns = [
    path("", views_my.paths, name="paths"),
    path("<slug:slug>/", views_my.path, name="path"),
]
