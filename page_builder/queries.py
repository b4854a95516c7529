"""Finding pages."""

from collections.abc import Iterator, Sequence

from wagtail.models.sites import SiteRootPath

from page_builder.models import HomePage, LandingPage, SitePage, TextPage


def page_at(path: str, roots: Sequence[SiteRootPath]) -> SitePage | None:
    """The page at an address below the site's root; None leaves it to Wagtail.

    One query for the home page or a landing page, two for a text page; Wagtail walks the tree with two a step.
    """
    if len(roots) != 1:
        return None
    for model in (LandingPage, TextPage) if path else (HomePage,):
        page: SitePage | None = model.objects.live().filter(url_path=roots[0].root_path + path).first()
        if page is not None:
            return page
    return None


def listed_pages() -> Iterator[SitePage]:
    """Every page that search engines may list."""
    for model in (HomePage, LandingPage, TextPage):
        yield from model.objects.live().public().filter(hidden_from_search=False).order_by("path")
