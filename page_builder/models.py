"""The pages of a site: home, a page that sells, a page to read."""

from typing import Any

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page, PageViewRestriction

from marque.kit.pagecache.mark import mark
from marque.kit.serialise.declaration import CONTENT, Serial
from page_builder.blocks import PageBlocks, TextBlocks
from page_builder.fields import BlocksField
from page_builder.parts import TAGS, parts_of
from page_builder.seo import Head
from page_builder.shelf import Shelf


class SitePage(Page):
    """What every page has: how it is found and shared."""

    share_image = models.ForeignKey(
        "wagtailimages.Image",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=_("picture for sharing"),
        help_text=_("Shown when somebody posts a link to this page. 1200 × 630 pixels is best."),
    )
    hidden_from_search = models.BooleanField(
        _("keep out of search engines"),
        default=False,
        help_text=_("People with the link can still open the page."),
    )

    serial = Serial(CONTENT, key=("translation_key", "locale"))

    password_required_template = "page_builder/password.html"  # noqa: S105
    promote_panels = [
        MultiFieldPanel(
            [
                FieldPanel("slug"),
                FieldPanel("seo_title"),
                FieldPanel("search_description"),
                FieldPanel("share_image"),
                FieldPanel("hidden_from_search"),
            ],
            heading=_("Search and sharing"),
        ),
        MultiFieldPanel([FieldPanel("show_in_menus")], heading=_("Menu")),
    ]

    class Meta:
        abstract = True

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """What the page's blocks look things up on, and what its head says."""
        context = super().get_context(request, *args, **kwargs)
        shelf = Shelf.of(self.body.raw_data)
        context |= {"shelf": shelf, "head": Head(self, request, shelf)}
        return context | {"parts": parts_of(self, request, context)}

    def get_view_restrictions(self) -> models.QuerySet[PageViewRestriction]:
        """Who may see the page; asked in one query where no page above can be an alias."""
        if self.depth > 3 or self.alias_of_id:
            return super().get_view_restrictions()
        above = [self.path[: self.steplen * depth] for depth in range(1, self.depth + 1)]
        return PageViewRestriction.objects.filter(page__path__in=above)

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page; the same for every anonymous visitor, so it may be kept."""
        return mark(super().serve(request, *args, **kwargs), TAGS)


class HomePage(SitePage):
    """The front of a site; there is one."""

    body = BlocksField(PageBlocks(), blank=True, verbose_name=_("blocks"))

    content_panels = [*Page.content_panels, FieldPanel("body")]
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["page_builder.LandingPage", "page_builder.TextPage"]
    max_count = 1

    class Meta:
        verbose_name = _("home page")


class LandingPage(SitePage):
    """A page that sells one thing."""

    body = BlocksField(PageBlocks(), blank=True, verbose_name=_("blocks"))

    content_panels = [*Page.content_panels, FieldPanel("body")]
    parent_page_types = ["page_builder.HomePage"]
    subpage_types = []
    page_description = _("Tells people what an offer is, who it is for and what it costs.")

    class Meta:
        verbose_name = _("landing page")


class TextPage(SitePage):
    """A page to read: about, terms, privacy."""

    class Footer(models.TextChoices):
        """Where the footer links to the page."""

        NOWHERE = "", _("Not in the footer")
        HELP = "help", _("Under Help")
        LEGAL = "legal", _("Under Legal")

    footer = models.CharField(_("link in the footer"), max_length=8, choices=Footer, blank=True)
    body = BlocksField(TextBlocks(), blank=True, verbose_name=_("text"))

    content_panels = [*Page.content_panels, FieldPanel("body")]
    promote_panels = [
        *SitePage.promote_panels[:-1],
        MultiFieldPanel([FieldPanel("show_in_menus"), FieldPanel("footer")], heading=_("Menu")),
    ]
    parent_page_types = ["page_builder.HomePage", "page_builder.TextPage"]
    subpage_types = ["page_builder.TextPage"]
    page_description = _("For reading: about you, terms, privacy, refunds.")

    class Meta:
        verbose_name = _("text page")
