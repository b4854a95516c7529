"""What plans count here."""

from shared_apps.plans.meters import register_gauge
from tenant_apps.people.models import Person

register_gauge("members", Person.objects.count)
