"""Who may add files."""

from tenant_apps.accounts.models import Role
from tenant_apps.accounts.permissions import role_required

may_add = role_required(Role.OWNER, Role.STAFF, Role.AUTHOR)
