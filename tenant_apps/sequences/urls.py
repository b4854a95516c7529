"""/emails/: stopping them."""

from django.urls import path

from tenant_apps.sequences import views

app_name = "sequences"
urlpatterns = [path("stop/<str:token>/", views.stop, name="stop")]
