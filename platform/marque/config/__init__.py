"""The composition root. Loading it binds `shared_task` to our Celery app, in web processes too."""

from marque.config.celery import app as celery_app

__all__ = ["celery_app"]
