"""Telling somebody on the next page what became of their act."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib import messages
from django.http import HttpRequest

from marque.kit.errors import Refused


@contextmanager
def telling(request: HttpRequest, done: str = "") -> Iterator[None]:
    """Say `done`, if anything, or why what happens within was refused."""
    try:
        yield
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        if done:
            messages.success(request, done)
