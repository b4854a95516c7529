"""What plans count here."""

from shared_apps.plans.meters import register_gauge
from tenant_apps.courses.models import Course

register_gauge("courses", Course.objects.count)
