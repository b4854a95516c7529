"""The pages around sign-in that are ours; the others are allauth's."""

from typing import Any

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.account.views import RequestLoginCodeView
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from marque.kit.signing import BadSignature
from tenant_apps.accounts import actions
from tenant_apps.accounts.links import link_of
from tenant_apps.accounts.models import SignInLink


class LinkRequestView(RequestLoginCodeView):
    """Ask for a sign-in link; the address typed on the sign-in page comes along."""

    def get_initial(self) -> dict[str, Any]:
        """The address, when it came in the query."""
        return {**super().get_initial(), "email": self.request.GET.get("email", "")}


@never_cache
@sensitive_post_parameters()
def follow_link(request: HttpRequest, token: str) -> HttpResponse:
    """Sign in by link: opening it asks for one click, since mail scanners open links too."""
    try:
        link = link_of(token)
        if request.method == "POST":
            return _enter(request, link)
    except (BadSignature, actions.LinkUsed) as refusal:
        return render(request, "account/link_spent.html", {"refusal": refusal}, status=410)
    if link.used_at:
        return render(request, "account/link_spent.html", {"refusal": actions.LinkUsed()}, status=410)
    return render(request, "account/link.html", {"link": link})


def _enter(request: HttpRequest, link: SignInLink) -> HttpResponse:
    user = actions.use_sign_in_link(link=link)
    if request.user.is_authenticated:
        logout(request)
    record_authentication(request, user, method="link")
    return perform_login(request, Login(user=user, email=user.email, redirect_url=link.next_url or None))
