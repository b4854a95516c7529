"""/certificates/…"""

from django.urls import path

from tenant_apps.certificates import views

app_name = "certificates"
urlpatterns = [
    path("", views.find, name="find"),
    path("<str:serial>/", views.certificate, name="certificate"),
    path("<str:serial>/name/", views.name, name="name"),
    path("<str:serial>/certificate.pdf", views.pdf, name="pdf"),
    path("<str:serial>/comparison/", views.comparison, name="comparison"),
    path("<str:serial>/<str:shape>.png", views.picture, name="picture"),
]
