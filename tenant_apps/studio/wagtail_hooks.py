"""How Wagtail's admin becomes the Studio."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from shared_apps.tenants.models import Tenant
from tenant_apps.accounts.menus import BusinessMenuItem, RoleMenuItem
from tenant_apps.accounts.models import Role
from tenant_apps.studio import menus
from themes.brand import current_brand

_OWN_ICONS = (
    "bag book cert chart clock db gear gift globe key people pulse receipt send shield star video wallet".split()  # noqa: SIM905
)
_MANAGERS = (Role.OWNER, Role.STAFF)


@hooks.register("insert_global_admin_css", order=1000)
def brand_stylesheet() -> SafeString:
    """The creator's colours and our components, after Wagtail's own rules."""
    return format_html('<link rel="stylesheet" href="{}">', current_brand().studio_stylesheet_url)


@hooks.register("register_icons")
def add_icons(icons: list[str]) -> list[str]:
    """Our icons beside Wagtail's."""
    return [*icons, *(f"studio/icons/{name}.svg" for name in _OWN_ICONS)]


@hooks.register("construct_main_menu")
def arrange_main_menu(request: HttpRequest, items: list[MenuItem]) -> None:
    """A creator's order."""
    menus.arrange(items, platform=request.tenant.type == Tenant.Type.PLATFORM)


@hooks.register("construct_settings_menu")
def arrange_settings_menu(request: HttpRequest, items: list[MenuItem]) -> None:
    """Without what only developers know."""
    items[:] = [item for item in items if item.name not in menus.HIDDEN_SETTINGS]


@hooks.register("register_admin_menu_item")
def home_entry() -> MenuItem:
    """The dashboard."""
    return MenuItem(_("Home"), reverse("wagtailadmin_home"), name="home", icon_name="home", order=1)


@hooks.register("register_admin_menu_item")
def team_entry() -> MenuItem:
    """Who works here."""
    return RoleMenuItem(_("Team"), reverse("studio:team"), name="team", icon_name="shield", order=900, roles=_MANAGERS)


@hooks.register("register_settings_menu_item")
def brand_entry() -> MenuItem:
    """Look, names and addresses."""
    return RoleMenuItem(
        _("Brand and business"), reverse("studio:brand"), name="brand", icon_name="star", order=10, roles=_MANAGERS
    )


@hooks.register("register_settings_menu_item")
def plan_entry() -> MenuItem:
    """What the business may have, and what it pays."""
    address = reverse("studio:plan")
    return BusinessMenuItem(
        _("Plan and usage"), address, name="plan", icon_name="receipt", order=12, roles=(Role.OWNER,)
    )


@hooks.register("register_settings_menu_item")
def outbox_entry() -> MenuItem:
    """What was mailed."""
    return RoleMenuItem(
        _("Sent emails"), reverse("studio:outbox"), name="outbox", icon_name="send", order=20, roles=_MANAGERS
    )


@hooks.register("register_settings_menu_item")
def capsule_entry() -> MenuItem:
    """Everything in one file, for a business."""
    return BusinessMenuItem(
        _("Take everything along"),
        reverse("studio_capsule"),
        name="capsule",
        icon_name="download",
        order=80,
        roles=(Role.OWNER,),
    )


@hooks.register("register_settings_menu_item")
def history_entry() -> MenuItem:
    """Who changed what on the pages."""
    return RoleMenuItem(
        _("Page history"),
        reverse("wagtailadmin_reports:site_history"),
        name="history",
        icon_name="history",
        order=90,
        roles=_MANAGERS,
    )
