"""How a view says that its page may be kept."""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse

View = Callable[..., HttpResponse]
Tags = Iterable[str] | Callable[..., Iterable[str]]
R = TypeVar("R", bound=HttpResponse)


def mark(response: R, tags: Iterable[str], *, seconds: int | None = None, query: Iterable[str] = ()) -> R:
    """Let a response be kept until one of its tags is purged or `seconds` have passed.

    `query` names the parameters the page depends on; an address with others is answered, not kept.
    """
    kept: Any = response
    kept.cache_tags, kept.cache_seconds, kept.cache_query = tuple(tags), seconds, tuple(query)
    return response


def cached_page(tags: Tags, *, seconds: int | None = None, query: Iterable[str] = ()) -> Callable[[View], View]:
    """Decorate a view whose 200 is the same for every anonymous visitor: `@cached_page(tags=["page", "offer"])`.

    `tags` may be a function of the view's arguments.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def marked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            response = view(request, *args, **kwargs)
            names = tags(request, *args, **kwargs) if callable(tags) else tags
            return mark(response, names, seconds=seconds, query=query)

        return marked

    return decorate
