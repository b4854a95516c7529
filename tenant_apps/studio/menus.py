"""Menus: which entries a creator sees, in which order; and one set of addresses per URLconf."""

from collections.abc import Callable
from typing import Any

from django.urls import get_urlconf
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem
from wagtail.admin.search import Search
from wagtail.admin.viewsets.base import ViewSet

# Wagtail's own entries that would only confuse creators; what stays is reached from our own pages.
HIDDEN = frozenset({"reports", "help", "users", "groups", "documents"})
HIDDEN_SETTINGS = frozenset(
    {"collections", "workflows", "workflow-tasks", "users", "groups", "sites", "locales", "redirects"}
)
# What only a business has; the platform sells nothing through these apps.
SELLING = frozenset(
    {
        "home", "courses", "offers", "orders", "disputes", "money", "people", "affiliates", "sequences", "emails",
        "certificates", "badges",
    }
)  # fmt: skip
# Where an entry stands and what draws it, by its name.
PLACES: dict[str, tuple[int, str]] = {
    "courses": (20, "video"),
    "paths": (21, "list-ol"),
    "banks": (22, "help"),
    "submissions": (23, "edit"),
    "discussions": (24, "comment"),
    "portfolios": (25, "image"),
    "approvals": (26, "check"),
    "explorer": (30, "doc-full"),
    "offers": (40, "tag"),
    "orders": (50, "bag"),
    "money": (55, "wallet"),
    "disputes": (55, "warning"),
    "people": (60, "people"),
    "affiliates": (65, "link"),
    "sequences": (70, "mail"),
    "emails": (70, "mail"),
    "certificates": (80, "cert"),
    "badges": (85, "star"),
    "files": (90, "download"),
    "images": (100, "image"),
    "team": (900, "shield"),
    "settings": (10000, "gear"),
}
# In a creator's words.
LABELS = {"sequences": _("Emails")}


def arrange(items: list[MenuItem], *, platform: bool) -> None:
    """Bring the main menu into a creator's order; changes the list in place, as Wagtail's hook wants it."""
    hidden = HIDDEN | SELLING if platform else HIDDEN
    items[:] = [_plain(item) for item in items if item.name not in hidden]
    for item in items:
        item.order, item.icon_name = PLACES.get(item.name, (item.order, item.icon_name))
        item.label = LABELS.get(item.name, item.label)


def _plain(item: MenuItem) -> MenuItem:
    """The settings menu without the library's name and version under it."""
    if item.name != "settings":
        return item
    return SubmenuMenuItem(_("Settings"), item.menu, name="settings", icon_name="gear", order=10000)


def per_host(build: Callable[[Any], list[Any]]) -> property:
    """Entries hold reversed addresses, which differ between hosts: build and keep them once per URLconf."""

    def entries(self: Any) -> list[Any]:
        kept = self.__dict__.setdefault("_entries_by_urlconf", {})
        urlconf = get_urlconf()
        if urlconf not in kept:
            kept[urlconf] = build(self)
        return kept[urlconf]

    return property(entries)


def keep_menus_per_host() -> None:
    """Replace Wagtail's process-wide lists of menu entries and search areas, and the addresses in them."""
    for owner, name in ((Menu, "registered_menu_items"), (Search, "registered_search_areas")):
        cached = owner.__dict__[name]
        if not isinstance(cached, property):
            setattr(owner, name, per_host(cached.func))
    address = ViewSet.__dict__["menu_url"]
    if not isinstance(address, property):
        ViewSet.menu_url = property(address.func)
