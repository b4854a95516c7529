"""The pages themselves, under Wagtail's names; last among a site's addresses."""

from django.urls import path, re_path
from django.views.generic import RedirectView
from wagtail.urls import serve_pattern
from wagtail.views import authenticate_with_password

from page_builder import views

urlpatterns = [
    path(
        "_util/authenticate_with_password/<int:page_view_restriction_id>/<int:page_id>/",
        authenticate_with_password,
        name="wagtailcore_authenticate_with_password",
    ),
    # Wagtail's own sign-in would be a way round ours
    path("_util/login/", RedirectView.as_view(url="/accounts/login/", query_string=True), name="wagtailcore_login"),
    re_path(serve_pattern, views.page, name="wagtail_serve"),
]
