"""`/affiliates/` for everybody, `/account/affiliate/` for those who are in."""

from django.urls import path

from tenant_apps.affiliates import views

app_name = "affiliates"
urlpatterns = [
    path("affiliates/", views.programme, name="programme"),
    path("affiliates/application/", views.application, name="application"),
    path("account/affiliate/", views.desk, name="desk"),
    path("account/affiliate/links/", views.own_links, name="links"),
]
