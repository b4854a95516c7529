"""`platform`: the platform's own site and console."""

from django.utils.translation import gettext as _

from page_builder.actions import fill_home, publish_text
from page_builder.starters import platform_about, platform_home
from provisioning.blueprints.owner import Owner
from themes.actions import update_brand


def apply(owner: Owner | None) -> None:
    """The engine's own colours, which only operators and those who consider it see."""
    update_brand(theme="folio", brand_colour="#20304f", accent_colour="#e5482d", scheme="light")
    fill_home(
        body=platform_home(),
        search_description=_("Courses, checkout, lessons and certificates under your own name, on your own domain."),
    )
    publish_text(slug="about", title=_("About"), body=platform_about(), show_in_menus=True)
