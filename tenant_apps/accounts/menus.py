"""Entries of the Studio's menus that are for some roles only."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from wagtail.admin.menu import MenuItem

from shared_apps.tenants.models import Tenant
from tenant_apps.accounts.permissions import has_role


class RoleMenuItem(MenuItem):
    """An entry for some roles only."""

    def __init__(self, *args: Any, roles: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.roles = roles

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether this person holds one of the roles."""
        return has_role(request.user, *self.roles)


class BusinessMenuItem(RoleMenuItem):
    """An entry that the platform's own tenant has no use for."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether this is a business, and this person holds one of the roles."""
        return request.tenant.type == Tenant.Type.BUSINESS and super().is_shown(request)
