"""The links that pages bring to a site's header and footer, kept in the tenant's cache."""

from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

from marque.kit.tenancy.context import CurrentTenant
from page_builder.models import HomePage, TextPage
from themes.navigation import Link, foot_link, main_link

_KEY = "page_builder.menu"
_KEPT_FOR = 3600

Menu = dict[str, list[tuple[str, str]]]


def menu() -> Menu:
    """Titles and addresses by place: `main`, `help`, `legal`. Two queries when cold, none when warm."""
    found: Menu | None = cache.get(_KEY)
    if found is None:
        found = _read()
        cache.set(_KEY, found, _KEPT_FOR)
    return found


def forget_menu() -> None:
    """Let the next page read the links again."""
    cache.delete(_KEY)


def _read() -> Menu:
    home = HomePage.objects.first()
    if home is None:
        return {"main": [], "help": [], "legal": []}
    listed = home.get_children().live().public().in_menu()
    foot = TextPage.objects.live().public().exclude(footer="").order_by("path")
    found: Menu = {"main": [(page.title, _address(page.url_path, home)) for page in listed], "help": [], "legal": []}
    for page in foot:
        found[page.footer].append((page.title, _address(page.url_path, home)))
    return found


def _address(url_path: str, home: HomePage) -> str:
    return "/" + url_path.removeprefix(home.url_path)


def _links(place: str, order: int) -> list[Link]:
    return [Link(title, url, order + at) for at, (title, url) in enumerate(menu()[place])]


@main_link
def pages(tenant: CurrentTenant) -> list[Link]:
    """Pages that are shown in menus."""
    return _links("main", 30)


@main_link
def sign_up(tenant: CurrentTenant) -> list[Link]:
    """On the platform's own site: the way in."""
    return [Link(_("Start your school"), "/sign-up/", 90)] if tenant.type == "platform" else []


@foot_link("help")
def help_pages(tenant: CurrentTenant) -> list[Link]:
    """Text pages listed under Help."""
    return _links("help", 10)


@foot_link("legal")
def legal_pages(tenant: CurrentTenant) -> list[Link]:
    """Text pages listed under Legal."""
    return _links("legal", 10)
