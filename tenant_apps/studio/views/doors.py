"""Wagtail's own doors lead to ours."""

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from marque.kit.http import safe_next_url
from tenant_apps.accounts.adapter import sign_in_address


def sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in where everybody does."""
    return redirect(sign_in_address(safe_next_url(request, reverse("wagtailadmin_home"))))


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Sign out, with one click, and see the site."""
    logout(request)
    return redirect("/")


def new_password(request: HttpRequest) -> HttpResponse:
    """Reset where everybody does."""
    return redirect("account_reset_password")
