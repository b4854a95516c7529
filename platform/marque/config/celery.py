"""The Celery app: every task runs inside the tenant it was sent from."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "marque.config.settings")
app = Celery("marque", task_cls="marque.kit.tenancy.tasks:TenantTask")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
