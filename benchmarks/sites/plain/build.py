"""`python -m benchmarks.sites.plain.build BYTES`: migrate the plain site and give it a page of about that weight."""

import os
import sys

os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.sites.plain.settings"

import django

from benchmarks.sites.plain import SLUG

_SENTENCE = "Ask for the second number before you name the first, and write down what they say in their own words. "


def build(weight: int) -> None:
    """Make the page anew."""
    django.setup()
    from django.core.management import call_command
    from wagtail.models import Page, Site
    from wagtail.rich_text import RichText

    from benchmarks.sites.plain.models import PlainPage

    call_command("migrate", verbosity=0, interactive=False)
    site = Site.objects.get(is_default_site=True)
    site.root_page.get_children().filter(slug=SLUG).delete()
    root = Page.objects.get(pk=site.root_page_id)
    body, size, number = [], 900, 0
    while size < weight:
        number += 1
        paragraph = f"<p>{_SENTENCE * 4}</p>"
        body += [("heading", f"Part {number}"), ("paragraph", paragraph)]
        size += len(paragraph) + 130
    page = PlainPage(title="Plain", slug=SLUG, show_in_menus=True)
    page.body = [(kind, RichText(text) if kind == "paragraph" else text) for kind, text in body]
    root.add_child(instance=page)


if __name__ == "__main__":
    build(int(sys.argv[1]))
