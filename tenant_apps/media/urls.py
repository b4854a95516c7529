"""/media/…"""

from django.urls import path

from tenant_apps.media import views

app_name = "media"
urlpatterns = [
    path("pages/<str:token>/<int:number>.jpg", views.page, name="page"),
    path("film/<str:token>/<str:name>", views.stream, name="stream"),
    path("<str:token>/<str:name>", views.file, name="file"),
]
