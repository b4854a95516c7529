"""A person's own account: /account/."""

from django.urls import path

from tenant_apps.people import views

app_name = "people"
urlpatterns = [
    path("", views.account, name="account"),
]
