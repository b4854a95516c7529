"""Where a player reports to: an address that is its own permission, so that a report costs no session and no user."""

from datetime import timedelta

from marque.kit import signing
from marque.kit.tenancy.addresses import path_to
from tenant_apps.learning.models import LessonProgress

PURPOSE = "played"
LIFETIME = timedelta(hours=24)


def report_url(progress: LessonProgress) -> str:
    """For the page of one learner and one lesson."""
    return path_to("learning:played", signing.sign(PURPOSE, str(progress.key), LIFETIME))


def read_report_token(token: str) -> str:
    """The key of the progress it stands for; raises BadSignature or Expired."""
    return str(signing.unsign(PURPOSE, token))
