"""allauth's views, in our frame."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponseBase
from django.views.generic.base import TemplateResponseMixin


class OurFrame(TemplateResponseMixin):
    """Keeps allauth from replacing `site`, which our frame draws the business's name from, by the bare host."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What the page needs, without allauth's `site`."""
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        context.pop("site", None)
        return context


def page(view: type) -> Callable[..., HttpResponseBase]:
    """One of allauth's class-based views as a view of ours."""
    framed: Any = type(view.__name__, (OurFrame, view), {})
    return framed.as_view()
