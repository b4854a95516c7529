"""What a page tells search engines and whoever posts a link to it."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import HttpRequest
from django.utils.safestring import SafeString

from marque.kit.tenancy.context import require_tenant
from page_builder import records
from page_builder.shelf import Shelf
from themes.brand import BrandValue, current_brand


@dataclass
class Head:
    """The head of one page."""

    page: Any
    request: HttpRequest
    shelf: Shelf

    @cached_property
    def brand(self) -> BrandValue:
        """Whose page it is."""
        return current_brand()

    @cached_property
    def site_name(self) -> str:
        """The name of the business."""
        return self.brand.wordmark or require_tenant().name

    @property
    def title(self) -> str:
        """The title of the browser's tab: the page's own, and whose it is."""
        own = self.page.seo_title or self.page.title
        return own if self.page.seo_title or own == self.site_name else f"{own} · {self.site_name}"

    @property
    def description(self) -> str:
        """A sentence or two."""
        return self.page.search_description or self.brand.strapline

    @property
    def noindex(self) -> bool:
        """Whether search engines should pass by."""
        return self.page.hidden_from_search or getattr(self.request, "is_preview", False)

    @cached_property
    def canonical(self) -> str:
        """The page's one address; none while it is not published."""
        return (self.page.get_full_url(self.request) or "") if self.page.pk else ""

    @cached_property
    def image(self) -> str:
        """The picture shown with a link to the page."""
        if not self.page.share_image_id:
            return ""
        url: str = self.page.share_image.get_rendition("fill-1200x630|format-jpeg").url
        return self.request.build_absolute_uri(url)

    @property
    def records(self) -> list[SafeString]:
        """What is on the page, for machines."""
        if self.noindex:
            return []
        return [records.script(record) for record in records.of_page(self)]
