"""The queue: late acks, one task at a time; the outbox in Postgres is the truth (DESIGN §9.10)."""

from celery.schedules import crontab

from marque.config.settings.caches import REDIS_URL
from marque.kit import env

CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_IGNORE_RESULT = True
# no results, so none to clear away every night: beat would send that task, and it belongs to no tenant
CELERY_RESULT_EXPIRES = None
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 3600}
CELERY_TASK_DEFAULT_QUEUE = "default"
# provisioning needs the owner's login, which only its own worker is given; the night's copies stand in no sign-up's way
CELERY_TASK_ROUTES = {
    "provisioning.back_up": {"queue": "copies"},
    "provisioning.drill": {"queue": "copies"},
    "provisioning.*": {"queue": "provisioning"},
    # hours of arithmetic: one worker of its own, or a few, and nobody's letter waits behind a film
    "films.*": {"queue": "films"},
}
CELERY_TASK_ALWAYS_EAGER = env.flag("CELERY_EAGER", False)
CELERY_TASK_EAGER_PROPAGATES = True
CELERY_TIMEZONE = "UTC"
OUTBOX_SWEEP_SECONDS = 10
OUTBOX_LEASE_SECONDS = 30
CELERY_BEAT_SCHEDULE = {
    "provisioning.sweep": {"task": "provisioning.sweep", "schedule": 30},
    "provisioning.nightly": {"task": "provisioning.nightly", "schedule": 600},
    "provisioning.purge": {"task": "provisioning.purge", "schedule": 3600},
    "provisioning.spares": {"task": "provisioning.spares", "schedule": 60},
    "domains.watch": {"task": "domains.watch", "schedule": 60},
    "facts.sweep": {"task": "facts.sweep", "schedule": OUTBOX_SWEEP_SECONDS},
    "sequences.sweep": {"task": "sequences.sweep", "schedule": 60},
    "courses.sweep": {"task": "courses.sweep", "schedule": 60},
    "analytics.sweep": {"task": "analytics.sweep", "schedule": 60},
    "learning.sweep": {"task": "learning.sweep", "schedule": 60},
    "place.sweep": {"task": "place.sweep", "schedule": 60},
    "points.sweep": {"task": "points.sweep", "schedule": 600},
    "inbox.sweep": {"task": "inbox.sweep", "schedule": 30},
    "inbox.tidy": {"task": "inbox.tidy", "schedule": crontab(hour=3, minute=10)},
    "media.sweep": {"task": "media.sweep", "schedule": 60},
    "mail.sweep": {"task": "mail.sweep", "schedule": 30},
    "orders.renew": {"task": "orders.renew_everywhere", "schedule": 60},
    "orders.tidy": {"task": "orders.tidy_everywhere", "schedule": 60},
    "entitlements.end_lapsed": {"task": "entitlements.end_lapsed_everywhere", "schedule": 600},
    "ledger.tidy": {"task": "ledger.tidy_everywhere", "schedule": 900},
    "ledger.check": {"task": "ledger.check_everywhere", "schedule": crontab(hour=2, minute=30)},
    "assessments.close_overdue": {"task": "assessments.close_overdue_everywhere", "schedule": 60},
    "assessments.give_out_works": {"task": "assessments.give_out_works_everywhere", "schedule": 300},
    "certificates.tell_of_expiry": {"task": "certificates.tell_of_expiry_everywhere", "schedule": 3600},
    "webhooks.sweep": {"task": "webhooks.sweep", "schedule": 15},
    "webhooks.tidy": {"task": "webhooks.tidy", "schedule": 3600},
    "api.tidy": {"task": "api.tidy", "schedule": 3600},
    "catalog.turn": {"task": "catalog.turn_everywhere", "schedule": 60},
    "billing.run": {"task": "billing.run", "schedule": 600},
}
