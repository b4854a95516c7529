"""Password reset tokens that hold in one tenant only."""

from django.contrib.auth.tokens import PasswordResetTokenGenerator

from marque.kit.tenancy.context import require_tenant
from tenant_apps.accounts.models import User


class TenantPasswordResetTokens(PasswordResetTokenGenerator):
    """Django's, bound to the tenant: users of two tenants may share a primary key."""

    key_salt = "tenant_apps.accounts.password-reset"

    def _make_hash_value(self, user: User, timestamp: int) -> str:
        return f"{require_tenant().id}{super()._make_hash_value(user, timestamp)}"
