"""A cookie that says somebody is signed in, and nothing else: pages from a cache use it to ask for the account menu."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse

HINT = "signed_in"


class SignedInHintMiddleware:
    """Sets and clears the hint exactly when the session cookie is; stands outside SessionMiddleware."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        morsel = response.cookies.get(settings.SESSION_COOKIE_NAME)
        if morsel is None:
            return response
        if morsel.value and SESSION_KEY in request.session:
            response.set_cookie(
                HINT, "1", max_age=morsel["max-age"] or None, secure=settings.SESSION_COOKIE_SECURE, samesite="Lax"
            )
        elif HINT in request.COOKIES:
            response.delete_cookie(HINT, samesite="Lax")
        return response
