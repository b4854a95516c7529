"""The console's place in the menu of Wagtail's admin, on the platform's own tenant only."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from shared_apps.tenants.models import Tenant


class OperatorMenuItem(MenuItem):
    """Shown on the platform's host alone: hooks are shared by every Studio."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether this is the platform."""
        return request.tenant.type == Tenant.Type.PLATFORM


def _item(label: Any, name: str, icon: str, order: int) -> OperatorMenuItem:
    address = reverse_lazy(name, urlconf="marque.config.urls_platform")
    return OperatorMenuItem(label, address, name=name.replace("_", "-"), icon_name=icon, order=order)


@hooks.register("register_admin_menu_item")
def tenants_item() -> OperatorMenuItem:
    """Businesses."""
    return _item(_("Tenants"), "console_tenants", "group", 10)


@hooks.register("register_admin_menu_item")
def agencies_item() -> OperatorMenuItem:
    """Agencies."""
    return _item(_("Agencies"), "console_agencies", "tag", 12)


@hooks.register("register_admin_menu_item")
def waves_item() -> OperatorMenuItem:
    """What the last release did to each business."""
    return _item(_("Migrations"), "console_wave", "order", 15)


@hooks.register("register_admin_menu_item")
def backups_item() -> OperatorMenuItem:
    """How safe the businesses are."""
    return _item(_("Backups"), "console_backups", "db", 17)


@hooks.register("register_admin_menu_item")
def payouts_item() -> OperatorMenuItem:
    """Payouts to approve, and books that are wrong."""
    return _item(_("Payouts"), "console_payouts", "wallet", 18)


@hooks.register("register_admin_menu_item")
def inbox_item() -> OperatorMenuItem:
    """What vendors told the platform."""
    return _item(_("Webhooks"), "console_inbox", "mail", 19)


@hooks.register("register_admin_menu_item")
def billing_item() -> OperatorMenuItem:
    """What businesses owe, and the plans."""
    return _item(_("Billing"), "console_billing", "receipt", 16)


@hooks.register("register_admin_menu_item")
def gateways_item() -> OperatorMenuItem:
    """The platform's own accounts at gateways, and for whom it collects."""
    return _item(_("Gateways"), "console_gateways", "wallet", 19)


@hooks.register("register_admin_menu_item")
def audit_item() -> OperatorMenuItem:
    """The audit log."""
    return _item(_("Audit log"), "console_audit", "history", 20)
