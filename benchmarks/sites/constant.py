"""The least Django can do: one view that answers the bytes of the file BENCH_BODY names, no middleware."""

import os
from pathlib import Path

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import re_path

settings.configure(ROOT_URLCONF=__name__, ALLOWED_HOSTS=["*"], SECRET_KEY="constant", MIDDLEWARE=[])  # noqa: S106
_BODY = Path(os.environ["BENCH_BODY"]).read_bytes()


def constant(request: HttpRequest) -> HttpResponse:
    """The same bytes, whatever is asked."""
    return HttpResponse(_BODY)


urlpatterns = [re_path("", constant)]
application = get_wsgi_application()
