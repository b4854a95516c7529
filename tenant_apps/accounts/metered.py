"""What plans count here."""

from shared_apps.plans.meters import register_gauge
from tenant_apps.accounts.models import Role, RoleAssignment


def people_on_the_team() -> int:
    """Everybody with a creator's role, each once."""
    return RoleAssignment.objects.exclude(role=Role.LEARNER).values("user").distinct().count()


register_gauge("staff", people_on_the_team)
