"""The only place of this app that writes, beside Wagtail's own editor."""

from collections.abc import Sequence
from typing import Any, TypeVar

from django.conf import settings
from django.db import transaction
from wagtail.models import Page, Site

from page_builder.models import HomePage, LandingPage, SitePage, TextPage
from page_builder.starters import Body

P = TypeVar("P", bound=SitePage)


@transaction.atomic
def set_up_site(*, name: str, host: str) -> HomePage:
    """Give the current tenant its home page and site at `host`; an existing home page stays as it is."""
    home = HomePage.objects.first() or _new_home(name)
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={"hostname": host, "port": public_port(), "site_name": name, "root_page": home},
    )
    return home


@transaction.atomic
def follow_domain(*, host: str) -> None:
    """Let the site's own addresses carry a new primary domain."""
    site = Site.objects.get(is_default_site=True)
    site.hostname, site.port = host, public_port()
    site.save(update_fields=["hostname", "port"])


@transaction.atomic
def fill_home(*, body: Body, title: str = "", search_description: str = "", by: Any = None) -> HomePage:
    """Replace what is on the home page, and publish it."""
    home: HomePage = HomePage.objects.get()
    home.title = title or home.title
    home.search_description = search_description or home.search_description
    return _publish(home, body, by)


@transaction.atomic
def publish_landing(*, slug: str, title: str, body: Body, by: Any = None, **fields: Any) -> LandingPage:
    """A landing page at /<slug>/; one that is there already gets the new words."""
    return _publish(_page(LandingPage, slug, title, fields), body, by)


@transaction.atomic
def publish_text(*, slug: str, title: str, body: Body, by: Any = None, **fields: Any) -> TextPage:
    """A page to read at /<slug>/; `footer="legal"` lists it there. One that is there gets the new words."""
    return _publish(_page(TextPage, slug, title, fields), body, by)


def public_port() -> int:
    """The port people see in an address."""
    if settings.PUBLIC_PORT:
        return int(settings.PUBLIC_PORT)
    return 443 if settings.PUBLIC_SCHEME == "https" else 80


def _new_home(name: str) -> HomePage:
    root = Page.get_first_root_node()
    # Wagtail's welcome page, and with it the site that leads there
    for page in root.get_children():
        page.delete()
    root = Page.get_first_root_node()
    return root.add_child(instance=HomePage(title=name, slug="home"))


def _page(model: type[P], slug: str, title: str, fields: dict[str, Any]) -> P:
    page = model.objects.filter(slug=slug).first()
    if page is None:
        return HomePage.objects.get().add_child(instance=model(slug=slug, title=title, live=False, **fields))
    for name, value in {"title": title, **fields}.items():
        setattr(page, name, value)
    return page


def _publish(page: P, body: Sequence[Any], by: Any) -> P:
    page.body = list(body)
    page.save_revision(user=by).publish(user=by)
    # publishing works on an object of its own
    page.refresh_from_db()
    return page
