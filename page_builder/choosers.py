"""Fields in which a creator picks one of their offers or courses."""

from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from tenant_apps.catalog.models import Offer
from tenant_apps.courses.models import Course

Choices = Iterable[tuple[str, str | Promise]]


class KeyBlock(blocks.FieldBlock):
    """A choice kept as the key of what was chosen.

    `refers_to` names the model, for whoever writes pages down. The choices are read when a form is shown, in the
    tenant it is shown to; a block lives as long as the process and may keep none. Unlike Wagtail's ChoiceBlock it does
    not read them to show a page.
    """

    def __init__(
        self, choices: Callable[[], Choices], *, required: bool = False, help_text: str | Promise = "", **kwargs: Any
    ) -> None:
        self.field = forms.ChoiceField(choices=choices, required=required, help_text=help_text)
        super().__init__(**kwargs)

    def get_searchable_content(self, value: str) -> list[str]:
        """Nothing: a key is no word."""
        return []

    class Meta:
        icon = "tag"
        default = ""


def offer_choices() -> Choices:
    """Every offer of the business; those that cannot be bought say so."""
    states = {"draft": _("%(title)s (draft)"), "archived": _("%(title)s (archived)"), "live": _("%(title)s, %(price)s")}
    yield "", _("No offer")
    for offer in Offer.objects.with_price().order_by("title"):
        yield str(offer.key), states[offer.state] % {"title": offer.title, "price": offer.current_price or "–"}


def course_choices() -> Choices:
    """Every course of the business."""
    yield "", _("No course")
    for course in Course.objects.order_by("title"):
        yield str(course.key), course.title if course.is_published else _("%(title)s (draft)") % {"title": course.title}


class OfferChoiceBlock(KeyBlock):
    """One of the business's offers."""

    refers_to = "catalog.Offer"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(offer_choices, **kwargs)


class CourseChoiceBlock(KeyBlock):
    """One of the business's courses."""

    refers_to = "courses.Course"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(course_choices, **kwargs)

    class Meta:
        icon = "openquote"
