"""Who may write to learners."""

from tenant_apps.accounts.models import Role
from tenant_apps.accounts.permissions import role_required

WRITERS = (Role.OWNER, Role.STAFF)
may_write = role_required(*WRITERS)
