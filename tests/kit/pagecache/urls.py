"""Pages to keep, and pages that must not be kept."""

from django.contrib.auth.models import Group
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.urls import path

from marque.kit.pagecache.mark import cached_page


@cached_page(tags=["page"])
def home(request: HttpRequest) -> HttpResponse:
    """Reads the database and the session, as a page of a theme does."""
    return HttpResponse(f"<h1>{Group.objects.count()} groups for {request.session.get('name', 'you')}</h1>")


@cached_page(tags=["page"])
def with_form(request: HttpRequest) -> HttpResponse:
    """Holds a CSRF token."""
    return HttpResponse(f"<input value='{get_token(request)}'>")


urlpatterns = [
    path("", home),
    path("form/", with_form),
    path("studio/", home, name="wagtailadmin_home"),  # the Studio's door asks where it stands
]
