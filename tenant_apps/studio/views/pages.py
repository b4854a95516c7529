"""Pages start at the home page: the tree's root above it means nothing to a creator."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from wagtail.admin.auth import require_admin_access
from wagtail.models import Site


@require_admin_access
def start(request: HttpRequest) -> HttpResponse:
    """The home page and what is under it."""
    return redirect("wagtailadmin_explore", Site.objects.get(is_default_site=True).root_page_id)
