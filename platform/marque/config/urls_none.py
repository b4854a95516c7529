"""No tenant, no addresses."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
