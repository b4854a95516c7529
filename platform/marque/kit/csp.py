"""The content security policy, looser below the addresses of Wagtail's admin alone."""

from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase


class PathPolicyMiddleware(CSPMiddleware):
    """django-csp, with the directives of `CSP_BELOW` in place of the site's below each of its paths."""

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        """The site's policy, and what replaces parts of it here."""
        parts: PolicyParts = super().get_policy_parts(request, response, report_only)
        for path, directives in settings.CSP_BELOW.items():
            if request.path.startswith(path):
                parts.replace = {**directives, **(parts.replace or {})}
        return parts
