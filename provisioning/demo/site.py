"""Okafor's pages: home, the landing page of its flagship, terms and privacy."""

from django.db import transaction

from page_builder.actions import fill_home, publish_landing, publish_text
from page_builder.starters.academy import academy_home
from page_builder.starters.build import text_body
from page_builder.starters.course import course_landing
from provisioning.demo.content import words_of
from tenant_apps.catalog.models import Offer
from tenant_apps.courses.models import Course


@transaction.atomic
def make_pages(flagship: Course) -> None:
    """Fill the home page and publish the others."""
    words = words_of("pages")
    fill_home(body=academy_home(name=words["home"]["title"], words=words["home"]))
    landing, offer = words["landing"], Offer.objects.get(slug=flagship.slug)
    publish_landing(
        slug=landing["slug"],
        title=landing["title"],
        body=course_landing(words=landing, offer_key=offer.key, course_key=flagship.key),
        seo_title=landing["seo_title"],
        search_description=landing["search_description"],
        show_in_menus=True,
    )
    for text in words["texts"]:
        publish_text(slug=text["slug"], title=text["title"], body=text_body(text["text"]), footer="legal")
