"""Answers that take the same time whether or not an address is known here."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

View = Callable[..., HttpResponseBase]


def even_time(view: View) -> View:
    """Hold the answer to a POST until a fixed time has passed, so that the clock tells nothing."""

    @wraps(view)
    def steady(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        started = time.monotonic()
        response = view(request, *args, **kwargs)
        if request.method == "POST":
            time.sleep(max(0.0, settings.EVEN_ANSWER_SECONDS - (time.monotonic() - started)))
        return response

    return steady
