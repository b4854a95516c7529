"""/learn/my/points/"""

from django.urls import path

from tenant_apps.points import views

app_name = "points"
urlpatterns = [path("my/points/", views.points, name="mine")]
