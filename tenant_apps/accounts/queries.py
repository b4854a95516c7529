"""Reads on logins."""

from django.db.models import QuerySet

from tenant_apps.accounts.models import Role, User


def owners() -> QuerySet[User]:
    """Who owns the business and is still there."""
    return User.objects.filter(is_active=True, roles__role=Role.OWNER).distinct().order_by("pk")
