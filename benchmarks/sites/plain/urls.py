"""Wagtail's pages, and health for the benchmark's server to be waited for."""

from django.http import HttpResponse
from django.urls import include, path
from wagtail import urls as wagtail_urls

urlpatterns = [path("healthz", lambda request: HttpResponse("ok")), path("", include(wagtail_urls))]
